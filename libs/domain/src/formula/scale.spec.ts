import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayConcentration } from '#domain/display';
import { Quantity } from '#domain/quantity';
import { ALL_PRODUCTS, CEFTRIAXONE, FLUOROURACIL, SWFI_100, VANCOMYCIN, VANCOMYCIN_1G } from '../../test/stories.js';
import type { FormulaContent } from './content.js';
import { scaleFormula } from './scale.js';
import type { ScaledFormula, ScaleRequest } from './scaled.js';

const mg = (value: string | number): Quantity => Quantity.of(value, 'mg');
const mL = (value: string | number): Quantity => Quantity.of(value, 'mL');
const text = (q: Quantity | null | undefined): string => (q ? `${q.value.toString()} ${q.unit}` : 'none');

function request(
  content: FormulaContent,
  dose: Quantity,
  containers: number,
  more: Partial<ScaleRequest> = {},
): ScaleRequest {
  const drugId = content.additives[0]?.drugId ?? '';
  return { content, doses: [{ drugId, dose }], containers, products: ALL_PRODUCTS, ...more };
}
function scaled(...args: Parameters<typeof request>): ScaledFormula {
  const answer = scaleFormula(request(...args));
  if (!answer.scaled) throw new Error(JSON.stringify(answer.findings));
  return answer.scaled;
}
const codes = (...args: Parameters<typeof request>): string[] =>
  scaleFormula(request(...args)).findings.map((f) => f.code);

describe('vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, 14 bags', () => {
  const batch = scaled(VANCOMYCIN, mg(1250), 14);
  const [drug] = batch.additives;
  it('takes two 10 g bulk packages, 95 mL of water each, 100 mg/mL', () => {
    expect(drug?.product.id).toBe('vancomycin-10g');
    expect(drug?.packages).toBe(2);
    expect(text(drug?.reconstitution?.volume)).toBe('95 mL');
    expect(text(drug?.reconstitution?.finalVolume)).toBe('100 mL');
    expect(drug?.reconstitution?.diluent.id).toBe('swfi-100');
  });
  it('draws 12.5 mL for each bag, on top of 250 mL', () => {
    expect(text(drug?.volume)).toBe('12.5 mL');
    expect(text(batch.finalVolume)).toBe('262.5 mL');
    expect(batch.concentrations.map((c) => displayConcentration(c.concentration))).toEqual(['4.762 mg/mL']);
  });
  it('says how, step by step', () => {
    expect(batch.derivation.map((d) => `${d.label}: ${d.formula} = ${d.value}`)).toEqual([
      'vancomycin: reconstitution of each package: 10,000 mg in 95 mL sterile water for injection + 5 mL of powder = 100 mL = 100 mg/mL',
      'vancomycin: volume for each container: 1,250 mg ÷ 100 mg/mL = 12.5 mL',
      'vancomycin: packages: 14 × 12.5 mL ÷ 100 mL in each, rounded up = 2',
      'Final volume: 250 mL + 12.5 mL = 262.5 mL',
      'vancomycin in the finished preparation: 1,250 mg ÷ 262.5 mL = 4.762 mg/mL',
    ]);
  });
  it('has nothing to be said against it', () => expect(batch.findings).toEqual([]));
});

