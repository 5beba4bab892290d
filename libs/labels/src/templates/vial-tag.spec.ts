import { describe, expect, it } from '@jest/globals';
import { flatParts } from '../document/flat-parts.js';
import { OPENED_VIAL, WORKSHEET } from '../fixtures/sample-facts.js';
import type { MadeLabel, VialTagFacts, WorksheetFacts } from './facts.js';
import { vialTag } from './vial-tag.js';
import { worksheet } from './worksheet.js';

const codes = (label: MadeLabel): string[] => label.findings.map((finding) => finding.code);
const said = (label: MadeLabel): string =>
  (label.document?.pages ?? [])
    .flatMap((page) => flatParts(page).flatMap((part) => (part.kind === 'text' ? part.lines : [])))
    .join(' ')
    .replaceAll('\u00a0', ' ');

describe('vialTag', () => {
  it('says which container it is, its lot, when it was opened and when it must be discarded', () => {
    const label = vialTag(OPENED_VIAL);
    expect(codes(label)).toEqual([]);
    const facts = [
      ...['VIAL-000045-5', 'vancomycin 10 g pharmacy bulk package', 'Lot 6123456A exp 2027-01-31', '100 mg/mL'],
      ...['Discard by 2026-03-02 15:14 MST', 'Opened 2026-03-02 09:14 MST TK', '20 to 25 °C'],
    ];
    for (const fact of facts) expect(said(label)).toContain(fact);
  });

  it.each<[string, string, Partial<VialTagFacts>]>([
    ['a discard-by at the time of opening', 'label.times-out-of-order', { discardBy: OPENED_VIAL.openedAt }],
    ['the number of a container of another kind', 'label.code-invalid', { vialNumber: 'CSP-000123-K' }],
    ['a blank lot', 'label.missing', { lot: '' }],
    ['a product name that does not fit on two inches', 'label.does-not-fit', { product: 'word '.repeat(40) }],
  ])('refuses %s', (_, code, change) => {
    const label = vialTag({ ...OPENED_VIAL, ...change });
    expect(codes(label)).toEqual([code]);
    expect(label.document).toBeNull();
  });
});

describe('worksheet', () => {
  it('says what is made of what, how, and who signed', () => {
    const label = worksheet(WORKSHEET);
    expect(codes(label)).toEqual([]);
    const facts = [
      ...['WS-000007-7', 'vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL', 'Category 2', 'Protect from light'],
      ...['vancomycin hydrochloride 1 g vial NDC 0409-6510-01', '6123456A 2027-01-31', '25 mL', '2 x 1 g vial'],
      ...[
        'scanned TK 09:14',
        'Reconstitute each vial',
        'CSP-000123-K',
        'Tess Kim',
        '2026-03-02 09:14 MST',
        'Page 1 of 1',
      ],
    ];
    for (const fact of facts) expect(said(label)).toContain(fact);
  });

  it('runs over pages without losing or breaking a step, and repeats no heading at the foot', () => {
    const steps = Array.from({ length: 90 }, (_, i) => ({ text: `Do thing ${i + 1}. ${'Mix gently. '.repeat(12)}` }));
    const label = worksheet({ ...WORKSHEET, steps });
    expect(label.expected.pages).toBe(label.document?.pages.length);
    expect(label.expected.pages).toBeGreaterThan(3);
    for (const page of label.document?.pages ?? []) {
      const body = flatParts(page).filter(
        (part) => part.kind === 'text' && part.name !== 'footer' && part.name !== 'page',
      );
      expect(body.at(-1)).not.toMatchObject({ name: 'heading' });
      for (const part of body)
        if (part.kind === 'text') expect(part.box.y + part.box.height).toBeLessThan(page.heightMm - 15);
    }
    for (const [i] of steps.entries()) expect(said(label)).toContain(`Do thing ${i + 1}.`);
  });

  it.each<[string, string, Partial<WorksheetFacts>]>([
    ['a wrong number', 'label.code-invalid', { worksheetNumber: 'WS-000007-8' }],
    ['no preparation', 'label.missing', { preparation: '' }],
    ['a blank step', 'label.missing', { steps: [{ text: ' ' }] }],
    ['a step longer than a page', 'label.does-not-fit', { steps: [{ text: 'word '.repeat(4000) }] }],
    [
      'more than twenty pages',
      'label.does-not-fit',
      { steps: Array.from({ length: 1000 }, () => ({ text: 'Mix gently. '.repeat(12) })) },
    ],
  ])('refuses %s', (_, code, change) => {
    const label = worksheet({ ...WORKSHEET, ...change });
    expect(codes(label)).toEqual([code]);
    expect(label.document).toBeNull();
  });
});
