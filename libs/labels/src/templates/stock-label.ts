import { parseShortNumber } from '#domain/barcode';
import { findErrorProneAbbreviations } from '#domain/display';
import { blocks, type Finding } from '#domain/finding';
import { LABEL_SIZES, MINIMUM_DOSE_POINTS, MINIMUM_POINTS } from '../document/label-size.js';
import { fitSections, type Arrangement } from '../layout/fit.js';
import { framed, row, rulePiece, stack, symbolPiece, textPiece, type Piece } from '../layout/piece.js';
import { encodeSymbol } from '../symbol/symbol.js';
import type { ExpectedContent, MadeLabel, StockLabelFacts } from './facts.js';
import { Wording } from './wording.js';

const MODULE_MM = 0.508;
const CODE_COLUMN_MM = 27;
const NOT_FOR_A_PATIENT = 'STOCK - NOT FOR A PATIENT';
const USE = 'Only for use in a preparation. Once entered in ISO 5: 12 h, then discard the rest.';

/**
 * The label on a container that was made for stock: what it is, its lot and its date, and that no patient gets it as it is (USP <797>
 * sections 13 and 16; domain-rules 1.10, 2.3). Pure. With a finding of severity `stop` there is no document.
 */
export function stockLabel(facts: StockLabelFacts): MadeLabel {
  const w = new Wording(facts.zone);
  const words = stockWords(facts, w);
  const findings: Finding[] = [
    ...w.findings,
    ...facts.warnings.flatMap((warning) =>
      findErrorProneAbbreviations(warning).map((f): Finding => ({ ...f, severity: 'soft', field: 'warning' })),
    ),
  ];
  const expected = expectedContent(facts, words);
  if (findings.some(blocks)) return { document: null, expected, findings };
  const size = LABEL_SIZES['4x3'];
  const fitted = fitSections(size, [arrangement(words)]);
  findings.push(...fitted.findings);
  if (findings.some(blocks)) return { document: null, expected, findings };
  const page = { widthMm: size.widthMm, heightMm: size.heightMm, parts: fitted.parts };
  return {
    document: { title: `Stock label ${facts.cspNumber}`, createdAt: facts.preparedAt, pages: [page] },
    expected,
    findings,
  };
}

interface StockWords {
  readonly cspNumber: string;
  readonly drug: string;
  readonly strength: string;
  readonly product: string;
  readonly lot: string;
  readonly counted: string;
  readonly beyondUse: string;
  readonly storage: string;
  readonly hazard: string;
  readonly warnings: readonly string[];
  readonly made: string;
  readonly pharmacy: string;
}

function stockWords(facts: StockLabelFacts, w: Wording): StockWords {
  if (parseShortNumber(facts.cspNumber)?.prefix !== 'CSP')
    w.stop('label.code-invalid', `"${facts.cspNumber}" is no CSP number with a right check character`, 'CSP number');
  w.inOrder(['prepared', facts.preparedAt], ['beyond-use date', facts.beyondUse]);
  const { index, count } = facts.containerOf;
  if (!(Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count))
    w.stop('label.count-invalid', `Container ${index} of ${count} does not exist`, 'container of');
  const verified = facts.verifiedBy ? `, verified ${w.required('verifier', facts.verifiedBy)}` : '';
  const { pharmacy } = facts;
  return {
    cspNumber: facts.cspNumber,
    drug: `${w.drug('drug', facts.drug)} ${w.dose('amount', facts.amount)}`,
    strength: w.strength('strength', facts.amount, facts.volume),
    product: `${w.required('product', facts.product)} (${w.required('product code', facts.productCode)})`,
    lot: `Lot\u00a0${w.required('lot', facts.lot)}`,
    counted: `Container ${index} of ${count}`,
    beyondUse: w.instant(facts.beyondUse),
    storage: w.required('storage', facts.storage),
    hazard: facts.hazardous ? 'HAZARDOUS DRUG. Wear gloves. Discard as hazardous drug waste.' : '',
    warnings: facts.warnings.map((warning) => w.required('warning', warning)),
    made: `Prepared ${w.instant(facts.preparedAt)} by ${w.required('preparer', facts.preparedBy)}${verified}. Compounded drug.`,
    pharmacy: `${w.required('pharmacy name', pharmacy.name)}, ${w.required('pharmacy address', pharmacy.address)}, 24-hour phone ${w.required('24-hour phone', pharmacy.phone24h)}`,
  };
}

