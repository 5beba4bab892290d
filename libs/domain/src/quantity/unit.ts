/** The units of the pharmacy, as UCUM codes. Dimensions never mix: mass is not amount of substance, nor equivalents, nor activity. */
export type Dimension =
  'mass' | 'volume' | 'amount' | 'equivalents' | 'activity' | 'time' | 'length' | 'area' | 'count';

interface UnitRow {
  readonly dimension: Dimension;
  /** Factor to the dimension's reference unit, as exact text. */
  readonly factor: string;
  /** As people read it; never an error-prone abbreviation (LBL-05 to LBL-07). */
  readonly display: string;
}

export const UNITS = {
  kg: { dimension: 'mass', factor: '1000000', display: 'kg' },
  g: { dimension: 'mass', factor: '1000', display: 'g' },
  mg: { dimension: 'mass', factor: '1', display: 'mg' },
  ug: { dimension: 'mass', factor: '0.001', display: 'mcg' },
  ng: { dimension: 'mass', factor: '0.000001', display: 'nanograms' },
  L: { dimension: 'volume', factor: '1000', display: 'L' },
  mL: { dimension: 'volume', factor: '1', display: 'mL' },
  uL: { dimension: 'volume', factor: '0.001', display: 'microliters' },
  mol: { dimension: 'amount', factor: '1000', display: 'mol' },
  mmol: { dimension: 'amount', factor: '1', display: 'mmol' },
  umol: { dimension: 'amount', factor: '0.001', display: 'micromol' },
  eq: { dimension: 'equivalents', factor: '1000', display: 'Eq' },
  meq: { dimension: 'equivalents', factor: '1', display: 'mEq' },
  '[iU]': { dimension: 'activity', factor: '1', display: 'units' },
  'k[iU]': { dimension: 'activity', factor: '1000', display: 'thousand units' },
  s: { dimension: 'time', factor: '1', display: 'seconds' },
  min: { dimension: 'time', factor: '60', display: 'min' },
  h: { dimension: 'time', factor: '3600', display: 'h' },
  d: { dimension: 'time', factor: '86400', display: 'days' },
  wk: { dimension: 'time', factor: '604800', display: 'weeks' },
  m: { dimension: 'length', factor: '100', display: 'm' },
  cm: { dimension: 'length', factor: '1', display: 'cm' },
  '[in_i]': { dimension: 'length', factor: '2.54', display: 'inches' },
  '[lb_av]': { dimension: 'mass', factor: '453592.37', display: 'lb' },
  m2: { dimension: 'area', factor: '1', display: 'm²' },
  '1': { dimension: 'count', factor: '1', display: '' },
} as const satisfies Record<string, UnitRow>;

export type Unit = keyof typeof UNITS;

export const isUnit = (code: string): code is Unit => Object.hasOwn(UNITS, code);

/** @throws RangeError for a code that is not in the table. */
export function parseUnit(code: string): Unit {
  if (!isUnit(code))
    throw new RangeError(`Unknown unit "${code.slice(0, 20)}"; accepted: ${Object.keys(UNITS).join(' ')}`);
  return code;
}

export const dimensionOf = (unit: Unit): Dimension => UNITS[unit].dimension;
