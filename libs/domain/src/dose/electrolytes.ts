import { Decimal, Quantity, requireDimension, UNITS, type Unit } from '#domain/quantity';
import type { Calculation } from './derivation.js';
import { numberText, quantityText, requirePositive, Trace } from './trace.js';

/** A salt or ion: grams per mole, and milliequivalents per millimole; no valence where equivalents are not used. */
export interface Electrolyte {
  readonly name: string;
  readonly molarMass: string;
  readonly valence?: number;
}

/** Salts of infusion stocks. The valence counts equivalents of the cation. Molar masses: IUPAC standard atomic weights. */
export const SALTS = {
  'sodium chloride': { name: 'sodium chloride', molarMass: '58.44', valence: 1 },
  'sodium acetate anhydrous': { name: 'sodium acetate anhydrous', molarMass: '82.03', valence: 1 },
  'sodium acetate trihydrate': { name: 'sodium acetate trihydrate', molarMass: '136.08', valence: 1 },
  'sodium bicarbonate': { name: 'sodium bicarbonate', molarMass: '84.007', valence: 1 },
  'potassium chloride': { name: 'potassium chloride', molarMass: '74.55', valence: 1 },
  'potassium acetate': { name: 'potassium acetate', molarMass: '98.14', valence: 1 },
  'calcium gluconate anhydrous': { name: 'calcium gluconate anhydrous', molarMass: '430.37', valence: 2 },
  'calcium gluconate monohydrate': { name: 'calcium gluconate monohydrate', molarMass: '448.39', valence: 2 },
  'calcium chloride dihydrate': { name: 'calcium chloride dihydrate', molarMass: '147.01', valence: 2 },
  'magnesium sulfate heptahydrate': { name: 'magnesium sulfate heptahydrate', molarMass: '246.47', valence: 2 },
  'magnesium chloride hexahydrate': { name: 'magnesium chloride hexahydrate', molarMass: '203.30', valence: 2 },
} as const satisfies Record<string, Electrolyte>;

/** Ions as ordered. Phosphate is ordered in millimoles of phosphorus and has no valence of its own (domain-rules 9.1). */
export const IONS = {
  sodium: { name: 'sodium', molarMass: '22.99', valence: 1 },
  potassium: { name: 'potassium', molarMass: '39.098', valence: 1 },
  calcium: { name: 'calcium', molarMass: '40.078', valence: 2 },
  magnesium: { name: 'magnesium', molarMass: '24.305', valence: 2 },
  chloride: { name: 'chloride', molarMass: '35.45', valence: 1 },
  phosphorus: { name: 'phosphorus', molarMass: '30.974' },
} as const satisfies Record<string, Electrolyte>;

export type SaltName = keyof typeof SALTS;
export type IonName = keyof typeof IONS;

const ROUNDING_STEP = '0.001';

function electrolyte(of: SaltName | IonName | Electrolyte): Electrolyte {
  if (typeof of !== 'string') return of;
  return of in SALTS ? SALTS[of as SaltName] : IONS[of as IonName];
}

/**
 * Converts between mass, millimoles and milliequivalents of one salt or ion, and rounds to three decimals.
 * @throws TypeError for other dimensions, and for equivalents of what has no valence (phosphate is ordered in mmol);
 * RangeError for a molar mass or amount that is not above zero.
 */
export function convertElectrolyte(input: {
  readonly amount: Quantity;
  readonly to: Unit;
  readonly of: SaltName | IonName | Electrolyte;
}): Calculation<{ readonly amount: Quantity; readonly rounded: Quantity }> {
  const { name, molarMass, valence } = electrolyte(input.of);
  const given = requireDimension(input.amount, 'mass', 'amount', 'equivalents');
  const target = requireDimension(Quantity.zero(input.to), 'mass', 'amount', 'equivalents').dimension;
  requirePositive(given, 'Amount');
  requirePositive(Decimal.of(molarMass), 'Molar mass');
  const charge = (): number => {
    if (valence === undefined) throw new TypeError(`${name} is measured in mmol: it has no single valence`);
    if (!Number.isInteger(valence) || valence < 1 || valence > 4) throw new RangeError(`Valence: ${valence}`);
    return valence;
  };
  const trace = new Trace();
  const millimoles = (): Quantity => {
    if (given.dimension === 'amount') return given.in('mmol');
    const [divisor, from, formula] =
      given.dimension === 'mass'
        ? [molarMass, given.in('mg'), 'mass mg ÷ molar mass']
        : [String(charge()), given.in('meq'), 'mEq ÷ valence'];
    const value = Quantity.of(from.value.dividedBy(divisor), 'mmol');
    return trace.quantity(
      `Amount of ${name}`,
      formula,
      `${numberText(from.value)} ÷ ${divisor}`,
      value,
      'domain-rules 9.1',
    );
  };
  const mmol = millimoles();
  const finish = (): Quantity => {
    if (target === 'amount') return mmol.in(input.to);
    const [factor, unit, formula] =
      target === 'mass'
        ? [molarMass, 'mg' as const, 'mmol × molar mass']
        : [String(charge()), 'meq' as const, 'mmol × valence'];
    const value = Quantity.of(mmol.value.times(factor), unit).in(input.to);
    return trace.quantity(
      `In ${UNITS[input.to].display}`,
      formula,
      `${numberText(mmol.value)} × ${factor}`,
      value,
      'domain-rules 9.1',
    );
  };
  const amount = finish();
  if (trace.steps.length === 0) trace.quantity(`Amount of ${name}`, 'same unit', quantityText(given), amount);
  const rounded = trace.roundQuantity(`Amount of ${name}`, amount, Quantity.of(ROUNDING_STEP, input.to), 'half-up');
  return { result: { amount, rounded }, derivation: trace.steps, findings: [] };
}
