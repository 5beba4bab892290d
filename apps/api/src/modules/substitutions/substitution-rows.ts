import type { StabilityDecision } from '#domain/beyond-use-date';
import type { SubstitutionState } from '#domain/substitution';
import type { Instant } from '#domain/time';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import type { ShownOrder, Standing, Sums } from './shown.js';

export type SubstitutionKind = 'product' | 'base' | 'drug';

export interface SubstitutionRow {
  readonly id: string;
  readonly number: string;
  readonly kind: SubstitutionKind;
  readonly drug_id: string;
  readonly drug_name: string;
  readonly drug_kind: string;
  readonly from_product_id: string | null;
  readonly from_product: string | null;
  readonly to_product_id: string | null;
  readonly to_product: string | null;
  readonly to_drug_id: string | null;
  readonly to_drug: string | null;
  readonly alternative_id: string | null;
  /** Of the kept list as it stands now; null where it was taken off. */
  readonly alternative_indication: string | null;
  readonly alternative_factor: string | null;
  readonly dose_factor: string | null;
  readonly reason: string;
  readonly shortage_item_id: string | null;
  readonly shortage_reference: string;
  readonly state: SubstitutionState;
  readonly overrides: readonly { readonly key: string; readonly reason: string }[];
  readonly stability_decision: StabilityDecision | null;
  readonly sums: Sums | null;
  readonly shown_at: Instant | null;
  readonly shown_hash: string | null;
  readonly created_at: Instant;
  readonly created_by: string;
  readonly creator: string;
  readonly proposed_at: Instant | null;
  readonly proposed_by: string | null;
  readonly proposer: string | null;
  readonly approved_at: Instant | null;
  readonly approver: string | null;
  readonly ended_at: Instant | null;
  readonly ender: string | null;
  readonly ended_reason: string | null;
  readonly revision: number;
}

export const SUBSTITUTION_SQL = `select s.id, s.number, s.kind, s.drug_id, d.name as drug_name, d.kind as drug_kind,
    s.from_product_id, fp.name as from_product, s.to_product_id, tp.name as to_product, s.to_drug_id, td.name as to_drug,
    s.alternative_id, a.indication as alternative_indication, trim_scale(a.dose_factor)::text as alternative_factor,
    trim_scale(s.dose_factor)::text as dose_factor, s.reason, s.shortage_item_id, s.shortage_reference, s.state, s.overrides, s.stability_decision,
    s.sums, s.shown_at, s.shown_hash, s.created_at, s.created_by, c.printed_name as creator, s.proposed_at, s.proposed_by, p.printed_name as proposer,
    s.approved_at, v.printed_name as approver, s.ended_at, e.printed_name as ender, s.ended_reason, s.revision
  from substitution s
    join drug d on d.id = s.drug_id
    left join product fp on fp.id = s.from_product_id
    left join product tp on tp.id = s.to_product_id
    left join drug td on td.id = s.to_drug_id
    left join drug_alternative a on a.id = s.alternative_id and a.active
    join person c on c.id = s.created_by
    left join person p on p.id = s.proposed_by
    left join person v on v.id = s.approved_by
    left join person e on e.id = s.ended_by`;

/** @throws Problem when there is no such substitution. */
export async function substitutionRow(reader: Reader, id: string): Promise<SubstitutionRow> {
  const [found] = await rows<SubstitutionRow>(reader, `${SUBSTITUTION_SQL} where s.id = $1`, [id]);
  if (!found) throw notFound('substitution', id);
  return found;
}

/** Its row is the lock of everything about it. It comes before the orders that it changes: nothing else locks both. */
export async function lockSubstitution(tx: Tx, id: string): Promise<SubstitutionRow> {
  const locked = await rows(tx, 'select id from substitution where id = $1 for update', [id]);
  if (locked.length === 0) throw notFound('substitution', id);
  return substitutionRow(tx, id);
}

export interface SubstitutionOrderRow {
  readonly order_id: string;
  readonly position: number;
  readonly left_out: boolean;
  readonly standing: Standing;
  readonly shown: ShownOrder;
  readonly before_version: number;
  readonly after_version: number | null;
  readonly outcome: 'substituted' | 'left-alone' | 'restored' | 'changed-since' | null;
  readonly outcome_note: string;
}

export const orderRowsOf = (reader: Reader, id: string): Promise<SubstitutionOrderRow[]> =>
  rows<SubstitutionOrderRow>(
    reader,
    `select order_id, position, left_out, standing, shown, before_version, after_version, outcome, outcome_note
     from substitution_order where substitution_id = $1 order by position`,
    [id],
  );

/** What replaces what, in words: `Vancomycin 10 g` -> `Vancomycin 1 g`, `sodium chloride 0.9 %` -> `dextrose 5 %`. */
export const wordsOf = (s: SubstitutionRow): { readonly from: string; readonly to: string } => ({
  from: s.kind === 'product' ? (s.from_product ?? `other products of ${s.drug_name}`) : s.drug_name,
  to: s.kind === 'product' ? (s.to_product ?? '') : (s.to_drug ?? ''),
});
