import type { ReviewedLine } from '#domain/review';
import type { Device, Route, Schedule } from '#domain/order';
import { Quantity } from '#domain/quantity';
import type { Instant, LocalDate } from '#domain/time';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';

/** A prescription with its current version and its patient, as one row. */
export interface OrderRow {
  id: string;
  number: string;
  patient_id: string;
  state: OrderStateText;
  state_reason: string;
  version: number;
  received_at: Instant;
  version_id: string;
  route: Route;
  schedule: Schedule;
  duration_minutes: number;
  interval_minutes: number | null;
  containers: number;
  days_supply: number | null;
  storage: 'CRT' | 'REF' | 'FRZ';
  device: Device;
  needed_at: Instant | null;
  prescriber: string;
  indication: string;
  directions: string;
  patient_number: string;
  family_name: string;
  given_name: string;
  birth_date: LocalDate;
  care_setting: string;
}
export type OrderStateText =
  'received' | 'in-review' | 'approved' | 'clarification' | 'rejected' | 'on-hold' | 'completed' | 'discontinued';

export interface OrderLineRow {
  version_id: string;
  position: number;
  role: 'additive' | 'base';
  drug_id: string;
  dose_value: string;
  dose_unit: string;
  basis: 'flat' | 'per-kg' | 'per-m2';
  basis_value: string | null;
  basis_unit: string | null;
  body_value: string | null;
  drug_name: string;
  drug_kind: 'drug' | 'base-solution' | 'diluent' | 'container';
  hazard: 'none' | 'NIOSH24-T1' | 'NIOSH24-T2' | 'facility';
  antineoplastic: boolean;
  high_alert: boolean;
  allergy_classes: string[];
  maximum_rate_value: string | null;
  maximum_rate_unit: string | null;
  maximum_rate_source: string | null;
}

export const ORDER_COLUMNS = `o.id, o.number, o.patient_id, o.state, o.state_reason, o.version, o.received_at,
  v.id as version_id, v.route, v.schedule, v.duration_minutes, v.interval_minutes, v.containers, v.days_supply, v.storage, v.device,
  v.needed_at, v.prescriber, v.indication, v.directions,
  p.number as patient_number, p.family_name, p.given_name, p.birth_date, p.care_setting`;
export const ORDER_TABLES = `infusion_order o join infusion_order_version v on v.order_id = o.id and v.version = o.version
  join patient p on p.id = o.patient_id`;

/** @throws Problem when there is no such order. */
export async function orderRow(reader: Reader, id: string): Promise<OrderRow> {
  const [found] = await rows<OrderRow>(reader, `select ${ORDER_COLUMNS} from ${ORDER_TABLES} where o.id = $1`, [id]);
  if (!found) throw notFound('order', id);
  return found;
}

/** The order's row is the lock of everything about it: changes queue up behind each other. */
export async function lockOrder(tx: Tx, id: string): Promise<OrderRow> {
  const locked = await rows(tx, 'select id from infusion_order where id = $1 for update', [id]);
  if (locked.length === 0) throw notFound('order', id);
  return orderRow(tx, id);
}

export function lineRows(reader: Reader, versionIds: readonly string[]): Promise<OrderLineRow[]> {
  return rows<OrderLineRow>(
    reader,
    `select l.version_id, l.position, l.role, l.drug_id, l.dose_value, l.dose_unit, l.basis, l.basis_value, l.basis_unit, l.body_value,
       d.name as drug_name, d.kind as drug_kind, d.hazard, d.antineoplastic, d.high_alert, d.allergy_classes,
       d.maximum_rate_value, d.maximum_rate_unit, d.maximum_rate_source
     from infusion_order_line l join drug d on d.id = l.drug_id
     where l.version_id = any($1::uuid[]) order by l.version_id, l.position`,
    [versionIds],
  );
}

const BODY_UNIT = { 'per-kg': 'kg', 'per-m2': 'm2' } as const;

/** A line as the domain reads it. */
export function lineFacts(row: OrderLineRow): ReviewedLine {
  const { basis_value: value, basis_unit: unit, body_value: body } = row;
  const based = row.basis !== 'flat' && value !== null && unit !== null && body !== null;
  return {
    position: row.position,
    role: row.role,
    drug: {
      id: row.drug_id,
      name: row.drug_name,
      kind: row.drug_kind,
      hazard: row.hazard,
      antineoplastic: row.antineoplastic,
      highAlert: row.high_alert,
      allergyClasses: row.allergy_classes,
      maximumRate:
        row.maximum_rate_value !== null && row.maximum_rate_unit !== null && row.maximum_rate_source !== null
          ? { value: row.maximum_rate_value, unit: row.maximum_rate_unit, source: row.maximum_rate_source }
          : null,
    },
    dose: Quantity.of(row.dose_value, row.dose_unit),
    basis: row.basis,
    basisDose: based ? Quantity.of(value, unit) : null,
    body: based && row.basis !== 'flat' ? Quantity.of(body, BODY_UNIT[row.basis]) : null,
  };
}
