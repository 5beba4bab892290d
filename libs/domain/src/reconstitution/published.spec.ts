import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  addToReach,
  dilute,
  mix,
  percentOf,
  percentStrength,
  pumpRate,
  ratioOf,
  ratioStrength,
  type Calculation,
} from '#domain/dose';
import { Concentration, Decimal, DoseRate, Quantity, type Unit } from '#domain/quantity';
import { alligation, reconstitute, volumeToDraw } from './index.js';

type Input = Record<string, string | number | number[]>;
interface Case {
  id: string;
  input: Input & { question: string };
  expected: Record<string, number | string | boolean>;
  tolerance: number | Record<string, number> | null;
}
type Answers = Record<string, Decimal>;
type Solver = (i: (key: string) => string, input: Input) => Answers;

const load = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`../dose/fixtures/${name}.json`, import.meta.url), 'utf8')) as Case[];

const q = (value: string | number, unit: Unit): Quantity => Quantity.of(String(value), unit);
const per = (amount: Quantity, mL: string): Concentration => Concentration.of(amount, q(mL, 'mL'));
const mL = (quantity: Quantity | undefined): Decimal => quantity?.in('mL').value ?? Decimal.of(-1);
/** The result, which has to be there and to have a derivation that ends in a figure. */
function ok<R>(calculation: Calculation<R | null>): R {
  expect(calculation.derivation.at(-1)?.value).toMatch(/^\d/);
  if (calculation.result === null) throw new Error(calculation.findings.map((f) => f.message).join());
  return calculation.result;
}

const alligate =
  (unit: Unit): Solver =>
  (i, input) => {
    const of = `final_${unit}`;
    const total = of in input ? { total: q(i(of), unit) } : {};
    const a = ok(alligation({ high: i('high_pct'), low: i('low_pct'), target: i('final_pct'), ...total }));
    if (!a.high || !a.low) {
      const [high = '', low = ''] = a.ratio.split(':');
      return { high_parts: Decimal.of(high), low_parts: Decimal.of(low) };
    }
    return { [`high_${unit}`]: a.high.value, [`low_${unit}`]: a.low.value };
  };

const stockFor: Solver = (i) => ({
  value: mL(
    ok(
      dilute({
        stock: percentStrength(i('stock_pct')),
        target: percentStrength(i('final_pct')),
        finalVolume: q(i('final_mL'), 'mL'),
      }),
    ).stockVolume,
  ),
});

const draw =
  (drug: string, volume: string, dose: string, unit: Unit = 'mg'): Solver =>
  (i, input) => {
    const concentration = per(q(i(drug), unit), volume in input ? i(volume) : '1');
    const drawn = mL(ok(volumeToDraw({ dose: q(i(dose), unit), concentration })).volume);
    return { value: drawn, mL: drawn, mg_mL: concentration.per(unit, 'mL') };
  };

const vial =
  (drug: string, unit: Unit): Solver =>
  (i) => {
    const r = ok(
      reconstitute({
        content: q(i(drug), unit),
        diluentVolume: q(i('diluent_mL'), 'mL'),
        finalVolume: q(i('final_mL'), 'mL'),
      }),
    );
    const strength = r.concentration.per('mg', 'mL');
    return { value: strength, mg_mL: strength, displacement_mL: mL(r.displacement) };
  };

const labeled: Solver = (i) => {
  const content = q(i('mg'), 'mg');
  const labeledConcentration = per(q(i('conc_mg_mL'), 'mg'), '1');
  return {
    value: mL(
      ok(reconstitute({ content, diluentVolume: q(i('diluent_mL'), 'mL'), labeledConcentration })).displacement,
    ),
  };
};

const powder =
  (diluent: string, answer: string): Solver =>
  (i) => ({
    [answer]: mL(
      ok(reconstitute({ content: q(1, 'g'), diluentVolume: q(i(diluent), 'mL'), finalVolume: q(i('final_mL'), 'mL') }))
        .displacement,
    ),
  });