describe('vancomycin from 1 g vials', () => {
  it('is preferred for few bags: 2 bags of 25 mL take three vials of 20 mL', () => {
    const [drug] = scaled(VANCOMYCIN, mg(1250), 2).additives;
    expect([drug?.product.id, text(drug?.volume), text(drug?.packageVolume), drug?.packages]).toEqual([
      'vancomycin-1g',
      '25 mL',
      '20 mL',
      3,
    ]);
    expect(text(drug?.reconstitution?.volume)).toBe('20 mL');
    expect(drug?.reconstitution?.displacement?.isZero()).toBe(true);
  });
  it('steps in when no bulk package is free: 14 bags take 18 vials', () => {
    const freePackages = new Map([
      ['vancomycin-10g', 1],
      ['vancomycin-1g', 50],
    ]);
    const [drug] = scaled(VANCOMYCIN, mg(1250), 14, { freePackages }).additives;
    expect([drug?.product.id, drug?.packages]).toEqual(['vancomycin-1g', 18]);
  });
  it('says so when nothing has enough, and plans with the preferred one', () => {
    const freePackages = new Map<string, number>([
      ['vancomycin-10g', 1],
      ['vancomycin-1g', 17],
    ]);
    const batch = scaled(VANCOMYCIN, mg(1250), 14, { freePackages });
    expect(batch.additives[0]?.product.id).toBe('vancomycin-10g');
    expect(batch.findings.map((f) => f.code)).toContain('formula.stock-short');
  });
  it.each([
    [7, 'vancomycin-1g'],
    [8, 'vancomycin-10g'],
  ])('opens a bulk package from 8 bags on: %d bags use %s', (containers, id) => {
    expect(scaled(VANCOMYCIN, mg(1250), containers).additives[0]?.product.id).toBe(id);
  });
});

describe('ceftriaxone 2 g in 100 mL, 3 bags', () => {
  const batch = scaled(CEFTRIAXONE, Quantity.of('2', 'g'), 3);
  it('takes one 2 g vial each, 19.2 mL of water and 0.8 mL of powder make 20 mL of 100 mg/mL', () => {
    const [drug] = batch.additives;
    expect([
      text(drug?.reconstitution?.volume),
      text(drug?.reconstitution?.displacement),
      text(drug?.volume),
      drug?.packages,
    ]).toEqual(['19.2 mL', '0.8 mL', '20 mL', 3]);
    expect(drug?.reconstitution?.diluent.id).toBe('swfi-20');
  });
  it('warns that 20 mL on top of 100 mL is much', () => {
    expect(text(batch.finalVolume)).toBe('120 mL');
    expect(batch.findings.map((f) => [f.code, f.severity])).toEqual([['formula.added-volume-large', 'soft']]);
  });
  it('keeps 100 mL when the volume is taken out first', () => {
    const replaced = scaled({ ...CEFTRIAXONE, volumeMethod: 'replace' }, mg(2000), 3);
    expect([text(replaced.base?.remove), text(replaced.finalVolume)]).toEqual(['20 mL', '100 mL']);
    expect(replaced.findings).toEqual([]);
    expect(replaced.concentrations.map((c) => displayConcentration(c.concentration))).toEqual(['20 mg/mL']);
  });
});

describe('fluorouracil 4,320 mg in a cassette filled to 92 mL', () => {
  const batch = scaled(FLUOROURACIL, mg(4320), 1);
  it('takes a container that is named by no product for a supply, and says that its lot is not recorded', () => {
    const supply = scaleFormula(request({ ...FLUOROURACIL, emptyContainer: null }, mg(4320), 1));
    expect(supply.scaled?.fill?.container).toBeNull();
    expect(supply.findings.map((f) => [f.code, f.severity])).toContainEqual(['formula.container-not-tracked', 'info']);
  });
  it('draws 86.4 mL from one 5 g package and adds 5.6 mL of sodium chloride 0.9 %', () => {
    const [drug] = batch.additives;
    expect([text(drug?.volume), drug?.packages, drug?.reconstitution]).toEqual(['86.4 mL', 1, null]);
    expect([text(batch.fill?.diluentVolume), batch.fill?.diluent?.id, batch.fill?.container?.id]).toEqual([
      '5.6 mL',
      'nacl-vial-20',
      'cassette-100',
    ]);
    expect(text(batch.finalVolume)).toBe('92 mL');
  });
  it('tells that one syringe is not enough', () => {
    expect(batch.findings.map((f) => f.code)).toEqual(['formula.several-syringes', 'formula.dose-not-divisible']);
  });
  it('needs no diluent when the drug alone makes the volume', () => {
    const full = scaled({ ...FLUOROURACIL, finalVolume: { value: '86.4', unit: 'mL' }, diluent: null }, mg(4320), 1);
    expect(full.fill).toMatchObject({ diluent: null, diluentVolume: null });
  });
  it.each<[string, Partial<FormulaContent>, string]>([
    [
      'the drug alone is more than the final volume',
      { finalVolume: { value: '86.3', unit: 'mL' } },
      'formula.final-volume-exceeded',
    ],
    ['no diluent is named', { diluent: null }, 'formula.diluent-missing'],
    ['no final volume is named', { finalVolume: null }, 'formula.no-container'],
  ])('gives nothing when %s', (_, change, code) => {
    const answer = scaleFormula(request({ ...FLUOROURACIL, ...change }, mg(4320), 1));
    expect(answer.scaled).toBeNull();
    expect(answer.findings.map((f) => [f.code, f.severity])).toContainEqual([code, 'stop']);
  });
});

