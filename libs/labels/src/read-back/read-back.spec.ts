import { describe, expect, it } from '@jest/globals';
import { elementString } from '#domain/barcode';
import type { LabelDocument, Part, Symbology } from '../document/label-document.js';
import { CEFTRIAXONE, FLUOROURACIL, OPENED_VIAL, VANCOMYCIN, WORKSHEET } from '../fixtures/sample-facts.js';
import { renderPdf } from '../render/pdf.js';
import { encodeSymbol } from '../symbol/symbol.js';
import { containerLabel } from '../templates/container-label.js';
import type { MadeLabel } from '../templates/facts.js';
import { vialTag } from '../templates/vial-tag.js';
import { worksheet } from '../templates/worksheet.js';
import { compareReadBack } from './compare.js';
import { readBack } from './read-back.js';

const documentOf = (label: MadeLabel): LabelDocument => {
  if (!label.document) throw new Error(JSON.stringify(label.findings));
  return label.document;
};
const codesOf = async (document: LabelDocument, label: MadeLabel): Promise<string[]> =>
  compareReadBack(await readBack(await renderPdf(document)), label.expected).map((finding) => finding.code);

/** The label with its parts changed, as a wrong template or a mixed-up file would. */
const tampered = (label: MadeLabel, change: (part: Part) => Part[]): LabelDocument => {
  const document = documentOf(label);
  return { ...document, pages: document.pages.map((page) => ({ ...page, parts: page.parts.flatMap(change) })) };
};

describe('readBack', () => {
  const labels: [string, () => MadeLabel][] = [
    ['vancomycin 4 x 3', () => containerLabel(VANCOMYCIN)],
    ['fluorouracil 4 x 3', () => containerLabel(FLUOROURACIL)],
    ['fluorouracil 4 x 6', () => containerLabel({ ...FLUOROURACIL, size: '4x6' })],
    ['ceftriaxone 4 x 2', () => containerLabel({ ...CEFTRIAXONE, size: '4x2' })],
    ['ceftriaxone 3 x 2', () => containerLabel({ ...CEFTRIAXONE, size: '3x2' })],
    ['vial tag 2 x 1', () => vialTag(OPENED_VIAL)],
    ['worksheet', () => worksheet(WORKSHEET)],
  ];
  const cases = labels.flatMap(([name, make], i) =>
    ([203, 300, 600] as const).slice(0, i % 3 === 0 ? 3 : 2).map((dpi) => [name, dpi, make] as const),
  );
  it.each(cases)('of %s at %i dpi releases it', async (_, dpi, make) => {
    const label = make();
    const pages = await readBack(await renderPdf(documentOf(label)), dpi);
    expect(compareReadBack(pages, label.expected)).toEqual([]);
    expect(pages.flatMap((page) => page.symbols)).toEqual([
      { symbology: 'datamatrix', content: label.expected.code ?? '' },
    ]);
  });

  it('reads a name outside Western Europe as it was written', async () => {
    const label = containerLabel({ ...VANCOMYCIN, patient: { ...VANCOMYCIN.patient, name: 'Wójcik-Łódź, Žluť' } });
    expect(await codesOf(documentOf(label), label)).toEqual([]);
  });

  const gs1 = '(01)00312345678906(17)270131(10)A1';
  it.each<[Symbology, string, string, number]>([
    ['datamatrix', 'CSP-000123-K', 'CSP-000123-K', 0.508],
    ['gs1datamatrix', gs1, elementString({ gtin: '00312345678906', lot: 'A1', expiry: '2027-01-31' as never }), 0.508],
    ['code128', 'CSP-000123-K', 'CSP-000123-K', 0.381],
    ['qr', 'CSP-000123-K', 'CSP-000123-K', 0.508],
  ])('decodes %s at 203, 300 and 600 dpi', async (symbology, content, scanned, moduleMm) => {
    const { width, height } = encodeSymbol(symbology, content);
    const box = { x: 10, y: 10, width: width * moduleMm, height: height === 1 ? 12 : height * moduleMm };
    const parts: Part[] = [{ kind: 'symbol', name: 'code', symbology, content, box, moduleMm }];
    const document = { title: 'code', createdAt: VANCOMYCIN.preparedAt, pages: [{ widthMm: 80, heightMm: 40, parts }] };
    const pdf = await renderPdf(document);
    for (const dpi of [203, 300, 600] as const) {
      const [page] = await readBack(pdf, dpi);
      expect(page?.symbols.map((s) => [s.symbology, s.content])).toEqual([[symbology, scanned]]);
    }
  });

  it('refuses what is no PDF', async () => {
    await expect(readBack(new TextEncoder().encode('not a PDF'))).rejects.toThrow();
  });
});

