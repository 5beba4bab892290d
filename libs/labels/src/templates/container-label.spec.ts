import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Quantity } from '#domain/quantity';
import { instant, parseInstant } from '#domain/time';
import type { Box, LabelDocument, TextPart } from '../document/label-document.js';
import { LABEL_SIZES, MINIMUM_DOSE_POINTS, MINIMUM_POINTS } from '../document/label-size.js';
import { CEFTRIAXONE, FLUOROURACIL, VANCOMYCIN } from '../fixtures/sample-facts.js';
import { flatParts } from '../document/flat-parts.js';
import { containerLabel } from './container-label.js';
import type { ContainerLabelFacts, MadeLabel } from './facts.js';

const codes = (label: MadeLabel): string[] => label.findings.map((finding) => finding.code);

function texts(document: LabelDocument | null): TextPart[] {
  const [page] = document?.pages ?? [];
  return page ? flatParts(page).filter((part) => part.kind === 'text') : [];
}
const said = (label: MadeLabel): string =>
  texts(label.document)
    .flatMap((part) => part.lines)
    .join(' ')
    .replaceAll('\u00a0', ' ');
const named = (label: MadeLabel, name: string): TextPart[] =>
  texts(label.document).filter((part) => part.name === name);

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width - 1e-6 &&
  b.x < a.x + a.width - 1e-6 &&
  a.y < b.y + b.height - 1e-6 &&
  b.y < a.y + a.height - 1e-6;

/** Everything inside the margins, no text on another text or on the code, nothing smaller than allowed. */
function expectWellSet(label: MadeLabel, size: keyof typeof LABEL_SIZES): void {
  const { widthMm, heightMm, marginMm } = LABEL_SIZES[size];
  const [page] = label.document?.pages ?? [];
  const boxes = page ? flatParts(page).flatMap((p) => (p.kind === 'text' || p.kind === 'symbol' ? [p.box] : [])) : [];
  expect(boxes.length).toBeGreaterThan(10);
  for (const [i, box] of boxes.entries()) {
    expect(box.x).toBeGreaterThanOrEqual(marginMm - 1e-6);
    expect(box.y).toBeGreaterThanOrEqual(marginMm - 1e-6);
    expect(box.x + box.width).toBeLessThanOrEqual(widthMm - marginMm + 1e-6);
    expect(box.y + box.height).toBeLessThanOrEqual(heightMm - marginMm + 1e-6);
    for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBe(false);
  }
  for (const part of texts(label.document)) {
    expect(part.size).toBeGreaterThanOrEqual(part.name === 'dose' ? MINIMUM_DOSE_POINTS : MINIMUM_POINTS);
  }
}