describe('limits', () => {
  it.each([
    // 5 mg/mL in 250 mL + 1/100 of the dose: x = 5 (250 + x/100), x = 1315.789...
    ['1310', []],
    ['1320', ['formula.concentration-over-limit']],
  ])('holds vancomycin to 5 mg/mL: %s mg', (dose, expected) => {
    expect(codes(VANCOMYCIN, mg(dose), 14).filter((c) => c.includes('limit'))).toEqual(expected);
  });
  it('names the source and asks for an override', () => {
    const finding = scaleFormula(request(VANCOMYCIN, mg(1500), 14)).findings.find(
      (f) => f.code === 'formula.concentration-over-limit',
    );
    expect(finding).toMatchObject({ severity: 'hard', source: 'domain-rules 8.5', field: 'vancomycin' });
  });
  it('finds a concentration below the lowest', () => {
    const additives = VANCOMYCIN.additives.map((a) => ({ ...a, limits: { min: '4.8', unit: 'mg/mL', source: 'x' } }));
    expect(codes({ ...VANCOMYCIN, additives }, mg(1250), 14)).toContain('formula.concentration-under-limit');
  });
  it('does not compare milligrams with units', () => {
    const additives = VANCOMYCIN.additives.map((a) => ({ ...a, limits: { max: '4.8', unit: '[iU]/mL', source: 'x' } }));
    expect(codes({ ...VANCOMYCIN, additives }, mg(1250), 14)).toContain('formula.limit-in-other-unit');
  });
  it.each([
    ['exactly full', '92', false],
    ['a tenth too much', '91.9', true],
  ])('stops what does not go into the container: %s', (_, capacity, expected) => {
    const container = { ...FLUOROURACIL.container, capacity: { value: capacity, unit: 'mL' } };
    expect(codes({ ...FLUOROURACIL, container }, mg(4320), 1).includes('formula.capacity-exceeded')).toBe(expected);
  });
  it.each([
    ['19', true], // 0.19 mL
    ['20', false], // 0.2 mL
  ])('warns below a fifth of a 1 mL syringe: %s mg of 100 mg/mL', (dose, expected) => {
    expect(codes(VANCOMYCIN, mg(dose), 8).includes('formula.draw-below-syringe-accuracy')).toBe(expected);
  });
  it.each([
    ['10.2', [], '0.1 mL'], // 1.96 % off
    ['9.75', [['formula.rounding-changes-dose', 'soft']], '0.1 mL'], // 2.6 % off
    ['10', [], '0.1 mL'],
    ['1.4', [['formula.rounding-changes-dose', 'hard']], '0.01 mL'],
  ])('tells how far rounding moves the dose: %s mg', (dose, expected, volume) => {
    const answer = scaleFormula(request(VANCOMYCIN, mg(dose), 8));
    const rounding = answer.findings
      .filter((f) => f.code === 'formula.rounding-changes-dose')
      .map((f) => [f.code, f.severity]);
    expect(text(answer.scaled?.additives[0]?.volume)).toBe(volume);
    expect(rounding).toEqual(expected);
  });
});

