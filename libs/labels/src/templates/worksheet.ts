import { parseShortNumber } from '#domain/barcode';
import { blocks } from '#domain/finding';
import { row, stack, symbolPiece, textPiece, type Piece } from '../layout/piece.js';
import type { Cell } from '../layout/table.js';
import { encodeSymbol } from '../symbol/symbol.js';
import type { ExpectedContent, MadeLabel, WorksheetFacts } from './facts.js';
import {
  BODY_POINTS,
  footedPages,
  list,
  overflow,
  paginate,
  SECTION_GAP_MM,
  SHEET_WIDTH,
  table,
  type Block,
} from './sheet.js';
import { unbroken, Wording } from './wording.js';

const TITLE_POINTS = 15;
const MODULE_MM = 0.508;

/** A worksheet or compounding record on letter paper, as many pages as it needs (USP <797> §11.2; domain rules 2.2). Pure. */
export function worksheet(facts: WorksheetFacts): MadeLabel {
  const w = new Wording(facts.zone);
  if (parseShortNumber(facts.worksheetNumber)?.prefix !== 'WS')
    w.stop(
      'label.code-invalid',
      `"${facts.worksheetNumber}" is no worksheet number with a right check character`,
      'worksheet number',
    );
  const preparation = w.required('preparation', facts.preparation);
  const expected: ExpectedContent = {
    pages: 1,
    symbology: 'datamatrix',
    code: facts.worksheetNumber,
    texts: [
      { field: 'preparation', text: preparation },
      { field: 'worksheet number', text: facts.worksheetNumber },
    ],
  };
  if (w.findings.some(blocks)) return { document: null, expected, findings: w.findings };
  const blocksOfPage = body(facts, w, preparation);
  const footer = `${w.required('pharmacy', facts.pharmacyName)}   ${facts.worksheetNumber}   Printed ${w.instant(facts.printedAt)}`;
  const paged = paginate(blocksOfPage);
  const findings = [...w.findings, ...overflow('worksheet', blocksOfPage, paged)];
  if (findings.some(blocks)) return { document: null, expected, findings };
  const pages = footedPages(paged, footer);
  return {
    document: { title: `Worksheet ${facts.worksheetNumber}`, createdAt: facts.printedAt, pages },
    expected: { ...expected, pages: pages.length },
    findings,
  };
}

function body(facts: WorksheetFacts, w: Wording, preparation: string): Block[] {
  return [
    { piece: head(facts, preparation), gapAbove: 0 },
    { piece: summary(facts, w), gapAbove: SECTION_GAP_MM },
    ...list('Beware', facts.warnings, w, { bold: true }),
    ...list('Findings', facts.findings, w),
    ...ingredients(facts, w),
    ...steps(facts, w),
    ...list('Calculation', facts.derivation, w),
    ...containers(facts, w),
    ...signatures(facts, w),
  ];
}

function head(facts: WorksheetFacts, preparation: string): Piece {
  const code = {
    name: 'worksheet-code',
    symbology: 'datamatrix' as const,
    content: facts.worksheetNumber,
    moduleMm: MODULE_MM,
    modules: encodeSymbol('datamatrix', facts.worksheetNumber).width,
  };
  const right = 34;
  const left = SHEET_WIDTH - right - 4;
  return row(
    [
      stack(
        [
          textPiece('kind', 'Compounding worksheet', left, { size: BODY_POINTS }),
          textPiece('preparation', preparation, left, { size: TITLE_POINTS, bold: true }),
        ],
        0.5,
      ),
      stack(
        [
          symbolPiece(code, right, 'right'),
          textPiece('worksheet-number', facts.worksheetNumber, right, {
            size: BODY_POINTS,
            bold: true,
            align: 'right',
          }),
        ],
        1,
      ),
    ],
    4,
  );
}

function summary(facts: WorksheetFacts, w: Wording): Piece {
  const column = (SHEET_WIDTH - 6) / 2;
  const pairs = facts.summary.map(({ label, value }) =>
    row([
      textPiece('summary-label', w.required('label', label), column * 0.34, { size: BODY_POINTS }),
      textPiece('summary-value', w.text(label, value), column * 0.66, { size: BODY_POINTS, bold: true }),
    ]),
  );
  const middle = Math.ceil(pairs.length / 2);
  const columns = [pairs.slice(0, middle), pairs.slice(middle)].filter((c) => c.length > 0);
  return row(
    columns.map((pieces) => stack(pieces, 0.6)),
    6,
  );
}

function ingredients(facts: WorksheetFacts, w: Wording): Block[] {
  const cells = facts.ingredients.map((line): Cell[] => [
    {
      text: w.required('product', line.product) + (line.ndc ? `\nNDC\u00a0${w.text('NDC', line.ndc)}` : ''),
      bold: true,
    },
    { text: `${w.text('lot', line.lot ?? '')}${line.expiry ? `\n${line.expiry}` : ''}` },
    { text: line.amount ? w.quantity('amount', line.amount) : '' },
    { text: line.volume ? w.quantity('volume', line.volume) : '', bold: true },
    { text: line.take ? unbroken(w.text('take', line.take)) : '' },
    { text: w.text('proof', line.proof ?? '') },
  ]);
  const columns = [0.34, 0.14, 0.11, 0.11, 0.13, 0.17].map((share) => share * SHEET_WIDTH);
  return table('Ingredients', ['Product', 'Lot, expiry', 'Amount', 'Volume', 'Take', 'Proven'], columns, cells);
}

function steps(facts: WorksheetFacts, w: Wording): Block[] {
  const cells = facts.steps.map((step, i): Cell[] => [
    { text: String(i + 1) },
    { text: w.required('step', step.text) },
    { text: w.text('done', step.done ?? '') },
  ]);
  return table('Steps', ['', 'Step', 'Done'], [0.05 * SHEET_WIDTH, 0.75 * SHEET_WIDTH, 0.2 * SHEET_WIDTH], cells);
}

function containers(facts: WorksheetFacts, w: Wording): Block[] {
  const cells = facts.containers.map((c): Cell[] => [
    { text: w.required('CSP number', c.cspNumber), bold: true },
    { text: w.text('status', c.status ?? '') },
  ]);
  return table('Containers', ['CSP', 'Status'], [0.3 * SHEET_WIDTH, 0.7 * SHEET_WIDTH], cells);
}

function signatures(facts: WorksheetFacts, w: Wording): Block[] {
  const cells = facts.signatures.map((s): Cell[] => [
    { text: w.required('meaning', s.meaning) },
    { text: w.text('signer', s.signedBy ?? ''), bold: true },
    { text: s.signedAt === undefined ? '' : w.instant(s.signedAt) },
  ]);
  return table(
    'Signatures',
    ['Meaning', 'Signed by', 'At'],
    [0.3 * SHEET_WIDTH, 0.4 * SHEET_WIDTH, 0.3 * SHEET_WIDTH],
    cells,
  );
}
