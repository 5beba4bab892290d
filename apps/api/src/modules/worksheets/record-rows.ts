import type { BeyondUseDateAnswer } from '#domain/beyond-use-date';
import type { ProductForm } from '#domain/formula';
import type { StepKind } from '#domain/worksheet';
import type { PersonRef } from '../../platform/http/shapes.dto.js';
import { CARD_COLUMNS, CARD_TABLES, type CardRow } from './worksheets.queries.js';
import type { StoredPlan } from './worksheet-rows.js';

/** The whole record as one row: children are JSON, so that Bench and Verify cost one round trip whatever the size of the batch. */
export interface RecordRow extends CardRow {
  revision: number;
  plan: StoredPlan;
  category: 1 | 2 | 3 | null;
  placement: { why?: readonly string[] } | null;
  room: string | null;
  hood: string | null;
  started_at: string | null;
  needs_bud_until: string | null;
  bud_answer: BeyondUseDateAnswer | null;
  claimed_by: string | null;
  completed_by: string | null;
  maker: PersonRef | null;
  verifier: PersonRef | null;
  verified_at: string | null;
  signature: { printed_name: string; meaning: string; at: string; content: string; hash: string } | null;
  formulation_version_id: string;
  storage: 'CRT' | 'REF' | 'FRZ';
  /** Null, as the patient is: made for stock. */
  order: RecordOrder | null;
  patient_id: string | null;
  patient_detail: RecordPatient | null;
  formula_id: string;
  formula_number: string;
  formula_version: number;
  formula: {
    name: string;
    appearance: string;
    precautions: string[];
    storage: string;
    labelWarnings: string[];
    filter: string | null;
  };
  record_lines: RecordLine[] | null;
  record_steps: RecordStep[] | null;
  csps: RecordCsp[] | null;
  photos: { id: string; step_id: string | null; taken_at: string; taken_by: string; sha256: string }[] | null;
  events: { at: string; who: string; kind: string; detail: { text?: string } }[] | null;
  used_lots:
    | {
        lot_id: string;
        lot_number: string;
        expires_on: string;
        usable_until: string | null;
        state: 'quarantine' | 'available' | 'recalled' | 'expired' | 'depleted';
        drug_name: string;
      }[]
    | null;
}

export interface RecordOrder {
  id: string;
  number: string;
  state: string;
  /** In force now. */
  version: number;
  made_version: number;
  directions: string;
  prescriber: string;
  route: string;
  schedule: string;
  duration_minutes: number;
  interval_minutes: number | null;
  device: string;
  days_supply: number | null;
}

export interface RecordPatient {
  id: string;
  number: string;
  name: string;
  birth_date: string;
  mrn: string | null;
  allergies: { substance: string; reaction?: string }[];
  allergies_reviewed: boolean;
  weight_kg: string | null;
  height_cm: string | null;
}

export interface RecordLine {
  id: string;
  position: number;
  role: string;
  drug_id: string;
  drug: string;
  hazard: string;
  product_id: string;
  product: string;
  ndc: string;
  in_house: boolean;
  form: ProductForm;
  content: string;
  stock_unit: string;
  strength_value: string | null;
  strength_unit: string | null;
  strength_per_ml: string | null;
  quantity: string;
  unit: string;
  packages: number;
  allocations:
    | {
        lot_id: string;
        lot_number: string;
        expires_on: string;
        location: string;
        quantity: string;
        used: string;
        state: string;
      }[]
    | null;
}

export interface RecordStep {
  id: string;
  position: number;
  kind: StepKind;
  csp_position: number | null;
  line_id: string | null;
  package_index: number | null;
  instruction: string;
  planned_volume_ml: string | null;
  planned_quantity: string | null;
  state: 'pending' | 'scanned' | 'done';
  lot_number: string | null;
  expires_on: string | null;
  container: string | null;
  volume_ml: string | null;
  scanned_at: string | null;
  done_at: string | null;
  done_by: PersonRef | null;
  note: string;
}

export interface RecordCsp {
  id: string;
  number: string;
  position: number;
  state: string;
  bud_at: string | null;
  activated_at: string | null;
  labels:
    | {
        id: string;
        number: string;
        copy: number;
        printed_at: string;
        printed_by: string;
        matches: boolean;
        voided_at: string | null;
        void_reason: string | null;
      }[]
    | null;
}

const person = (alias: string): string =>
  `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'name', ${alias}.printed_name, 'initials', ${alias}.initials) end`;

const LINES = `(select json_agg(json_build_object('id', x.id, 'position', x.position, 'role', x.role, 'drug_id', x.drug_id, 'drug', d.name, 'hazard', d.hazard,
    'product_id', x.product_id, 'product', r.name, 'ndc', coalesce(r.ndc, r.code), 'in_house', r.in_house, 'form', r.form, 'content', r.content::text, 'stock_unit', r.stock_unit,
    'strength_value', r.strength_value::text, 'strength_unit', r.strength_unit, 'strength_per_ml', r.strength_per_ml::text,
    'quantity', x.quantity::text, 'unit', x.unit, 'packages', x.packages,
    'allocations', (select json_agg(json_build_object('lot_id', a.lot_id, 'lot_number', t.lot_number, 'expires_on', t.expires_on, 'location', n.name,
        'quantity', a.quantity::text, 'used', a.used::text, 'state', a.state) order by t.expires_on, a.id)
      from allocation a join lot t on t.id = a.lot_id join stock_account k on k.id = a.account_id join location n on n.id = k.subject_id
      where a.worksheet_line_id = x.id)) order by x.position)
  from worksheet_line x join product r on r.id = x.product_id join drug d on d.id = x.drug_id where x.worksheet_id = w.id) as record_lines`;

