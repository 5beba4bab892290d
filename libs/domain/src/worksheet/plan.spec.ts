import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scaleFormula, type FormulaContent, type ScaledFormula } from '#domain/formula';
import { Quantity } from '#domain/quantity';
import { ALL_PRODUCTS, CEFTRIAXONE, FLUOROURACIL, VANCOMYCIN } from '../../test/stories.js';
import { planWorksheet } from './plan.js';
import { parsePlan, planJson } from './plan-json.js';
import {
  LINE_ROLES,
  SCANNED_KINDS,
  STEP_KINDS,
  VOLUME_KINDS,
  type PlannedStep,
  type WorksheetPlan,
} from './planned.js';

const mL = (value: string | number): Quantity => Quantity.of(value, 'mL');

function scale(content: FormulaContent, dose: Quantity, containers: number): ScaledFormula | null {
  const drugId = content.additives[0]?.drugId ?? '';
  return scaleFormula({ content, doses: [{ drugId, dose }], containers, products: ALL_PRODUCTS }).scaled;
}
function plan(content: FormulaContent, milligrams: number, containers: number): WorksheetPlan {
  const scaled = scale(content, Quantity.of(milligrams, 'mg'), containers);
  if (!scaled) throw new Error('not scaled');
  return planWorksheet(scaled, content);
}
const lines = (p: WorksheetPlan): string[] =>
  p.lines.map(
    (l) => `${l.position} ${l.role} ${l.productId} ${l.quantity.value.toString()} ${l.quantity.unit} in ${l.packages}`,
  );
const brief = (s: PlannedStep): string =>
  [
    s.kind,
    s.cspPosition && `csp ${s.cspPosition}`,
    s.line && `line ${s.line}`,
    s.packageIndex && `package ${s.packageIndex}`,
    s.plannedVolume && `${s.plannedVolume.value.toString()} mL`,
  ]
    .filter(Boolean)
    .join(', ');

describe('vancomycin, 14 bags from bulk packages', () => {
  const made = plan(VANCOMYCIN, 1250, 14);
  it('has a line for each product with what is used and how many packages', () => {
    expect(lines(made)).toEqual([
      '1 additive vancomycin-10g 17500 mg in 2',
      '2 base nacl-250 3500 mL in 14',
      '3 diluent swfi-100 190 mL in 2',
    ]);
  });
  it('opens and reconstitutes first', () => {
    expect(made.steps.slice(0, 6).map(brief)).toEqual([
      'open, line 3, package 1',
      'open, line 1, package 1',
      'reconstitute, line 3, package 1, 95 mL',
      'open, line 3, package 2',
      'open, line 1, package 2',
      'reconstitute, line 3, package 2, 95 mL',
    ]);
    expect(made.steps[5]?.into).toEqual({ line: 1, packageIndex: 2 });
  });
  it('then takes a bag and draws, 8 from the first package and 6 from the second', () => {
    expect(made.steps.slice(6, 8).map(brief)).toEqual([
      'base, csp 1, line 2, package 1',
      'draw, csp 1, line 1, package 1, 12.5 mL',
    ]);
    const from = made.steps.filter((s) => s.kind === 'draw').map((s) => s.packageIndex);
    expect(from).toEqual([...Array.from({ length: 8 }, () => 1), ...Array.from({ length: 6 }, () => 2)]);
  });
  it('ends with the inspection, its count, and the photo', () => {
    expect(made.steps.slice(-2).map((s) => [s.kind, s.plannedQuantity?.toJSON() ?? null])).toEqual([
      ['inspect', { value: '14', unit: '1' }],
      ['photo', null],
    ]);
  });
  it('says it in plain words', () => {
    expect(made.steps.filter((_, i) => [1, 2, 6, 7, 34].includes(i)).map((s) => s.instruction)).toEqual([
      'Open package 1 of 2 of vancomycin: vancomycin-10g. Scan it first.',
      'Add 95 mL of sterile water for injection to package 1 of 2 of vancomycin. Mix until dissolved: 100 mg/mL.',
      'Take bag 1 of 14: sodium chloride 0.9 % 250 mL. Scan it.',
      'Draw 12.5 mL (1,250 mg) of vancomycin from package 1 and add it to bag 1.',
      'Inspect all 14 bags against a light and a dark background: particles, color, cloudiness, leaks, seals, ports. Count them. Appearance: Clear, free of particles.',
    ]);
  });
});