const SOLVERS: Record<string, Solver> = {
  'CALC-DIL-03': (i) => {
    const part = { concentration: ratioStrength(`1:${i('ratio')}`), volume: q(i('volume_mL'), 'mL') };
    const diluent = { volume: q(i('final_mL'), 'mL').minus(part.volume) };
    return { value: ratioOf(ok(mix([part, diluent])).concentration) };
  },
  'CALC-DIL-05': stockFor,
  'CALC-DIL-09': (i) => {
    const dose = percentStrength(i('pct')).amountIn(q(i('volume_mL'), 'mL'));
    return { value: mL(ok(volumeToDraw({ dose, concentration: percentStrength(i('stock_pct')) })).volume) };
  },
  'CALC-DIL-10': (i) => {
    const part = (n: string) => ({ concentration: percentStrength(i(`${n}_pct`)), volume: q(i(`${n}_mL`), 'mL') });
    return { value: percentOf(ok(mix([part('a'), part('b')])).concentration) };
  },
  'CALC-DIL-12': (i) => {
    const [stock, target] = [percentStrength(i('stock_pct')), percentStrength(i('final_pct'))];
    return { value: mL(ok(addToReach({ stock, target, base: q(i('base_mL'), 'mL') })).stockVolume) };
  },
  'CALC-DIL-14': alligate('g'),
  'CALC-DIL-17': (i) => {
    const [stock, target] = [per(q(i('stock_mg_mL'), 'mg'), '1'), per(q(i('final_mg_mL'), 'mg'), '1')];
    const r = ok(dilute({ stock, target, finalVolume: q(i('final_mL'), 'mL') }));
    return { stock_mL: mL(r.stockVolume), diluent_mL: mL(r.diluentVolume) };
  },
  'CALC-DIL-18': stockFor,
  'CALC-DIL-19': (i) => ({ value: percentOf(per(q(i('g'), 'g'), i('mL'))) }),
  'CALC-DIL-20': (i) => ({ value: mL(percentStrength(i('pct')).volumeFor(q(i('g'), 'g'))) }),
  'CALC-DIL-24': (i) => ({
    value: ratioStrength(`1:${i('ratio')}`)
      .amountIn(q(i('mL'), 'mL'))
      .in('g').value,
  }),
  'CALC-DIL-29': (i) => {
    const [from, to] = [ratioStrength(`1:${i('from_ratio')}`), ratioStrength(`1:${i('to_ratio')}`)];
    return { value: from.per('g', 'mL').dividedBy(to.per('g', 'mL')) };
  },
  'CALC-REC-01': draw('mg', 'mL', 'dose_mg'),
  'CALC-REC-04': draw('mg', 'final_mL', 'dose_mg'),
  'CALC-REC-05': draw('conc_units_mL', '', 'dose_units', '[iU]'),
  'CALC-REC-07': (i) => ({ value: per(q(i('mg'), 'mg'), i('per_mL')).amountIn(q(i('mL'), 'mL')).value }),
  'CALC-REC-08': vial('mg', 'mg'),
  'CALC-REC-09': vial('mg', 'mg'),
  'CALC-REC-10': vial('g', 'g'),
  'CALC-REC-12': powder('diluent_mL', 'powder_mL'),
  'CALC-REC-13': draw('mg', 'mL', 'dose_mg'),
  'CALC-REC-14': labeled,
  'CALC-REC-15': labeled,
  'CALC-REC-18': powder('water_mL', 'value'),
  'CALC-REC-19': (i) => {
    const [powderDisplacement, diluentVolume] = [q(i('powder_mL'), 'mL'), q(i('water_mL'), 'mL')];
    const r = ok(reconstitute({ content: q(i('total_mg'), 'mg'), diluentVolume, powderDisplacement }));
    return { mL: mL(r.finalVolume), mg_5mL: r.concentration.amountIn(q(5, 'mL')).in('mg').value };
  },
  'CALC-REC-20': draw('mg', 'mL', 'dose_mg'),
  'WRONG-02': alligate('mL'),
  'WRONG-09': draw('per_mL', '', 'units', '[iU]'),
};

const solverOf = (id: string): Solver | undefined =>
  SOLVERS[id] ?? (id.startsWith('CALC-DIL') ? alligate('mL') : undefined);

const within = (c: Case, key: string): Decimal => {
  const tolerance = typeof c.tolerance === 'object' && c.tolerance !== null ? c.tolerance[key] : c.tolerance;
  return Decimal.of((tolerance ?? 0).toFixed(9));
};

function check(c: Case): void {
  const solver = solverOf(c.id);
  const input = (key: string): string => String(c.input[key]);
  const answers = solver?.(input, c.input) ?? {};
  const wanted = Object.entries(c.expected).filter(([, value]) => typeof value === 'number');
  expect(wanted.length).toBeGreaterThan(0);
  for (const [key, value] of wanted) {
    const off = answers[key]?.minus(String(value)).abs();
    expect({ key, got: answers[key]?.toFixed(6, 'half-up'), ok: off?.lte(within(c, key)) }).toMatchObject({ ok: true });
  }
}

describe('published calculations of dilution and reconstitution', () => {
  const applied = load('calculations').filter((c) => solverOf(c.id));
  it('applies all 33 of these topics', () => expect(applied).toHaveLength(33));
  it.each(applied)('$id $input.question', check);
});

describe('published answers that are wrong', () => {
  const applied = load('published_wrong').filter((c) => solverOf(c.id));
  it('applies 3 of 6 here, WRONG-03 in words', () => {
    expect(applied.map((c) => c.id)).toEqual(['WRONG-02', 'WRONG-09']);
  });
  it.each(applied)('$id $input.question', check);
  it('WRONG-03 30% from 50% and 5% is 25 to 20 parts, not 1 to 1', () => {
    const a = ok(alligation({ high: '50', low: '5', target: '30' }));
    expect([a.highParts.toString(), a.lowParts.toString(), a.ratio]).toEqual(['25', '20', '5:4']);
  });
});

describe('published answers that rest on an assumption', () => {
  it('AMBIG-01 asks for the powder displacement before it names a volume of diluent', () => {
    const content = q(1, 'g');
    const labeledConcentration = percentStrength('2.5');
    const asked = reconstitute({ content, labeledConcentration });
    expect(mL(asked.result?.finalVolume).toString()).toBe('40');
    expect(asked.result?.diluentVolume).toBeUndefined();
    expect(asked.findings.map((f) => f.code)).toEqual(['reconstitution.diluent-unknown']);
    const told = reconstitute({ content, labeledConcentration, powderDisplacement: q(1, 'mL') });
    expect(mL(told.result?.diluentVolume).toString()).toBe('39');
  });
  it('AMBIG-02 states in the derivation which volume it uses', () => {
    const doseRate = DoseRate.of(q(1, 'g'), q(1, 'h'));
    const nominal = pumpRate({ doseRate, concentration: per(q(6, 'g'), '500') });
    const withAdded = pumpRate({ doseRate, concentration: per(q(6, 'g'), '512') });
    expect([nominal, withAdded].map((c) => c.result.rounded.toString())).toEqual(['83.3', '85.3']);
    expect(nominal.derivation.some((s) => s.substitution.includes('0.012 g/mL'))).toBe(true);
  });
  it('has no other cases', () => expect(load('ambiguous')).toHaveLength(2));
});