/** What read-back must find again, from the words and not from the document. */
const expectedContent = (facts: StockLabelFacts, words: StockWords): ExpectedContent => ({
  pages: 1,
  symbology: 'datamatrix',
  code: facts.cspNumber,
  texts: [
    { field: 'purpose', text: NOT_FOR_A_PATIENT },
    { field: 'drug', text: words.drug },
    { field: 'strength', text: words.strength },
    { field: 'lot', text: words.lot },
    { field: 'beyond-use date', text: words.beyondUse },
    { field: 'storage', text: words.storage },
    { field: 'CSP number', text: facts.cspNumber },
    ...(words.hazard === '' ? [] : [{ field: 'hazard', text: words.hazard }]),
    ...words.warnings.map((text) => ({ field: 'warning', text })),
  ],
});

/** Type of one label at one scale. */
interface Setter {
  readonly points: (wanted: number, least: number) => number;
  readonly set: (name: string, text: string, width: number, size: number, bold?: boolean) => Piece;
  readonly body: number;
  readonly strong: number;
}

function setterAt(scale: number): Setter {
  const points = (wanted: number, least: number): number => Math.max(least, Math.round(wanted * scale * 10) / 10);
  return {
    points,
    set: (name, text, width, size, bold = false) => textPiece(name, text, width, { size, bold, leading: 1.12 }),
    body: points(9, MINIMUM_POINTS),
    strong: points(10.5, MINIMUM_POINTS),
  };
}

function arrangement(words: StockWords): Arrangement {
  return {
    gap: { least: 0.6, most: 2.2 },
    leastScale: 0.7,
    sections(scale, width) {
      const type = setterAt(scale);
      const { set, body, strong, points } = type;
      const beware = [words.hazard, ...words.warnings].filter((text) => text !== '');
      const bullet = (text: string): Piece => set('warning', `\u2022\u00a0${text}`, width, body + 0.5, true);
      const validity = stack([
        set('caption', 'Beyond-use date (BUD)', width, MINIMUM_POINTS),
        set('beyond-use', words.beyondUse, width, points(13, 9), true),
        set('storage', words.storage, width, strong, true),
      ]);
      const origin = stack([set('made', words.made, width, body), set('pharmacy', words.pharmacy, width, body)]);
      return [
        purpose(type, width),
        head(words, type, width),
        ...(beware.length > 0 ? [stack(beware.map(bullet))] : []),
        validity,
        origin,
      ];
    },
  };
}

/** That it is nobody's, framed and first. */
function purpose({ strong, body }: Setter, width: number): Piece {
  const centered = (text: string, inside: number, size: number, bold: boolean): Piece =>
    textPiece('purpose', text, inside, { size, bold, align: 'center', leading: 1.1 });
  const frame = framed(width, { thickness: 0.7, padding: 0.8 }, (inside) =>
    stack([centered(NOT_FOR_A_PATIENT, inside, strong + 1.5, true), centered(USE, inside, body, false)]),
  );
  return { ...frame, ruleAbove: false, ruleBelow: false };
}

/** What it is and its lot, beside the code. */
function head(words: StockWords, { set, points, body, strong }: Setter, width: number): Piece {
  const code = {
    name: 'csp-code',
    symbology: 'datamatrix' as const,
    content: words.cspNumber,
    moduleMm: MODULE_MM,
    modules: encodeSymbol('datamatrix', words.cspNumber).width,
  };
  const left = width - CODE_COLUMN_MM - 2;
  const right = (name: string, text: string, bold: boolean): Piece =>
    textPiece(name, text, CODE_COLUMN_MM, { size: body, bold, align: 'right', leading: 1.12 });
  const what = stack([
    set('drug', words.drug, left, points(17, MINIMUM_DOSE_POINTS), true),
    set('strength', words.strength, left, points(12.5, 9), true),
    rulePiece(left, 0.6),
    set('product', words.product, left, strong),
    set('lot', words.lot, left, points(12.5, 9), true),
  ]);
  const numbers = stack([right('csp-number', words.cspNumber, true), right('record', words.counted, false)]);
  return row([what, stack([symbolPiece(code, CODE_COLUMN_MM, 'right'), numbers], 1)], 2);
}
