import { describe, expect, it } from '@jest/globals';
import { elementString } from '#domain/barcode';
import type { LabelDocument, Part, Symbology } from '../document/label-document.js';
import { CEFTRIAXONE, OPENED_VIAL, VANCOMYCIN } from '../fixtures/sample-facts.js';
import { containerLabel } from '../templates/container-label.js';
import type { MadeLabel } from '../templates/facts.js';
import { vialTag } from '../templates/vial-tag.js';
import { isZplPrintable, renderZpl } from './zpl.js';

const documentOf = (label: MadeLabel): LabelDocument => {
  if (!label.document) throw new Error(JSON.stringify(label.findings));
  return label.document;
};
const withPart = (part: Part): LabelDocument => ({
  title: 'one part',
  createdAt: VANCOMYCIN.preparedAt,
  pages: [{ widthMm: 50.8, heightMm: 25.4, parts: [part] }],
});
const symbol = (symbology: Symbology, content: string): LabelDocument =>
  withPart({
    ...{ kind: 'symbol', name: 'code', symbology, content, moduleMm: 0.508 },
    box: { x: 5, y: 5, width: 8.128, height: 8.128 },
  });

describe('renderZpl', () => {
  it('prints the tag of an opened vial', () => {
    expect(renderZpl(documentOf(vialTag(OPENED_VIAL)), 203)).toBe(GOLDEN);
  });

  it('carries the number of the container in one DataMatrix of whole dots at both resolutions', () => {
    const document = documentOf(containerLabel(VANCOMYCIN));
    const at = (dpi: 203 | 300): string[] => renderZpl(document, dpi).match(/\^BX[^^]*\^FH_\^FD[^^]*\^FS/g) ?? [];
    expect(at(203)).toEqual(['^BXN,4,200,16,16^FH_^FDCSP-000123-K^FS']);
    expect(at(300)).toEqual(['^BXN,6,200,16,16^FH_^FDCSP-000123-K^FS']);
  });

  it('states the size of the label in dots', () => {
    expect(renderZpl(documentOf(containerLabel(VANCOMYCIN)), 203)).toContain('^PW813^LL610');
    expect(renderZpl(documentOf(containerLabel(VANCOMYCIN)), 300)).toContain('^PW1200^LL900');
  });

  it('prints every text of the label', () => {
    const zpl = renderZpl(documentOf(containerLabel(CEFTRIAXONE)), 203);
    for (const text of [
      'Nguyen, Thomas',
      'cefTRIAXone 2 g',
      '2 g/100 mL (20 mg/mL)',
      '2026-03-12 09:14 MST',
      '2 to 8 °C',
    ])
      expect(zpl).toContain(text);
  });

  it('stays within 2 KB, without a picture', () => {
    const zpl = renderZpl(documentOf(containerLabel(VANCOMYCIN)), 203);
    expect(Buffer.byteLength(zpl)).toBeLessThanOrEqual(2048);
    expect(zpl).not.toContain('^GF');
  });

  it('escapes what the printer would take for a command', () => {
    const document = documentOf(containerLabel({ ...VANCOMYCIN, directions: 'a^XZ ~JA b_c \\ d' }));
    const zpl = renderZpl(document, 203);
    expect(zpl).toContain('a_5EXZ _7EJA b_5Fc _5C d');
    expect(zpl.match(/\^XZ/g)).toHaveLength(1);
    expect(zpl).not.toContain('~JA');
  });

  it('separates variable GS1 data where another element follows, and only there', () => {
    const zpl = renderZpl(symbol('gs1datamatrix', '(01)00312345678906(10)A1(17)270131'), 203);
    expect(zpl).toContain('^BXN,4,200,,,,_^FH\\^FD_1010031234567890610A1\\1D17270131^FS');
    // The same element string as a scanner sends, FNC1 at the beginning left out.
    const sent = elementString({ gtin: '00312345678906', lot: 'A1' });
    expect(renderZpl(symbol('gs1datamatrix', '(01)00312345678906(10)A1'), 203)).toContain(`^FD_1${sent}^FS`);
  });

  it.each([
    ['code128', 'CSP-000123-K', '^BY4^BCN,65,N,N,N,A^FH_^FDCSP-000123-K^FS'],
    ['qr', 'CSP-000123-K', '^BQN,2,4,M^FH_^FDMA,CSP-000123-K^FS'],
  ] as const)('prints %s', (symbology, content, expected) => {
    expect(renderZpl(symbol(symbology, content), 203)).toContain(expected);
  });

  it('refuses a name that the font of the printer lacks, and says so beforehand', () => {
    const patient = { ...VANCOMYCIN.patient, name: 'Wójcik, Łucja' };
    const document = documentOf(containerLabel({ ...VANCOMYCIN, patient }));
    expect(isZplPrintable(document)).toBe(false);
    expect(() => renderZpl(document, 203)).toThrow(RangeError);
    expect(isZplPrintable(documentOf(containerLabel(VANCOMYCIN)))).toBe(true);
  });
});

const GOLDEN = `^XA^CI28^LH0,0^PW406^LL203
^FO12,14^A0N,23^FH_^FDVIAL-000045-5^FS
^FO12,38^A0N,23^FH_^FDvancomycin 10 g pharmacy^FS
^FO12,62^A0N,23^FH_^FDbulk package^FS
^FO329,12^BXN,4,200,16,16^FH_^FDVIAL-000045-5^FS
^FO12,90^GB382,2,2^FS
^FO12,97^A0N,23^FH_^FDLot 6123456A exp 2027-01-31^FS
^FO12,121^A0N,23^FH_^FDDiscard by^FS
^FO125,121^A0N,23^FH_^FD2026-03-02 15:14 MST^FS
^FO12,145^A0N,23^FH_^FDOpened 2026-03-02 09:14 MST TK^FS
^FO12,169^A0N,23^FH_^FD100 mg/mL; 20 to 25 °C^FS
^PQ1^XZ
`;
