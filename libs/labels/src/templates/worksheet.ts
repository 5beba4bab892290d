import { parseShortNumber } from '#domain/barcode';
import { blocks, type Finding } from '#domain/finding';
import type { LabelPage, Part } from '../document/label-document.js';
import { LABEL_SIZES } from '../document/label-size.js';
import { horizontalRule, row, stack, symbolPiece, textPiece, type Piece } from '../layout/piece.js';
import { tableRows, type Cell } from '../layout/table.js';
import { encodeSymbol } from '../symbol/symbol.js';
import type { ExpectedContent, MadeLabel, WorksheetFacts } from './facts.js';
import { unbroken, Wording } from './wording.js';

const SIZE = LABEL_SIZES.letter;
const WIDTH = SIZE.widthMm - 2 * SIZE.marginMm;
/** Room of one page between head and foot, in millimeters. */
const FOOT_MM = 6;
const TITLE_POINTS = 15;
const HEADING_POINTS = 11;
const BODY_POINTS = 9.5;
const MODULE_MM = 0.508;
const SECTION_GAP_MM = 3.5;
/** A bound on what one sheet says; a batch of more belongs on two worksheets. */
const MAX_PAGES = 20;

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
  const findings = [...w.findings, ...overflow(blocksOfPage, paged)];
  if (findings.some(blocks)) return { document: null, expected, findings };
  const pages = paged.map((parts, i): LabelPage => {
    const foot = textPiece('footer', footer, WIDTH * 0.8, { size: 8 });
    const number = textPiece('page', `Page ${i + 1} of ${paged.length}`, WIDTH * 0.2, { size: 8, align: 'right' });
    const footParts = row([foot, number]).at(SIZE.marginMm, SIZE.heightMm - SIZE.marginMm - foot.height);
    return { widthMm: SIZE.widthMm, heightMm: SIZE.heightMm, parts: [...parts, ...footParts] };
  });
  return {
    document: { title: `Worksheet ${facts.worksheetNumber}`, createdAt: facts.printedAt, pages },
    expected: { ...expected, pages: pages.length },
    findings,
  };
}

/** What stays together on a page: `keep` is never the last thing on one, as a heading. */
interface Block {
  readonly piece: Piece;
  readonly gapAbove: number;
  readonly keep?: boolean;
}

function body(facts: WorksheetFacts, w: Wording, preparation: string): Block[] {
  return [
    { piece: head(facts, preparation), gapAbove: 0 },
    { piece: summary(facts, w), gapAbove: SECTION_GAP_MM },
    ...list('Beware', facts.warnings, w, true),
    ...list('Findings', facts.findings, w, false),
    ...ingredients(facts, w),
    ...steps(facts, w),
    ...list('Calculation', facts.derivation, w, false),
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
  const left = WIDTH - right - 4;
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
  const column = (WIDTH - 6) / 2;
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

const heading = (text: string): Block => ({
  piece: textPiece('heading', text, WIDTH, { size: HEADING_POINTS, bold: true }),
  gapAbove: SECTION_GAP_MM,
  keep: true,
});

function list(title: string, texts: readonly string[], w: Wording, bold: boolean): Block[] {
  if (texts.length === 0) return [];
  const lines = texts.map((text): Block => ({
    piece: textPiece(title, `\u2022 ${w.required(title, text)}`, WIDTH, { size: BODY_POINTS, bold }),
    gapAbove: 0.6,
  }));
  return [heading(title), ...lines];
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
  const columns = [0.34, 0.14, 0.11, 0.11, 0.13, 0.17].map((share) => share * WIDTH);
  return table('Ingredients', ['Product', 'Lot, expiry', 'Amount', 'Volume', 'Take', 'Proven'], columns, cells);
}

function steps(facts: WorksheetFacts, w: Wording): Block[] {
  const cells = facts.steps.map((step, i): Cell[] => [
    { text: String(i + 1) },
    { text: w.required('step', step.text) },
    { text: w.text('done', step.done ?? '') },
  ]);
  return table('Steps', ['', 'Step', 'Done'], [0.05 * WIDTH, 0.75 * WIDTH, 0.2 * WIDTH], cells);
}

function containers(facts: WorksheetFacts, w: Wording): Block[] {
  const cells = facts.containers.map((c): Cell[] => [
    { text: w.required('CSP number', c.cspNumber), bold: true },
    { text: w.text('status', c.status ?? '') },
  ]);
  return table('Containers', ['CSP', 'Status'], [0.3 * WIDTH, 0.7 * WIDTH], cells);
}

function signatures(facts: WorksheetFacts, w: Wording): Block[] {
  const cells = facts.signatures.map((s): Cell[] => [
    { text: w.required('meaning', s.meaning) },
    { text: w.text('signer', s.signedBy ?? ''), bold: true },
    { text: s.signedAt === undefined ? '' : w.instant(s.signedAt) },
  ]);
  return table('Signatures', ['Meaning', 'Signed by', 'At'], [0.3 * WIDTH, 0.4 * WIDTH, 0.3 * WIDTH], cells);
}

function table(title: string, header: readonly string[], columns: readonly number[], rows: readonly Cell[][]): Block[] {
  if (rows.length === 0) return [];
  const [top, ...lines] = tableRows(title, columns, header, rows, BODY_POINTS);
  const headed = top ? [{ piece: top, gapAbove: 0.8, keep: true }] : [];
  return [heading(title), ...headed, ...lines.map((piece): Block => ({ piece, gapAbove: 0 }))];
}

/** A block with all that must follow it on the same page: a heading, the head of its table, its first row. */
function heightWithKept(all: readonly Block[], from: number): number {
  let height = 0;
  for (const block of all.slice(from)) {
    height += block.gapAbove + block.piece.height;
    if (!block.keep) break;
  }
  return height;
}

/** Blocks on pages, never broken within; a heading goes to the next page with what it heads. */
function paginate(all: readonly Block[]): Part[][] {
  const room = SIZE.heightMm - 2 * SIZE.marginMm - FOOT_MM;
  const pages: Part[][] = [[]];
  let y = 0;
  all.forEach((block, i) => {
    const needed = heightWithKept(all, i);
    if (y > 0 && y + needed > room) {
      pages.push([horizontalRule(SIZE.marginMm, SIZE.marginMm - 2, WIDTH)]);
      y = 0;
    }
    if (y > 0) y += block.gapAbove;
    pages.at(-1)?.push(...block.piece.at(SIZE.marginMm, SIZE.marginMm + y));
    y += block.piece.height;
  });
  return pages;
}

function overflow(all: readonly Block[], pages: readonly unknown[]): Finding[] {
  const room = SIZE.heightMm - 2 * SIZE.marginMm - FOOT_MM;
  const wide = all.flatMap((block) => block.piece.tooWide);
  const tall = all.filter((block) => block.piece.height > room).length;
  if (wide.length === 0 && tall === 0 && pages.length <= MAX_PAGES) return [];
  const why = [
    ...wide,
    ...(tall > 0 ? [`${tall} texts longer than a page`] : []),
    ...(pages.length > MAX_PAGES ? [`${pages.length} pages, at most ${MAX_PAGES}`] : []),
  ].join('; ');
  return [
    { code: 'label.does-not-fit', severity: 'stop', message: `The worksheet does not fit: ${why}`, source: 'LBL-16' },
  ];
}