describe('what cannot be calculated', () => {
  it.each<[string, Parameters<typeof request>, string]>([
    ['a dose is missing', [VANCOMYCIN, mg(1), 1, { doses: [] }], 'formula.dose-missing'],
    [
      'a drug is not in the formula',
      [
        VANCOMYCIN,
        mg(1),
        1,
        {
          doses: [
            { drugId: 'vancomycin', dose: mg(1250) },
            { drugId: 'heparin', dose: mg(1) },
          ],
        },
      ],
      'formula.drug-not-in-formula',
    ],
    ['a volume is too small to measure', [VANCOMYCIN, mg('0.1'), 14], 'formula.volume-too-small'],
    ['the dose is in another kind of unit', [VANCOMYCIN, Quantity.of(1, 'meq'), 1], 'formula.other-unit'],
    ['no product is known', [VANCOMYCIN, mg(1250), 1, { products: [] }], 'formula.no-product'],
    [
      'no diluent is named for reconstitution',
      [{ ...VANCOMYCIN, reconstitution: [] }, mg(1250), 1],
      'formula.reconstitution-diluent-missing',
    ],
    [
      'the bag ordered is not in the formula',
      [VANCOMYCIN, mg(1250), 1, { base: { drugId: 'nacl', volume: mL(500) } }],
      'formula.no-base',
    ],
    [
      'another solution is ordered',
      [VANCOMYCIN, mg(1250), 1, { base: { drugId: 'dextrose', volume: mL(250) } }],
      'formula.no-base',
    ],
    [
      'the drug takes more room than the bag has',
      [{ ...CEFTRIAXONE, volumeMethod: 'replace' }, mg(10_000), 1],
      'formula.drug-exceeds-base',
    ],
    [
      'a strength is not on record',
      [VANCOMYCIN, mg(1250), 1, { products: [{ ...VANCOMYCIN_1G, strength: null }, SWFI_100] }],
      'formula.no-strength',
    ],
  ])('is said when %s', (_, args, code) => {
    const answer = scaleFormula(request(...args));
    expect(answer.scaled).toBeNull();
    expect(answer.findings.map((f) => [f.code, f.severity])).toContainEqual([code, 'stop']);
  });
  it.each([0, -1, 1.5, 101])('refuses %s containers', (containers) => {
    expect(() => scaleFormula(request(VANCOMYCIN, mg(1), containers))).toThrow(RangeError);
  });
});

describe('any dose', () => {
  const anyDose = fc.integer({ min: 100, max: 300_000 }).map((n) => mg(n).dividedBy(100));
  it('needs enough packages and not one more', () => {
    fc.assert(
      fc.property(anyDose, fc.integer({ min: 1, max: 100 }), (dose, containers) => {
        const answer = scaleFormula(request(VANCOMYCIN, dose, containers));
        const drug = answer.scaled?.additives[0];
        if (!drug) return expect(answer.findings.some((f) => f.severity === 'stop')).toBe(true);
        const total = drug.volume.times(containers);
        expect(drug.packageVolume.times(drug.packages).gte(total)).toBe(true);
        expect(drug.packages === 1 || drug.packageVolume.times(drug.packages - 1).lt(total)).toBe(true);
      }),
    );
  });
  it('comes back from the volume, but for the rounding that is told', () => {
    fc.assert(
      fc.property(anyDose, (dose) => {
        const drug = scaleFormula(request(VANCOMYCIN, dose, 14)).scaled?.additives[0];
        if (!drug) return;
        expect(drug.concentration.amountIn(drug.volume.minus(drug.rounding)).eq(dose)).toBe(true);
      }),
    );
  });
  it('in more containers never takes fewer packages of a product', () => {
    fc.assert(
      fc.property(anyDose, fc.integer({ min: 8, max: 99 }), (dose, containers) => {
        const few = scaleFormula(request(VANCOMYCIN, dose, containers)).scaled?.additives[0]?.packages ?? 0;
        const more = scaleFormula(request(VANCOMYCIN, dose, containers + 1)).scaled?.additives[0]?.packages ?? 0;
        expect(more).toBeGreaterThanOrEqual(few);
      }),
    );
  });
});
