import { daysBetween } from './calendar.js';
import type { LocalDate } from '#domain/time';

/** What a notice looks at. */
export interface SupplyStanding {
  readonly stockoutOn: LocalDate | null;
  readonly patientsHit: readonly { readonly patientId: string; readonly firstOn: LocalDate }[];
}

export interface SupplyChange {
  readonly kind: 'nearer' | 'patient-hit';
  readonly message: string;
}

/**
 * What is worth telling when a projection was made again: a stock-out that came nearer by at least `days` calendar days, or one
 * where there was none; a patient who would go without and would not have before. The passing of time alone moves no date, so it
 * tells nothing. Names are left out: whoever may read patients finds them on the page.
 */
export function noticesBetween(before: SupplyStanding, after: SupplyStanding, days: number): SupplyChange[] {
  const changes: SupplyChange[] = [];
  const { stockoutOn } = after;
  if (stockoutOn !== null && before.stockoutOn === null)
    changes.push({ kind: 'nearer', message: `Runs out on ${stockoutOn}; no stock-out was in sight before.` });
  else if (stockoutOn !== null && before.stockoutOn !== null) {
    const nearer = daysBetween(stockoutOn, before.stockoutOn);
    if (nearer >= days)
      changes.push({
        kind: 'nearer',
        message: `Runs out on ${stockoutOn}, ${nearer} day${nearer === 1 ? '' : 's'} sooner than ${before.stockoutOn}.`,
      });
  }
  const known = new Set(before.patientsHit.map((hit) => hit.patientId));
  const added = after.patientsHit.filter((hit) => !known.has(hit.patientId));
  const patients = new Set(added.map((hit) => hit.patientId)).size;
  const first = added.map((hit) => hit.firstOn).toSorted()[0];
  if (patients > 0 && first !== undefined)
    changes.push({
      kind: 'patient-hit',
      message:
        patients === 1
          ? `One more patient would go without, from ${first}.`
          : `${patients} more patients would go without, the first on ${first}.`,
    });
  return changes;
}
