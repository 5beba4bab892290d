import type { StabilityPreparation } from '#domain/beyond-use-date';
import { roundToSignificant } from '#domain/quantity';
import type { FormulaContent } from './content.js';
import type { ScaledFormula } from './scaled.js';

const SIGNIFICANT = 6;

/**
 * What stability evidence must fit, one for each active ingredient of a scaled formula (BUD-11): its concentration in the
 * finished container, the diluent that it is in, and the container.
 */
export function stabilityPreparations(
  scaled: ScaledFormula,
  content: FormulaContent,
  storage: 'CRT' | 'REF' | 'FRZ',
): StabilityPreparation[] {
  const diluent =
    content.base?.drugName ?? (scaled.fill?.diluentVolume ? content.diluent?.drugName : undefined) ?? 'undiluted';
  return scaled.concentrations.map(({ drugName, concentration }) => ({
    drug: drugName,
    concentration: {
      value: roundToSignificant(concentration.per(concentration.amount.unit, 'mL'), SIGNIFICANT).toString(),
      unit: `${concentration.amount.unit}/mL`,
    },
    diluent,
    container: { kind: content.container.kind, material: content.container.material },
    storage,
    lightProtected: content.lightProtection,
  }));
}
