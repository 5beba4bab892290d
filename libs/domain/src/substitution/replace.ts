import { displayQuantity } from '#domain/display';
import type { Finding } from '#domain/finding';
import { Decimal, Quantity } from '#domain/quantity';

/** One line of a prescription, as far as a substitution changes it. */
export interface PrescribedLine {
  readonly role: 'additive' | 'base';
  readonly drugId: string;
  readonly drugName: string;
  readonly dose: Quantity;
  /** Drug per kg or per m²; null for a flat dose. */
  readonly basisDose: Quantity | null;
}

export interface Replacement {
  readonly drugId: string;
  readonly drugName: string;
  readonly role: 'additive' | 'base';
  readonly to: { readonly drugId: string; readonly drugName: string };
  /** Dose of the alternative for one unit of the original; 1 for a base solution: the volume stays. */
  readonly doseFactor: string;
}

export interface DoseStep {
  readonly label: string;
  readonly formula: string;
  readonly value: string;
}

/** `lines` is null where the prescription cannot be written with the alternative; the findings say why. */
export interface ReplacedLines<L extends PrescribedLine> {
  readonly lines: readonly L[] | null;
  readonly derivation: readonly DoseStep[];
  readonly findings: readonly Finding[];
}

/** What a prescription can hold: `infusion_order_line.dose_value`. */
const PLACES = 6;

const no = (code: string, message: string): Finding => ({ code, severity: 'stop', message, field: 'lines' });

/**
 * The lines of a prescription with one drug, or the base solution, replaced. Doses are exact: a dose that has more than six
 * decimals is refused and never rounded, for a rounded dose is another prescription.
 * @throws RangeError for a factor that is not more than zero
 */
export function replaceLines<L extends PrescribedLine>(lines: readonly L[], by: Replacement): ReplacedLines<L> {
  const factor = Decimal.of(by.doseFactor);
  if (!factor.gt(0)) throw new RangeError(`Not a dose factor: ${by.doseFactor}`);
  const concerned = lines.filter((line) => line.role === by.role && line.drugId === by.drugId);
  if (concerned.length === 0)
    return refused(no('substitution.not-in-order', `The order has no ${by.drugName} to replace`));
  if (lines.some((line) => line.drugId === by.to.drugId))
    return refused(
      no('substitution.already-in-order', `The order has ${by.to.drugName} already: change the prescription by hand`),
    );
  const derivation: DoseStep[] = [];
  const findings: Finding[] = [];
  const replaced = lines.map((line) => {
    if (!concerned.includes(line)) return line;
    const dose = line.dose.times(factor);
    const basisDose = line.basisDose?.times(factor) ?? null;
    for (const amount of [dose, ...(basisDose ? [basisDose] : [])])
      if (!fits(amount))
        findings.push(
          no(
            'substitution.dose-not-exact',
            `${displayQuantity(line.dose)} x ${by.doseFactor} has more decimals than a prescription can hold: change it by hand`,
          ),
        );
    if (by.role === 'additive' && findings.length === 0)
      derivation.push({
        label: `Dose of ${by.to.drugName}`,
        formula: `${displayQuantity(line.dose)} ${by.drugName} x ${by.doseFactor}`,
        value: displayQuantity(dose),
      });
    return { ...line, drugId: by.to.drugId, drugName: by.to.drugName, dose, basisDose };
  });
  return findings.length > 0 ? refused(...findings) : { lines: replaced, derivation, findings: [] };
}

const refused = (...findings: Finding[]): { lines: null; derivation: DoseStep[]; findings: Finding[] } => ({
  lines: null,
  derivation: [],
  findings,
});

const fits = (q: Quantity): boolean => Decimal.of(q.value.toFixed(PLACES, 'down')).eq(q.value);
