import type { Finding } from '#domain/finding';
import {
  replaceLines,
  restOfTherapy,
  type DoseStep,
  type PrescribedLine,
  type ProductPreference,
} from '#domain/substitution';
import type { DrugRecord } from '../formulary/product-facts.js';
import { lineFacts, type OrderLineRow, type OrderRow } from '../orders/order-rows.js';
import type { AffectedOrder } from './affected.queries.js';
import type { SubstitutionRow } from './substitution-rows.js';

/** The rest of an order as a prescription of its own. */
export function restOf<O extends OrderRow>(order: O, begun: number): O {
  const rest = restOfTherapy(
    {
      schedule: order.schedule,
      intervalMinutes: order.interval_minutes,
      durationMinutes: order.duration_minutes,
      containers: order.containers,
      daysSupply: order.days_supply,
      neededAt: order.needed_at,
    },
    begun,
  );
  return { ...order, containers: rest.containers, days_supply: rest.daysSupply, needed_at: rest.neededAt };
}

export const preferenceOf = (s: SubstitutionRow): ProductPreference | null =>
  s.kind === 'product' && s.to_product_id !== null
    ? { drugId: s.drug_id, preferProductId: s.to_product_id, avoidProductId: s.from_product_id }
    : null;

const no = (code: string, message: string): Finding => ({ code, severity: 'stop', message });

/** What speaks against the whole substitution for this order before anything is worked out. */
export function refusals(s: SubstitutionRow, order: AffectedOrder): Finding[] {
  if (s.kind !== 'drug') return [];
  if (s.alternative_indication === null || s.alternative_factor !== s.dose_factor)
    return [
      no(
        'substitution.alternative-changed',
        `${s.to_drug ?? 'The alternative'} is no longer on the kept list with this dose factor. Drop this substitution and draft it anew from the list.`,
      ),
    ];
  const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
  if (s.alternative_indication !== '' && !same(s.alternative_indication, order.indication))
    return [
      no(
        'substitution.other-indication',
        `${s.to_drug ?? 'The alternative'} is kept for "${s.alternative_indication}" only; this order is for "${order.indication || 'no stated indication'}". Leave it out, or ask the prescriber.`,
      ),
    ];
  return [];
}

export interface Replaced {
  readonly lines: readonly OrderLineRow[] | null;
  readonly steps: readonly DoseStep[];
  readonly findings: readonly Finding[];
}

/** The lines of the prescription with the alternative in its place; the same lines for another product. */
export function replacedLines(s: SubstitutionRow, lines: readonly OrderLineRow[], to: DrugRecord | null): Replaced {
  if (s.kind === 'product') return { lines, steps: [], findings: [] };
  if (!to)
    return { lines: null, steps: [], findings: [no('substitution.no-alternative', 'The alternative does not exist')] };
  const answer = replaceLines(lines.map(prescribed), {
    drugId: s.drug_id,
    drugName: s.drug_name,
    role: s.kind === 'base' ? 'base' : 'additive',
    to: { drugId: to.id, drugName: to.name },
    doseFactor: s.kind === 'drug' ? (s.dose_factor ?? '1') : '1',
  });
  if (!answer.lines) return { lines: null, steps: [], findings: answer.findings };
  return {
    lines: answer.lines.map(({ row, ...line }) => (line.drugId === row.drug_id ? row : written(row, line, to))),
    steps: answer.derivation,
    findings: [],
  };
}

const prescribed = (row: OrderLineRow): PrescribedLine & { readonly row: OrderLineRow } => {
  const { role, drug, dose, basisDose } = lineFacts(row);
  return { role, drugId: drug.id, drugName: drug.name, dose, basisDose, row };
};

const written = (row: OrderLineRow, line: PrescribedLine, to: DrugRecord): OrderLineRow => ({
  ...row,
  drug_id: to.id,
  drug_name: to.name,
  drug_kind: to.kind,
  hazard: to.hazard,
  antineoplastic: to.antineoplastic,
  high_alert: to.highAlert,
  allergy_classes: [...to.allergyClasses],
  maximum_rate_value: to.maximumRate?.value ?? null,
  maximum_rate_unit: to.maximumRate?.unit ?? null,
  maximum_rate_source: to.maximumRate?.source ?? null,
  dose_value: line.dose.value.toString(),
  basis_value: line.basisDose?.value.toString() ?? null,
});