describe('vancomycin, 2 bags from 1 g vials', () => {
  it('takes 20 mL of one vial and 5 mL of the next', () => {
    const made = plan(VANCOMYCIN, 1250, 2);
    expect(made.steps.filter((s) => s.kind === 'draw').map(brief)).toEqual([
      'draw, csp 1, line 1, package 1, 20 mL',
      'draw, csp 1, line 1, package 2, 5 mL',
      'draw, csp 2, line 1, package 2, 15 mL',
      'draw, csp 2, line 1, package 3, 10 mL',
    ]);
    expect(lines(made)).toEqual([
      '1 additive vancomycin-1g 2500 mg in 3',
      '2 base nacl-250 500 mL in 2',
      '3 diluent swfi-100 60 mL in 1',
    ]);
  });
});

describe('ceftriaxone, 3 bags', () => {
  it('takes one vial and one vial of water for each', () => {
    expect(lines(plan(CEFTRIAXONE, 2000, 3))).toEqual([
      '1 additive ceftriaxone-2g 6000 mg in 3',
      '2 base nacl-100 300 mL in 3',
      '3 diluent swfi-20 57.6 mL in 3',
    ]);
  });
  it('takes out before it puts in when the volume stays', () => {
    const made = plan({ ...CEFTRIAXONE, volumeMethod: 'replace' }, 2000, 1);
    expect(made.steps.filter((s) => s.cspPosition === 1).map(brief)).toEqual([
      'base, csp 1, line 2, package 1',
      'remove-diluent, csp 1, line 2, package 1, 20 mL',
      'draw, csp 1, line 1, package 1, 20 mL',
    ]);
  });
});

describe('fluorouracil, one cassette', () => {
  const made = plan(FLUOROURACIL, 4320, 1);
  it('opens, takes the cassette, draws 86.4 mL and fills up with 5.6 mL', () => {
    expect(lines(made)).toEqual([
      '1 additive fluorouracil-5g 86.4 mL in 1',
      '2 diluent nacl-vial-20 5.6 mL in 1',
      '3 container cassette-100 1 1 in 1',
    ]);
    expect(made.steps.map(brief)).toEqual([
      'open, line 1, package 1',
      'open, line 2, package 1',
      'container, csp 1, line 3, package 1',
      'draw, csp 1, line 1, package 1, 86.4 mL',
      'fill-diluent, csp 1, line 2, package 1, 5.6 mL',
      'inspect',
      'photo',
    ]);
  });
  it('calls it a cassette, and spells look-alikes in tall letters', () => {
    expect(made.steps[3]?.instruction).toBe(
      'Draw 86.4 mL (4,320 mg) of fluorouracil from package 1 and add it to cassette 1.',
    );
    expect(
      plan(CEFTRIAXONE, 2000, 1)
        .steps.map((s) => s.instruction)
        .join(' '),
    ).toContain('cefTRIAXone');
  });
});

describe('extra steps of a formula', () => {
  it('come before the inspection', () => {
    const made = plan({ ...FLUOROURACIL, extraSteps: ['Expel the air'] }, 4320, 1);
    expect(made.steps.find((s) => s.kind === 'inspect')?.instruction).toMatch(/^Expel the air\. Inspect the cassette/);
  });
});

const CASES = fc.constantFrom(
  { content: VANCOMYCIN, most: 3000 },
  { content: { ...VANCOMYCIN, volumeMethod: 'replace' as const }, most: 3000 },
  { content: CEFTRIAXONE, most: 9000 },
  { content: FLUOROURACIL, most: 4500 },
);
const anyPlan = CASES.chain(({ content, most }) =>
  fc.record({
    content: fc.constant(content),
    tenths: fc.integer({ min: 50, max: most * 10 }),
    containers: fc.integer({ min: 1, max: 10 }),
  }),
)
  .map(({ content, tenths, containers }) => ({
    content,
    scaled: scale(content, Quantity.of(tenths, 'mg').dividedBy(10), containers),
  }))
  .filter((c): c is { content: typeof c.content; scaled: ScaledFormula } => c.scaled !== null);