const STEPS = `(select json_agg(json_build_object('id', s.id, 'position', s.position, 'kind', s.kind, 'csp_position', s.csp_position, 'line_id', s.line_id,
    'package_index', s.package_index, 'instruction', s.instruction, 'planned_volume_ml', s.planned_volume_ml::text, 'planned_quantity', s.planned_quantity::text,
    'state', s.state, 'lot_number', t.lot_number, 'expires_on', t.expires_on, 'container', e.number, 'volume_ml', s.volume_ml::text,
    'scanned_at', s.scanned_at, 'done_at', s.done_at, 'done_by', ${person('z')}, 'note', s.note) order by s.position)
  from worksheet_step s left join lot t on t.id = s.lot_id left join open_container e on e.id = s.open_container_id left join person z on z.id = s.done_by
  where s.worksheet_id = w.id) as record_steps`;

const CSPS = `(select json_agg(json_build_object('id', x.id, 'number', x.number, 'position', x.position, 'state', x.state, 'bud_at', x.bud_at, 'activated_at', x.activated_at,
    'labels', (select json_agg(json_build_object('id', b.id, 'number', b.number, 'copy', b.copy, 'printed_at', b.printed_at, 'printed_by', z.printed_name,
        'matches', b.matches, 'voided_at', b.voided_at, 'void_reason', b.void_reason) order by b.copy)
      from label b join person z on z.id = b.printed_by where b.csp_id = x.id)) order by x.position)
  from csp x where x.worksheet_id = w.id) as csps`;

const PHOTOS = `(select json_agg(json_build_object('id', h.id, 'step_id', h.step_id, 'taken_at', h.taken_at, 'taken_by', z.printed_name, 'sha256', h.sha256) order by h.taken_at)
  from photo h join person z on z.id = h.taken_by where h.worksheet_id = w.id) as photos`;

const EVENTS = `(select json_agg(json_build_object('at', e.at, 'who', z.printed_name, 'kind', e.kind, 'detail', e.detail) order by e.at, e.id)
  from worksheet_event e join person z on z.id = e.actor_id where e.worksheet_id = w.id) as events`;

const USED = `(select json_agg(u) from (select distinct l.id as lot_id, l.lot_number, l.expires_on, l.usable_until, l.state, d.name as drug_name
  from consumption c join lot l on l.id = c.lot_id join product r on r.id = l.product_id join drug d on d.id = r.drug_id where c.worksheet_id = w.id) u) as used_lots`;

export const RECORD_SQL = `select ${CARD_COLUMNS}, w.revision, w.plan, w.category, w.placement, m.name as room, h.name as hood,
    to_json(w.started_at)#>>'{}' as started_at, to_json(w.needs_bud_until)#>>'{}' as needs_bud_until, w.bud_answer, w.claimed_by, w.completed_by,
    ${person('mk')} as maker, ${person('vf')} as verifier, to_json(w.verified_at)#>>'{}' as verified_at,
    (select json_build_object('printed_name', g.printed_name, 'meaning', g.meaning, 'at', g.signed_at, 'content', g.content, 'hash', g.hash)
      from signature g where g.id = w.signature_id) as signature,
    w.formulation_version_id, w.storage,
    case when o.id is null then null else json_build_object('id', o.id, 'number', o.number, 'state', o.state, 'version', o.version, 'made_version', mv.version,
      'directions', mv.directions, 'prescriber', mv.prescriber, 'route', mv.route, 'schedule', mv.schedule, 'duration_minutes', mv.duration_minutes,
      'interval_minutes', mv.interval_minutes, 'device', mv.device, 'days_supply', mv.days_supply) end as "order",
    p.id as patient_id,
    case when p.id is null then null else json_build_object('id', p.id, 'number', p.number, 'name', p.family_name || ', ' || p.given_name,
      'birth_date', p.birth_date, 'mrn', p.mrn, 'allergies', p.allergies, 'allergies_reviewed', p.allergies_reviewed,
      'weight_kg', p.weight_kg::text, 'height_cm', p.height_cm::text) end as patient_detail,
    f.id as formula_id, f.number as formula_number, fv.version as formula_version, fv.content as formula,
    ${LINES}, ${STEPS}, ${CSPS}, ${PHOTOS}, ${EVENTS}, ${USED}
  from ${CARD_TABLES}
    left join infusion_order_version mv on mv.id = w.order_version_id
    join formulation_version fv on fv.id = w.formulation_version_id join formulation f on f.id = fv.formulation_id
    left join room m on m.id = w.room_id left join hood h on h.id = w.hood_id
    left join person mk on mk.id = w.completed_by left join person vf on vf.id = w.verified_by
  where w.id = $1`;
