import { displayQuantity, tallMan } from '#domain/display';
import { ORDER_MACHINE, orderTitle } from '#domain/order';
import { permitted } from '#domain/state-machine';
import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import {
  lineFacts,
  lineRows,
  ORDER_COLUMNS,
  ORDER_TABLES,
  orderRow,
  type OrderLineRow,
  type OrderRow,
} from './order-rows.js';
import type {
  OrderEventDto,
  OrderLineResponse,
  OrderPage,
  OrderResponse,
  OrderSummary,
  OrderWorksheetDto,
} from './orders.dto.js';

export interface OrderFilter {
  state?: string;
  q?: string;
  patientId?: string;
  cursor?: string;
  limit: number;
}

/** Orders that wait longest come first, so that none is forgotten. */
export async function listOrders(reader: Reader, actor: Actor, filter: OrderFilter): Promise<OrderPage> {
  const after = decodeCursor(filter.cursor, ['instant', 'uuid']);
  const found = await rows<OrderRow & { sort: string }>(
    reader,
    `select ${ORDER_COLUMNS}, o.received_at::text as sort from ${ORDER_TABLES}
     where ($1::text[] is null or o.state = any($1))
       and ($2::text is null or o.number ilike $2 || '%' or p.family_name ilike $2 || '%' or p.number ilike $2 || '%' or p.mrn = $2
         or exists (select 1 from infusion_order_line l join drug d on d.id = l.drug_id where l.version_id = v.id and d.name ilike '%' || $2 || '%'))
       and ($3::uuid is null or o.patient_id = $3)
       and ($4::timestamptz is null or (o.received_at, o.id) > ($4, $5::uuid))
     order by o.received_at, o.id limit $6`,
    [
      filter.state ? filter.state.split(',') : null,
      filter.q?.replace(/[\\%_]/g, '\\$&') ?? null,
      filter.patientId ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      filter.limit + 1,
    ],
  );
  const [lines, counts] = await Promise.all([
    lineRows(
      reader,
      found.map((row) => row.version_id),
    ),
    rows<{ state: string; n: string }>(
      reader,
      `select state, count(*) as n from infusion_order where state not in ('completed','discontinued','rejected') group by state`,
    ),
  ]);
  return {
    ...pageOf(
      found,
      filter.limit,
      (row) => [row.sort, row.id],
      (row) => summary(row, ofVersion(lines, row), actor),
    ),
    counts: Object.fromEntries(counts.map((c) => [c.state, Number(c.n)])),
  };
}

const ofVersion = (lines: readonly OrderLineRow[], row: OrderRow): OrderLineRow[] =>
  lines.filter((line) => line.version_id === row.version_id);

export async function orderById(reader: Reader, actor: Actor, id: string): Promise<OrderResponse> {
  const row = await orderRow(reader, id);
  const [lines, history, worksheets] = await Promise.all([
    lineRows(reader, [row.version_id]),
    orderHistory(reader, id),
    orderWorksheets(reader, row),
  ]);
  return {
    ...summary(row, lines, actor),
    lines: lines.map(lineResponse),
    route: row.route,
    schedule: row.schedule,
    durationMinutes: row.duration_minutes,
    intervalMinutes: row.interval_minutes,
    daysSupply: row.days_supply,
    storage: row.storage,
    device: row.device,
    prescriber: row.prescriber,
    indication: row.indication,
    directions: row.directions,
    history,
    worksheets,
  };
}

export function titleOf(row: OrderRow, lines: readonly OrderLineRow[]): string {
  return orderTitle({
    lines: lines.map((line) => {
      const facts = lineFacts(line);
      return { role: facts.role, drugName: facts.drug.name, dose: facts.dose };
    }),
    route: row.route,
    schedule: row.schedule,
    durationMinutes: row.duration_minutes,
    intervalMinutes: row.interval_minutes,
  });
}

function summary(row: OrderRow, lines: readonly OrderLineRow[], actor: Actor): OrderSummary {
  const allowed: string[] = permitted(ORDER_MACHINE, row.state, actor.permissions).map((t) => t.event);
  if (row.state === 'approved' && actor.permissions.has('worksheet.plan')) allowed.push('plan');
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    stateReason: row.state_reason,
    version: row.version,
    patient: {
      id: row.patient_id,
      number: row.patient_number,
      familyName: row.family_name,
      givenName: row.given_name,
      birthDate: row.birth_date,
      careSetting: row.care_setting,
    },
    title: titleOf(row, lines),
    hazardous: lines.some((line) => line.hazard !== 'none'),
    containers: row.containers,
    neededAt: row.needed_at === null ? null : formatInstant(row.needed_at),
    receivedAt: formatInstant(row.received_at),
    allowed,
  };
}

function lineResponse(row: OrderLineRow): OrderLineResponse {
  const facts = lineFacts(row);
  return {
    position: row.position,
    role: row.role,
    drugId: row.drug_id,
    drugName: tallMan(row.drug_name),
    hazardous: row.hazard !== 'none',
    dose: facts.dose.toJSON(),
    doseText: displayQuantity(facts.dose),
    basis: row.basis,
    basisDose: facts.basisDose?.toJSON() ?? null,
    bodyMeasure: facts.body?.value.toString() ?? null,
  };
}

async function orderHistory(reader: Reader, orderId: string): Promise<OrderEventDto[]> {
  const found = await rows<{ at: Instant; who: string; what: string; detail: string }>(
    reader,
    `select v.entered_at as at, w.printed_name as who,
        case when v.version = 1 then 'Entered' else 'Changed to version ' || v.version end as what, v.change_reason as detail
      from infusion_order_version v join person w on w.id = v.entered_by where v.order_id = $1
     union all
     select r.reviewed_at, w.printed_name, case r.decision when 'approved' then 'Approved' when 'rejected' then 'Rejected' else 'Sent back for clarification' end, r.reason
      from order_review r join person w on w.id = r.reviewed_by where r.order_id = $1
     order by 1`,
    [orderId],
  );
  return found.map((event) => ({ ...event, at: formatInstant(event.at) }));
}

async function orderWorksheets(reader: Reader, row: OrderRow): Promise<OrderWorksheetDto[]> {
  return rows<OrderWorksheetDto>(
    reader,
    `select id, number, state, containers, order_version_id <> $2 as stale from worksheet where order_id = $1 order by planned_at, id`,
    [row.id, row.version_id],
  );
}