describe('any plan', () => {
  const always = (claim: (p: WorksheetPlan, scaled: ScaledFormula) => void): void =>
    fc.assert(
      fc.property(anyPlan, ({ content, scaled }) => claim(planWorksheet(scaled, content), scaled)),
      { numRuns: 40 },
    );

  it('numbers lines and steps from 1 without gaps, of kinds that the database knows', () => {
    always((p) => {
      expect(p.lines.map((l) => l.position)).toEqual(p.lines.map((_, i) => i + 1));
      expect(p.steps.map((s) => s.position)).toEqual(p.steps.map((_, i) => i + 1));
      for (const line of p.lines) {
        expect(LINE_ROLES).toContain(line.role);
        expect(line.packages).toBeGreaterThan(0);
        expect(line.quantity.isPositive()).toBe(true);
      }
      for (const step of p.steps) {
        expect(STEP_KINDS).toContain(step.kind);
        expect(step.plannedVolume !== null).toBe(VOLUME_KINDS.includes(step.kind));
        expect(step.line !== null && step.packageIndex !== null).toBe(
          SCANNED_KINDS.includes(step.kind) || step.kind === 'remove-diluent',
        );
        if (step.plannedVolume) expect(step.plannedVolume.isPositive()).toBe(true);
        if (step.plannedQuantity) expect(step.plannedQuantity.isPositive()).toBe(true);
      }
    });
  });

  it('puts exactly the planned volume of each drug into each preparation', () => {
    always((p, scaled) => {
      scaled.additives.forEach((additive, i) => {
        for (let csp = 1; csp <= scaled.containers; csp++) {
          const drawn = p.steps
            .filter((s) => s.kind === 'draw' && s.cspPosition === csp && s.line === i + 1)
            .map((s) => s.plannedVolume ?? mL(0));
          expect(Quantity.sum(drawn, 'mL').eq(additive.volume)).toBe(true);
        }
      });
    });
  });

  it('never takes more out of a package than it gives', () => {
    always((p, scaled) => {
      const out = new Map<string, Quantity>();
      for (const s of p.steps)
        if (s.kind === 'draw' || s.kind === 'reconstitute' || s.kind === 'fill-diluent') {
          const key = `${s.line}/${s.packageIndex}`;
          out.set(key, (out.get(key) ?? mL(0)).plus(s.plannedVolume ?? mL(0)));
        }
      for (const [key, volume] of out) {
        const line = p.lines[Number(key.split('/')[0]) - 1];
        const additive = scaled.additives.find((a) => a.product.id === line?.productId && line.role === 'additive');
        const holds = additive?.packageVolume ?? ALL_PRODUCTS.find((q) => q.id === line?.productId)?.content;
        expect(holds && volume.lte(holds)).toBe(true);
      }
    });
  });

  it('opens every package once, before anything goes in or out, and before the first preparation', () => {
    always((p) => {
      const opened = new Set<string>();
      const ready = new Set<string>();
      for (const s of p.steps) {
        const key = `${s.line}/${s.packageIndex}`;
        if (s.kind === 'open') {
          expect(opened.has(key)).toBe(false);
          expect(s.cspPosition).toBeNull();
          opened.add(key);
        }
        if (s.kind === 'reconstitute') {
          expect(opened.has(`${s.into?.line}/${s.into?.packageIndex}`)).toBe(true);
          ready.add(`${s.into?.line}/${s.into?.packageIndex}`);
        }
        if (s.kind === 'reconstitute' || s.kind === 'draw' || s.kind === 'fill-diluent')
          expect(opened.has(key)).toBe(true);
      }
      const shared = p.steps.map((s) => s.cspPosition !== null);
      expect(shared.slice(shared.indexOf(true), shared.lastIndexOf(true) + 1)).not.toContain(false);
      expect(ready.size).toBeLessThanOrEqual(opened.size);
    });
  });

  it('takes for every line exactly the packages that its steps name', () => {
    always((p) => {
      for (const line of p.lines) {
        const named = new Set(p.steps.filter((s) => s.line === line.position).map((s) => s.packageIndex));
        expect(named.size).toBe(line.packages);
        expect(Math.max(...[...named].map(Number))).toBe(line.packages);
      }
    });
  });

  it('is the same after it was stored', () => {
    always((p) => {
      const stored = JSON.parse(JSON.stringify(planJson(p))) as ReturnType<typeof planJson>;
      expect(planJson(parsePlan(stored))).toEqual(planJson(p));
    });
  });
});
