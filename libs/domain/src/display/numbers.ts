import {
  type Concentration,
  Decimal,
  type DoseRate,
  Quantity,
  type Rate,
  type Rounding,
  UNITS,
  type Unit,
} from '#domain/quantity';

const MOST_DECIMALS = 3;
const LOWEST = Decimal.of('0.1');
const HIGHEST = Decimal.of(9999);
/** Units that a dose may be moved between, largest first. Others stay as they are: units of activity, mEq and mmol have no safe neighbor. */
const FAMILIES: readonly (readonly Unit[])[] = [
  ['g', 'mg', 'ug', 'ng'],
  ['L', 'mL'],
];
const SINGULAR: Readonly<Partial<Record<Unit, string>>> = {
  '[iU]': 'unit',
  d: 'day',
  wk: 'week',
  s: 'second',
  ng: 'nanogram',
  uL: 'microliter',
};

/**
 * A number as labels print it: no trailing zero, leading zero, commas from 1,000 (LBL-01 to LBL-03).
 * @throws RangeError for zero, a negative number, or one without exact decimal text: a label never shows a figure that is not so.
 */
export function displayNumber(value: Decimal): string {
  if (!value.isPositive()) throw new RangeError('A number on a label is above zero');
  return withCommas(value.toString());
}

function withCommas(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function unitText(value: Decimal, unit: Unit): string {
  return (value.eq(1) ? SINGULAR[unit] : undefined) ?? UNITS[unit].display;
}

function withUnit(number: string, value: Decimal, unit: Unit): string {
  return `${number} ${unitText(value, unit)}`.trim();
}

/** Thousands of units are printed as units; everything else keeps its unit (LBL-05). */
const printable = (q: Quantity): Quantity => (q.unit === 'k[iU]' ? q.in('[iU]') : q);

/**
 * Number and unit as labels and screens print them, in the unit given (LBL-01 to LBL-07). Never rounds.
 * @throws RangeError for what is not above zero (unless a zero is allowed, as in a balance) or has no exact decimal text.
 */
export function displayQuantity(quantity: Quantity, options: { readonly allowZero?: boolean } = {}): string {
  const { value, unit } = printable(quantity);
  if (options.allowZero && value.isZero()) return withUnit('0', value, unit);
  return withUnit(displayNumber(value), value, unit);
}

/** Rounds by the named rounding and prints. @throws RangeError when what is left would print as 0. */
export function displayRounded(quantity: Quantity, decimals: number, rounding: Rounding): string {
  const { value, unit } = printable(quantity);
  return displayQuantity(Quantity.of(value.rounded(decimals, rounding), unit));
}

/** The unit of the family in which the number lies between 0.1 and 9,999; the given one where it does, or where none does. */
function readableUnit(quantity: Quantity): Unit {
  const fits = (unit: Unit): boolean => {
    const { value } = quantity.in(unit);
    return value.gte(LOWEST) && value.lte(HIGHEST);
  };
  const family = FAMILIES.find((units) => units.includes(quantity.unit)) ?? [];
  if (fits(quantity.unit)) return quantity.unit;
  return family.find(fits) ?? quantity.unit;
}

/**
 * A dose: at most three decimals, no exponent, in the unit in which the number lies between 0.1 and 9,999 unless the protocol fixes
 * one (domain-rules 6.1).
 * @throws RangeError for what is not above zero or does not fit into three decimals exactly: round it by name first.
 */
export function displayDose(quantity: Quantity, options: { readonly unit?: Unit } = {}): string {
  const given = printable(quantity);
  const dose = given.in(options.unit ?? readableUnit(given));
  if (!dose.value.rounded(MOST_DECIMALS, 'down').eq(dose.value))
    throw new RangeError(`More than ${MOST_DECIMALS} decimals in ${dose.unit}: round the dose by name first`);
  return displayQuantity(dose);
}

/** A derived figure: readable unit, three decimals, half up. Given that unit, at least three digits count. */
function derived(quantity: Quantity): { readonly number: string; readonly unit: Unit } {
  const unit = readableUnit(quantity);
  return { number: displayNumber(quantity.in(unit).value.rounded(MOST_DECIMALS, 'half-up')), unit };
}

/** Drug per mL, `6 mg/mL`; a derived figure, rounded half up to three decimals. @throws RangeError when it would print 0. */
export function displayConcentration(concentration: Concentration): string {
  const given = printable(concentration.amount);
  const { number, unit } = derived(Quantity.of(concentration.per(given.unit, 'mL'), given.unit));
  return `${number} ${number === '1' ? unitText(Decimal.ONE, unit) : UNITS[unit].display}/mL`;
}

/**
 * Strength of a container: total amount per total volume first, then per mL, `1,500 mg/250 mL (6 mg/mL)` (LBL-09).
 * Below 1 mL only per that fraction; at 1 mL only per mL.
 */
export function strengthLine(amount: Quantity, volume: Quantity): string {
  const total = displayDose(amount);
  const milliliters = volume.in('mL').value;
  if (milliliters.eq(1)) return `${total}/mL`;
  const line = `${total}/${displayDose(volume, { unit: 'mL' })}`;
  if (milliliters.lt(1)) return line;
  const perMl = amount.dividedBy(milliliters);
  const { number, unit } = derived(printable(perMl));
  return `${line} (${number} ${number === '1' ? unitText(Decimal.ONE, unit) : UNITS[unit].display}/mL)`;
}

/** A pump rate in tenths of mL/h, `166.7 mL/h`. @throws RangeError when it would print 0. */
export function displayRate(rate: Rate): string {
  return `${displayNumber(rate.per('mL', 'h').rounded(1, 'half-up'))} mL/h`;
}

/** A dose rate in the units of the order, `5 mcg/kg/min`; a derived figure, rounded half up to three decimals. */
export function displayDoseRate(doseRate: DoseRate): string {
  const perTime = printable(doseRate.amount).dividedBy(doseRate.time.value);
  const { number, unit } = derived(perTime);
  const body = doseRate.per ? `/${UNITS[doseRate.per].display}` : '';
  const time = SINGULAR[doseRate.time.unit] ?? UNITS[doseRate.time.unit].display;
  return `${number} ${number === '1' ? unitText(Decimal.ONE, unit) : UNITS[unit].display}${body}/${time}`;
}

const SHOWN = /^(\d{1,3}(?:,\d{3})*)(?:\.(\d*[1-9]))?(?: (\S.*))?$/;

/** Reads what `displayQuantity` prints, and nothing looser. @throws RangeError for anything else. */
export function parseDisplayed(text: string): Quantity {
  const [, whole = '', fraction, unitName = ''] = SHOWN.exec(text) ?? [];
  const canonical = /^(0|[1-9][\d,]*)$/.test(whole);
  const unit = (Object.keys(UNITS) as Unit[]).find(
    (code) => code !== 'k[iU]' && (UNITS[code].display === unitName || SINGULAR[code] === unitName),
  );
  if (!canonical || !unit) throw new RangeError(`Not a quantity as labels print it: "${text.slice(0, 40)}"`);
  return Quantity.of(whole.replaceAll(',', '') + (fraction ? `.${fraction}` : ''), unit);
}
