import { readList } from './fields.js';
import { ask, concentration, filled, firstMissing, isDecimal } from './requests.js';
import type { Question } from './use-calculation.js';

const isPositive = (text: string): boolean => isDecimal(text) && /[1-9]/.test(text);

export const VIALS_DEFAULTS = { dose: '', unit: 'mg', vials: '[{}]' } as const satisfies Record<string, string>;

export interface VialValues {
  name: string;
  content: string;
  contentUnit: string;
  /** powder: diluent and displacement or final volume; solution: strength as labelled. */
  form: string;
  diluentMl: string;
  displacementMl: string;
  finalVolumeMl: string;
  amount: string;
  perMl: string;
  available: string;
}
export const EMPTY_VIAL: VialValues = {
  name: '',
  content: '',
  contentUnit: 'mg',
  form: 'powder',
  diluentMl: '',
  displacementMl: '',
  finalVolumeMl: '',
  amount: '',
  perMl: '1',
  available: '',
};

export function vialsQuestion(v: Readonly<Record<keyof typeof VIALS_DEFAULTS, string>>): Question {
  const vials = readList(v.vials, EMPTY_VIAL);
  const needed = vials.flatMap((vial, i) => {
    const which = vials.length > 1 ? `vial ${i + 1}` : 'the vial';
    return [
      [`the drug in ${which}`, vial.content] as const,
      ...(vial.form === 'solution' ? [[`the strength of ${which}`, vial.amount] as const] : powderNeeds(vial, which)),
    ];
  });
  const dose = isPositive(v.dose) ? undefined : 'Enter the dose.';
  return ask(dose ?? firstMissing(needed), () => ({
    dose: { value: v.dose, unit: v.unit },
    vials: vials.map((vial) => ({
      ...filled({ name: vial.name.trim() }),
      content: { value: vial.content, unit: vial.contentUnit },
      ...(vial.form === 'solution'
        ? { concentration: concentration(vial.amount, vial.contentUnit, vial.perMl) }
        : filled({
            diluentMl: vial.diluentMl,
            displacementMl: vial.displacementMl,
            finalVolumeMl: vial.finalVolumeMl,
          })),
      ...(/^\d{1,4}$/.test(vial.available) ? { available: Number(vial.available) } : {}),
    })),
  }));
}

/** A powder needs its final volume, or the diluent; the displacement may be unknown, which the answer then says. */
const powderNeeds = (vial: VialValues, which: string): (readonly [string, string])[] =>
  vial.finalVolumeMl === '' ? [[`the diluent for ${which}, or its final volume`, vial.diluentMl]] : [];
