import { Injectable } from '@nestjs/common';
import { ORDER_MACHINE, type OrderEvent } from '#domain/order';
import { Quantity } from '#domain/quantity';
import { next } from '#domain/state-machine';
import { formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor, AnyActor } from '../../platform/auth/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database, type Reader, type Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { instantField } from '../../platform/http/dates.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import { lockOrder, type OrderRow } from './order-rows.js';
import type { OrderChangeRequest, OrderPage, OrderRequest, OrderResponse } from './orders.dto.js';
import { listOrders, orderById, type OrderFilter } from './orders.queries.js';

/** Ids and numbers for what is new. */
@Injectable()
export class OrderNames {
  constructor(
    readonly ids: Ids,
    readonly numbers: Numbers,
  ) {}
}

/** Prescriptions: entered, changed by new versions, held and ended. Review is in OrderReviewService. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly feed: Feed,
    private readonly clock: Clock,
    private readonly names: OrderNames,
  ) {}

  async list(actor: Actor, filter: OrderFilter): Promise<OrderPage> {
    const page = await listOrders(this.db.reader, actor, filter);
    await this.audit.read(
      actor,
      page.items.map((order) => ({ kind: 'patient', id: order.patient.id })),
      'order list',
    );
    return page;
  }

  async get(actor: Actor, id: string, reader: Reader = this.db.reader): Promise<OrderResponse> {
    const order = await orderById(reader, actor, id);
    if (reader === this.db.reader) await this.audit.read(actor, [{ kind: 'patient', id: order.patient.id }], 'order');
    return order;
  }

  /** Keys a prescription. Refuses doses in units that are no drug amount, and an interval that does not fit the schedule. */
  enter(command: Command, input: OrderRequest): Promise<OrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      refuseUnfit(input);
      const id = input.id ?? this.names.ids.next();
      const now = formatInstant(this.clock.now());
      await tx.query(
        `insert into infusion_order (id, number, patient_id, state, version, received_at, changed_at) values ($1, $2, $3, 'received', 1, $4, $4)`,
        [id, await this.names.numbers.next(tx, 'ORD'), input.patientId, now],
      );
      await this.insertVersion(tx, actor, id, 1, input, '');
      await this.tell(tx, actor, 'order.entered', id, { after: input });
      return this.get(actor, id, tx);
    });
  }

  /** A changed prescription is a new version and is reviewed again; what was made from the old one shows as stale. */
  change(command: Command, id: string, input: OrderChangeRequest): Promise<OrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      refuseUnfit(input);
      if (order.version !== input.version)
        throw new Problem('order.changed-meanwhile', {
          detail: `Somebody else changed ${order.number} meanwhile: it is at version ${order.version}. Look at it again.`,
        });
      if (order.patient_id !== input.patientId)
        throw new Problem('order.other-patient', {
          detail: 'A prescription never moves to another patient. Discontinue it and enter a new one.',
          fields: [{ field: 'patientId', message: 'is not the patient of this order' }],
        });
      await this.revise(tx, actor, order, input, input.changeReason);
      return this.get(actor, id, tx);
    });
  }

  /** A new version inside a transaction that holds the order's lock; it waits for review. @returns its number */
  async revise(tx: Tx, actor: Actor, order: OrderRow, input: OrderRequest, changeReason: string): Promise<number> {
    refuseUnfit(input);
    const to = transition(order, 'revise');
    const version = order.version + 1;
    await this.insertVersion(tx, actor, order.id, version, input, changeReason);
    await this.setState(tx, order.id, to, '', version);
    await this.tell(tx, actor, 'order', order.id, { version, after: input });
    return version;
  }

  /** Hold, resume, discontinue, answer a clarification: one step of the state machine with its reason. */
  move(command: Command, id: string, event: OrderEvent, reason: string): Promise<OrderResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const order = await lockOrder(tx, id);
      await this.step(tx, actor, order, event, reason);
      return this.get(actor, id, tx);
    });
  }

  /** One step of the state machine inside a transaction that holds the order's lock. */
  async step(tx: Tx, actor: AnyActor, order: OrderRow, event: OrderEvent, reason: string): Promise<void> {
    const to = transition(order, event);
    await this.setState(tx, order.id, to, reason, order.version);
    await this.tell(tx, actor, `order.${event}`, order.id, { before: order.state, after: to, reason });
  }

  /** Called when the last container of an approved order has been dispensed; does nothing in any other state. */
  async completed(tx: Tx, actor: AnyActor, id: string): Promise<void> {
    const order = await lockOrder(tx, id);
    if (order.state === 'approved') await this.step(tx, actor, order, 'complete', '');
  }

  private async setState(tx: Tx, id: string, state: string, reason: string, version: number): Promise<void> {
    await tx.query(
      'update infusion_order set state = $2, state_reason = $3, version = $4, changed_at = $5 where id = $1',
      [id, state, reason, version, formatInstant(this.clock.now())],
    );
  }

  private async tell(
    tx: Tx,
    actor: AnyActor,
    action: string,
    id: string,
    data: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(tx, actor, action, { kind: 'order', id }, data);
    this.feed.changed(tx, 'order', id);
  }

  private async insertVersion(
    tx: Tx,
    actor: Actor,
    orderId: string,
    version: number,
    input: OrderRequest,
    changeReason: string,
  ): Promise<void> {
    const versionId = this.names.ids.next();
    await tx.query(
      `insert into infusion_order_version (id, order_id, version, route, schedule, duration_minutes, interval_minutes, containers, days_supply,
         storage, device, needed_at, prescriber, indication, directions, entered_by, entered_at, change_reason)
       values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)`,
      [
        versionId,
        orderId,
        version,
        input.route,
        input.schedule,
        input.durationMinutes,
        input.intervalMinutes ?? null,
        input.containers,
        input.daysSupply ?? null,
        input.storage,
        input.device,
        input.neededAt === undefined ? null : formatInstant(instantField('neededAt', input.neededAt)),
        input.prescriber,
        input.indication ?? '',
        input.directions ?? '',
        actor.personId,
        formatInstant(this.clock.now()),
        changeReason,
      ],
    );
    const l = input.lines;
    await tx.query(
      `insert into infusion_order_line (version_id, position, role, drug_id, dose_value, dose_unit, basis, basis_value, basis_unit, body_value)
       select $1, t.* from unnest($2::smallint[], $3::text[], $4::uuid[], $5::numeric[], $6::text[], $7::text[], $8::numeric[], $9::text[], $10::numeric[]) t`,
      [
        versionId,
        l.map((_, i) => i + 1),
        l.map((x) => x.role),
        l.map((x) => x.drugId),
        l.map((x) => x.dose.value),
        l.map((x) => x.dose.unit),
        l.map((x) => x.basis),
        l.map((x) => x.basisDose?.value ?? null),
        l.map((x) => x.basisDose?.unit ?? null),
        l.map((x) => x.bodyMeasure ?? null),
      ],
    );
  }
}

