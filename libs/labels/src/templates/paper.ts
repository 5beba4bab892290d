import { parseShortNumber } from '#domain/barcode';
import { blocks } from '#domain/finding';
import type { Instant, ZoneId } from '#domain/time';
import { row, stack, symbolPiece, textPiece, type Piece } from '../layout/piece.js';
import { encodeSymbol } from '../symbol/symbol.js';
import type { ExpectedContent, MadeLabel } from './facts.js';
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
import { Wording } from './wording.js';

/** A paper of the office on letter size: an order, a list, a certificate. Texts are printed as they are given. */
export interface PaperFacts {
  /** What it is: `Purchase order`. */
  readonly title: string;
  /** One of our own numbers, printed and as a code. */
  readonly number: string;
  /** Whom or what it is about, large. */
  readonly subject: string;
  readonly zone: ZoneId;
  readonly pharmacyName: string;
  readonly printedAt: Instant;
  readonly summary: readonly { readonly label: string; readonly value: string }[];
  readonly tables: readonly {
    readonly heading: string;
    /** `share` of the width; together 1. */
    readonly columns: readonly { readonly title: string; readonly share: number }[];
    readonly rows: readonly (readonly string[])[];
  }[];
  readonly notes: readonly string[];
  /** What is signed by hand, each with a line to sign on. */
  readonly signatures: readonly string[];
}

const TITLE_POINTS = 15;
const MODULE_MM = 0.508;

/** The paper, as many pages as it needs. Pure. */
export function paper(facts: PaperFacts): MadeLabel {
  const w = new Wording(facts.zone);
  if (!parseShortNumber(facts.number))
    w.stop('label.code-invalid', `"${facts.number}" is no number with a right check character`, 'number');
  const subject = w.required('subject', facts.subject);
  const expected: ExpectedContent = {
    pages: 1,
    symbology: 'datamatrix',
    code: facts.number,
    texts: [
      { field: 'subject', text: subject },
      { field: 'number', text: facts.number },
    ],
  };
  if (w.findings.some(blocks)) return { document: null, expected, findings: w.findings };
  const body = bodyOf(facts, w, subject);
  const footer = `${w.required('pharmacy', facts.pharmacyName)}   ${facts.number}   Printed ${w.instant(facts.printedAt)}`;
  const paged = paginate(body);
  const findings = [...w.findings, ...overflow('paper', body, paged)];
  if (findings.some(blocks)) return { document: null, expected, findings };
  const pages = footedPages(paged, footer);
  return {
    document: { title: `${facts.title} ${facts.number}`, createdAt: facts.printedAt, pages },
    expected: { ...expected, pages: pages.length },
    findings,
  };
}

function bodyOf(facts: PaperFacts, w: Wording, subject: string): Block[] {
  return [
    { piece: head(facts, w, subject), gapAbove: 0 },
    ...(facts.summary.length > 0 ? [{ piece: summary(facts, w), gapAbove: SECTION_GAP_MM }] : []),
    ...facts.tables.flatMap(({ heading, columns, rows }) =>
      table(
        w.required('heading', heading),
        columns.map((c) => c.title),
        columns.map((c) => c.share * SHEET_WIDTH),
        rows.map((cells) => cells.map((text) => ({ text: w.text(heading, text) }))),
      ),
    ),
    ...list('Notes', facts.notes, w, false),
    ...table(
      'Signatures',
      ['', 'Name', 'Signature', 'Date'],
      [0.25, 0.3, 0.3, 0.15].map((share) => share * SHEET_WIDTH),
      facts.signatures.map((meaning) => [{ text: `${w.required('signature', meaning)}\n ` }]),
    ),
  ];
}

function head(facts: PaperFacts, w: Wording, subject: string): Piece {
  const code = {
    name: 'paper-code',
    symbology: 'datamatrix' as const,
    content: facts.number,
    moduleMm: MODULE_MM,
    modules: encodeSymbol('datamatrix', facts.number).width,
  };
  const right = 34;
  const left = SHEET_WIDTH - right - 4;
  const titles = [
    textPiece('title', w.required('title', facts.title), left, { size: BODY_POINTS }),
    textPiece('subject', subject, left, { size: TITLE_POINTS, bold: true }),
  ];
  const marks = [
    symbolPiece(code, right, 'right'),
    textPiece('number', facts.number, right, { size: BODY_POINTS, bold: true, align: 'right' }),
  ];
  return row([stack(titles, 0.5), stack(marks, 1)], 4);
}

function summary(facts: PaperFacts, w: Wording): Piece {
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