describe('compareReadBack', () => {
  const label = containerLabel(VANCOMYCIN);

  it('refuses a label that carries the code of another container', async () => {
    const wrong = tampered(label, (part) => [part.kind === 'symbol' ? { ...part, content: 'CSP-000124-G' } : part]);
    expect(await codesOf(wrong, label)).toEqual(['label.read-back-wrong-code']);
  });

  it('refuses the right content in another symbology', () => {
    const symbols = [{ symbology: 'gs1datamatrix', content: label.expected.code ?? '' }];
    const findings = compareReadBack(
      [{ text: label.expected.texts.map((t) => t.text).join(' '), symbols }],
      label.expected,
    );
    expect(findings.map((finding) => finding.code)).toEqual(['label.read-back-wrong-code']);
  });

  it('refuses a label without a code', async () => {
    const without = tampered(label, (part) => (part.kind === 'symbol' ? [] : [part]));
    expect(await codesOf(without, label)).toEqual(['label.read-back-no-code']);
  });

  it('refuses a second code, even the same one (LBL-15)', async () => {
    const twice = tampered(label, (part) =>
      part.kind === 'symbol' ? [part, { ...part, box: { ...part.box, x: part.box.x - 16 } }] : [part],
    );
    expect(await codesOf(twice, label)).toEqual(['label.read-back-extra-code']);
  });

  it('refuses a code that is drawn over', async () => {
    const spoiled = tampered(label, (part) => {
      if (part.kind !== 'symbol') return [part];
      const { x, y, width, height } = part.box;
      const bars = [0.3, 0.6].map((share): Part => {
        const at = y + height * share;
        return { kind: 'rule', from: { x: x - 1, y: at }, to: { x: x + width + 1, y: at }, thickness: 1.6 };
      });
      return [part, ...bars];
    });
    expect(await codesOf(spoiled, label)).toEqual(['label.read-back-no-code']);
  });

  it.each([
    ['patient', 'patient name', 'Alvarez, Maria Elena', 'Alvarez, Maria'],
    ['dose', 'dose', '1,250', '1,350'],
    ['strength', 'strength', '5\u00a0mg/mL', '50\u00a0mg/mL'],
    ['beyond-use', 'Beyond-use date (BUD)', '2026-03-12', '2026-03-13'],
    ['csp-number', 'CSP number', '000123', '000128'],
    ['warning', 'warning', '2 hours', '3 hours'],
    ['storage', 'storage', '2 to 8', '20 to 25'],
  ])('refuses a changed %s', async (name, field, text, other) => {
    const changed = tampered(label, (part) =>
      part.kind === 'text' && part.name === name
        ? [{ ...part, lines: part.lines.map((line) => line.replace(text, other)) }]
        : [part],
    );
    const findings = compareReadBack(await readBack(await renderPdf(changed)), label.expected);
    expect(findings.map((finding) => [finding.code, finding.facts?.['field']])).toEqual([
      ['label.read-back-text-missing', field],
    ]);
    expect(findings.every((finding) => finding.severity === 'stop')).toBe(true);
  });

  it.each(['patient', 'dose', 'csp-number'])('refuses a label that lacks %s', async (name) => {
    const without = tampered(label, (part) => (part.kind === 'text' && part.name === name ? [] : [part]));
    expect(await codesOf(without, label)).toContain('label.read-back-text-missing');
  });

  it('refuses more pages than the label has', async () => {
    const document = documentOf(label);
    const twice = { ...document, pages: [...document.pages, ...document.pages] };
    expect(await codesOf(twice, label)).toEqual(['label.read-back-pages']);
  });
});