function transition(order: OrderRow, event: OrderEvent): string {
  const step = next(ORDER_MACHINE, order.state, event);
  if (!step.allowed)
    throw new Problem('order.wrong-state', {
      detail: `${order.number}: ${step.finding.message}`,
      findings: [step.finding],
    });
  return step.to;
}

const ADDITIVE_DIMENSIONS = ['mass', 'amount', 'equivalents', 'activity'];

/** What class-validator cannot see: units of the right kind, and fields that belong together. */
function refuseUnfit(input: OrderRequest): void {
  const fields = input.lines.flatMap((line, i) => {
    const problem = lineProblem(line);
    return problem ? [{ field: `lines.${i}.${problem[0]}`, message: problem[1] }] : [];
  });
  if ((input.schedule === 'intermittent') !== (input.intervalMinutes !== undefined))
    fields.push({ field: 'intervalMinutes', message: 'is needed for an intermittent schedule, and only there' });
  if (!input.lines.some((line) => line.role === 'additive'))
    fields.push({ field: 'lines', message: 'need at least one drug' });
  if (fields.length > 0)
    throw new Problem('order.invalid', {
      detail: 'Some of the order does not fit together; nothing was saved.',
      fields,
    });
}

function lineProblem(line: OrderRequest['lines'][number]): [string, string] | undefined {
  try {
    const dose = Quantity.parse(line.dose);
    if (!dose.isPositive()) return ['dose', 'must be more than zero'];
    if (line.role === 'base' && dose.dimension !== 'volume') return ['dose', 'of a base solution is a volume in mL'];
    if (line.role === 'additive' && !ADDITIVE_DIMENSIONS.includes(dose.dimension))
      return ['dose', 'of a drug is an amount in mg, g, mcg, mmol, mEq or units'];
    if (line.basis !== 'flat' && (!line.basisDose || !line.bodyMeasure))
      return ['basisDose', 'needs the dose per kg or m² and the body measure that was used'];
    if (line.basisDose && Quantity.parse(line.basisDose).dimension !== dose.dimension)
      return ['basisDose', 'must be in the same kind of unit as the dose'];
    return undefined;
  } catch (error) {
    return ['dose', error instanceof Error ? error.message : 'is not a quantity'];
  }
}
