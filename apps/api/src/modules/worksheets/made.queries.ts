import type { StabilityDecision } from '#domain/beyond-use-date';
import type { Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/** One lot that went in through one line, with the draws from its containers. */
export interface UsedRow {
  readonly lineId: string;
  readonly name: string;
  readonly drug: string;
  readonly lotNumber: string;
  readonly expiryPrinted: string;
  /** ISO 8601; null for what was bought. */
  readonly usableUntil: string | null;
  readonly lotState: 'quarantine' | 'available' | 'recalled' | 'expired' | 'depleted';
  readonly draws: { readonly containerId: string; readonly at: string }[];
}

export const usedComponents = (reader: Reader, worksheetId: string): Promise<UsedRow[]> =>
  rows<UsedRow>(
    reader,
    `select s.line_id as "lineId", p.name, d.name as drug, l.lot_number as "lotNumber", l.expiry_printed as "expiryPrinted",
       case when l.made_in_worksheet_id is null then null else to_json(l.usable_until)#>>'{}' end as "usableUntil", l.state as "lotState",
       coalesce(json_agg(json_build_object('containerId', c.open_container_id, 'at', c.at) order by c.at, c.id)
         filter (where c.open_container_id is not null), '[]') as draws
     from consumption c join worksheet_step s on s.id = c.step_id join lot l on l.id = c.lot_id
       join product p on p.id = l.product_id join drug d on d.id = p.drug_id
     where c.worksheet_id = $1
     group by s.line_id, p.name, d.name, l.id order by p.name, l.lot_number`,
    [worksheetId],
  );

/** What the order's approval and the formula say about the date. */
export interface MadeBasis {
  readonly stabilityDecision: StabilityDecision | null;
  readonly formulaId: string;
  readonly formulaVersion: number;
  readonly maximumHours: Partial<Record<'CRT' | 'REF' | 'FRZ', number>> | null;
  /** Null: made for stock. */
  readonly schedule: 'intermittent' | 'continuous' | 'once' | null;
  readonly additiveDrugIds: string[];
}

export async function madeBasis(reader: Reader, worksheetId: string): Promise<MadeBasis> {
  const [found] = await rows<MadeBasis>(
    reader,
    `select coalesce(r.stability_decision, w.plan->'stabilityDecision') as "stabilityDecision", m.number as "formulaId", f.version as "formulaVersion",
       f.content->'maximumBudHours' as "maximumHours", v.schedule,
       f.additive_drug_ids::text[] as "additiveDrugIds"
     from worksheet w left join infusion_order_version v on v.id = w.order_version_id
       join formulation_version f on f.id = w.formulation_version_id join formulation m on m.id = f.formulation_id
       left join order_review r on r.version_id = w.order_version_id and r.decision = 'approved'
     where w.id = $1`,
    [worksheetId],
  );
  if (!found) throw new TypeError(`worksheet ${worksheetId} is gone`);
  return found;
}

/** The earliest date that it was ever completed with, as the audit has it: done again, it never gets a later one (BUD-20). */
export async function datedBefore(reader: Reader, worksheetId: string): Promise<Instant | null> {
  const [found] = await rows<{ at: Instant | null }>(
    reader,
    `select min((data->>'budAt')::timestamptz) as at from audit_entry
     where subject_kind = 'worksheet' and subject_id = $1 and action = 'worksheet.completed'`,
    [worksheetId],
  );
  return found?.at ?? null;
}