describe('containerLabel', () => {
  it.each([
    ['4x3', VANCOMYCIN],
    ['4x3', CEFTRIAXONE],
    ['4x3', FLUOROURACIL],
    ['4x6', FLUOROURACIL],
    ['4x2', CEFTRIAXONE],
    ['3x2', CEFTRIAXONE],
  ] as const)('sets everything on %s inside the margins, nothing over anything, nothing too small', (size, facts) => {
    const label = containerLabel({ ...facts, size });
    expect(codes(label)).toEqual([]);
    expectWellSet(label, size);
  });

  it('says who, what, how, until when and by whom', () => {
    const text = said(containerLabel(VANCOMYCIN));
    const facts = [
      ...['Alvarez, Maria Elena', 'MRN 00481516', 'DOB 1961-04-09', 'Allergies: penicillins'],
      ...['vancomycin 1,250 mg', '1,250 mg/250 mL (5 mg/mL)', 'in sodium chloride 0.9 % 250 mL'],
      ...['Intravenous', '166.7 mL/h', '90 min', 'every 12 hours', 'Infuse through the PICC line.'],
      ...['Remove from refrigerator 2 hours before use', 'Refrigerate 2 to 8 °C', 'Beyond-use date (BUD)'],
      ...['2026-03-12 09:14 MST', 'Prepared 2026-03-02 09:14 MST by TK, verified RL', 'Container 1 of 14'],
      ...['CSP-000123-K', 'Rx 7012345', 'J. Okafor MD', 'Compounded drug.', 'Single-dose: discard what is left.'],
      ...['Copper State Infusion Pharmacy', '410 W Camelback Rd', '24-hour phone 602-555-0142'],
    ];
    for (const fact of facts) expect(text).toContain(fact);
  });

  it('prints patient, drug and dose in bold, and the dose larger than all else but the name (LBL-12)', () => {
    const label = containerLabel(VANCOMYCIN);
    const [dose] = named(label, 'dose');
    const [patient] = named(label, 'patient');
    expect([dose?.bold, patient?.bold]).toEqual([true, true]);
    const others = texts(label.document).filter((part) => part.name !== 'dose' && part.name !== 'patient');
    for (const part of others) expect(part.size).toBeLessThan(Math.min(dose?.size ?? 0, patient?.size ?? 0));
  });

  it('writes tall man letters and the strength per total volume first (LBL-09, LBL-10)', () => {
    const text = said(containerLabel(CEFTRIAXONE));
    expect(text).toContain('cefTRIAXone 2 g');
    expect(text).toContain('2 g/100 mL (20 mg/mL)');
  });

  it('says "begin administration by" for a continuous infusion, and until when it must be complete (BUD-36, BUD-37)', () => {
    const text = said(containerLabel({ ...FLUOROURACIL, size: '4x6' }));
    expect(text).toContain('BUD - Begin administration by');
    expect(text).toContain('Infuse complete by');
    expect(text).toContain('2026-03-08 09:14 MST');
    expect(said(containerLabel(VANCOMYCIN))).not.toContain('Begin administration by');
  });

  it.each(['4x6', '4x3'] as const)('says on %s that an antineoplastic is chemotherapy (6.5, HD-24)', (size) => {
    const label = containerLabel({ ...FLUOROURACIL, size, antineoplastic: true });
    expect(codes(label)).toEqual([]);
    const text = 'CHEMOTHERAPY. Wear gloves. Chemo waste.';
    expect(said(label)).toContain(text);
    expect(label.expected.texts).toContainEqual({ field: 'hazard', text });
    expect(said(containerLabel({ ...FLUOROURACIL, size }))).not.toContain('CHEMOTHERAPY');
  });
  it.each(['4x3', '4x6'] as const)('frames the hazardous drug block on %s', (size) => {
    const label = containerLabel({ ...FLUOROURACIL, size });
    const [page] = label.document?.pages ?? [];
    const [hazard] = named(label, 'hazard');
    const frame = page?.parts.find((part) => part.kind === 'rectangle');
    expect(hazard?.lines).toEqual(['HAZARDOUS DRUG']);
    expect(frame && hazard && overlap(frame.box, hazard.box)).toBe(true);
    expect(said(containerLabel(VANCOMYCIN))).not.toContain('HAZARDOUS');
  });

  it('names a vesicant', () => {
    expect(said(containerLabel({ ...FLUOROURACIL, vesicant: true, size: '4x6' }))).toContain(
      'HAZARDOUS DRUG - VESICANT',
    );
    expect(said(containerLabel({ ...VANCOMYCIN, vesicant: true, size: '4x6' }))).toContain('VESICANT');
  });

  it('prints the pump program in the words and the order of the pump', () => {
    const lines = ['Reservoir volume', 'Continuous rate', 'KVO'].map((label, i) => ({ label, value: `${i + 2} mL` }));
    const pumpProgram = { heading: 'CADD-Solis 2110', lines, footer: 'Program version 1' };
    const label = containerLabel({ ...FLUOROURACIL, size: '4x6', pumpProgram });
    expect(codes(label)).toEqual([]);
    expectWellSet(label, '4x6');
    expect(said(label)).toContain('PUMP PROGRAM CADD-Solis 2110'.replace('PROGRAM ', 'PROGRAM   '));
    expect(named(label, 'pump-field').map((part) => part.lines[0])).toEqual(lines.map((line) => line.label));
    expect(named(label, 'pump-value').map((part) => part.lines[0]?.replace('\u00a0', ' '))).toEqual([
      '2 mL',
      '3 mL',
      '4 mL',
    ]);
  });

  it('lists every drug and additive with its amount', () => {
    const drugs = [
      { name: 'piperacillin', dose: Quantity.of('4', 'g') },
      { name: 'tazobactam', dose: Quantity.of('0.5', 'g') },
    ] as const;
    const additives = [{ name: 'potassium chloride', amount: Quantity.of('20', 'meq') }];
    const text = said(containerLabel({ ...CEFTRIAXONE, drugs, additives }));
    for (const part of ['piperacillin 4 g', 'tazobactam 0.5 g', 'Also contains potassium chloride 20 mEq'])
      expect(text).toContain(part);
  });

  it('puts the CSP number alone into the one code, nothing of the patient', () => {
    const label = containerLabel(VANCOMYCIN);
    const symbols = label.document?.pages[0]?.parts.filter((part) => part.kind === 'symbol') ?? [];
    expect(symbols.map(({ symbology, content }) => [symbology, content])).toEqual([['datamatrix', 'CSP-000123-K']]);
    expect(label.expected.code).toBe('CSP-000123-K');
  });

  it('embeds a font only for a text that the standard fonts lack', () => {
    const patient = { ...VANCOMYCIN.patient, name: 'Wójcik, Łucja' };
    const label = containerLabel({ ...VANCOMYCIN, patient });
    expect(codes(label)).toEqual([]);
    expect(named(label, 'patient').map((part) => part.typeface)).toEqual(['dejavu']);
    expect(named(label, 'dose').map((part) => part.typeface)).toEqual(['helvetica']);
  });

  it.each([
    ['李, 小龙', '李'],
    ['محمد', 'م'],
    ['Nguyen\u0007', '\u0007'],
    ['Smith \u202eevil', '\u202e'],
  ])('refuses the name %s rather than print a box or the wrong order', (name, character) => {
    const label = containerLabel({ ...VANCOMYCIN, patient: { ...VANCOMYCIN.patient, name } });
    expect(label.document).toBeNull();
    expect(codes(label)).toContain('label.unprintable-character');
    expect(label.findings[0]?.facts?.['characters']).toContain(character);
  });

  const zero = Quantity.of('0', 'mg');
  const negative = Quantity.of('-5', 'mg');
  it.each<[string, string, Partial<ContainerLabelFacts>]>([
    ['a dose of zero', 'label.quantity-not-positive', { drugs: [{ name: 'vancomycin', dose: zero }] }],
    ['a negative dose', 'label.quantity-not-positive', { drugs: [{ name: 'vancomycin', dose: negative }] }],
    ['a volume of zero', 'label.quantity-not-positive', { totalVolume: Quantity.of('0', 'mL') }],
    ['an additive of zero', 'label.quantity-not-positive', { additives: [{ name: 'heparin', amount: zero }] }],
    [
      'a dose without exact decimals',
      'label.number-not-printable',
      { drugs: [{ name: 'vancomycin', dose: Quantity.of('1', 'g').dividedBy(3) }] },
    ],
    ['no patient name', 'label.missing', { patient: { ...VANCOMYCIN.patient, name: '  ' } }],
    [
      'a blank second identifier',
      'label.missing',
      { patient: { ...VANCOMYCIN.patient, identifiers: [{ label: 'MRN', value: '' }] } },
    ],
    ['no route', 'label.missing', { route: '' }],
    ['no storage', 'label.missing', { storage: ' ' }],
    ['a wrong check character', 'label.code-invalid', { cspNumber: 'CSP-000123-J' }],
    ['a number of another kind', 'label.code-invalid', { cspNumber: 'ORD-000123-K' }],
    ['a BUD at the time of preparation', 'label.times-out-of-order', { beyondUse: VANCOMYCIN.preparedAt }],
    [
      'an end of infusion before preparation',
      'label.times-out-of-order',
      { infuseCompleteBy: instant(VANCOMYCIN.preparedAt - 1) },
    ],
    ['a fifteenth container of 14', 'label.count-invalid', { containerOf: { index: 15, count: 14 } }],
  ])('refuses %s', (_, code, change) => {
    const label = containerLabel({ ...VANCOMYCIN, ...change });
    expect(codes(label)).toContain(code);
    expect(label.document).toBeNull();
  });

  it('takes a BUD one minute after preparation', () => {
    const beyondUse = instant(VANCOMYCIN.preparedAt + 60_000);
    expect(codes(containerLabel({ ...VANCOMYCIN, beyondUse }))).toEqual([]);
  });

  it('prints the BUD to the minute, rounded down, in the zone of the site on both sides of a clock change (BUD-35)', () => {
    const at = (text: string): string =>
      said(containerLabel({ ...VANCOMYCIN, zone: 'America/Chicago' as never, beyondUse: parseInstant(text) }));
    expect(at('2026-03-08T07:59:59.999Z')).toContain('2026-03-08 01:59 CST');
    expect(at('2026-03-08T08:00:00Z')).toContain('2026-03-08 03:00 CDT');
  });

  it('asks to acknowledge an error-prone abbreviation in what a person typed, and prints it (6.2)', () => {
    const label = containerLabel({ ...VANCOMYCIN, directions: 'Give 5 cc QD' });
    expect(label.findings.length).toBeGreaterThan(0);
    expect(label.findings.every((f) => f.severity === 'soft' && f.field === 'directions')).toBe(true);
    expect(label.document).not.toBeNull();
  });

  it('says how much too long the texts are, and never clips or shrinks them', () => {
    const label = containerLabel({ ...VANCOMYCIN, size: '4x2' });
    expect(label.document).toBeNull();
    expect(codes(label)).toEqual(['label.does-not-fit']);
    expect(Number(label.findings[0]?.facts?.['neededMm'])).toBeGreaterThan(46);
  });

  it('names the word that is wider than the label', () => {
    const name = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe';
    const label = containerLabel({ ...VANCOMYCIN, patient: { ...VANCOMYCIN.patient, name } });
    expect(codes(label)).toEqual(['label.does-not-fit']);
    expect(label.findings[0]?.facts?.['tooWide']).toContain(name);
  });

  it('either sets all of any text well or says that it does not fit', () => {
    const words = (max: number): fc.Arbitrary<string> =>
      fc
        .array(fc.stringMatching(/^[A-Za-z][a-zé-]{0,14}[a-z]$/), { minLength: 1, maxLength: max })
        .map((w) => w.join(' '));
    const facts = fc.record({
      size: fc.constantFrom('4x3' as const, '4x2' as const, '3x2' as const, '4x6' as const),
      name: words(6),
      allergies: fc.array(words(3), { maxLength: 4 }),
      directions: words(40),
      warnings: fc.array(words(8), { maxLength: 5 }),
      hazardous: fc.boolean(),
      continuous: fc.boolean(),
    });
    let fitted = 0;
    fc.assert(
      fc.property(facts, ({ size, name, allergies, directions, warnings, hazardous, continuous }) => {
        const label = containerLabel({
          ...{ ...VANCOMYCIN, size, directions, warnings, hazardous },
          patient: { ...VANCOMYCIN.patient, name, allergies },
          infusion: { ...VANCOMYCIN.infusion, continuous },
        });
        if (codes(label).includes('label.does-not-fit')) return expect(label.document).toBeNull();
        fitted += 1;
        expectWellSet(label, size);
        const printed = said(label).replaceAll(/\s/g, '');
        for (const text of [name, directions, ...warnings]) expect(printed).toContain(text.replaceAll(/\s/g, ''));
      }),
      { numRuns: 150, seed: 20260302 },
    );
    expect(fitted).toBeGreaterThan(20);
  });
});
