import { parseShortNumber } from '#domain/barcode';
import { blocks } from '#domain/finding';
import type { Instant, ZoneId } from '#domain/time';
import { row, stack, symbolPiece, textPiece, type Piece } from '../layout/piece.js';
import { encodeSymbol } from '../symbol/symbol.js';
import { checkGroup, type CheckGroup } from './check-list.js';
import type { ExpectedContent, MadeLabel } from './facts.js';
import {
  footedPages,
  LARGE,
  list,
  ORDINARY,
  overflow,
  paginate,
  SECTION_GAP_MM,
  SHEET_WIDTH,
  table,
  type Block,
  type Print,
} from './sheet.js';
import { Wording } from './wording.js';

/** A paper of the office on letter size: an order, a list, a certificate. Texts are printed as they are given. */
export interface PaperFacts {
  /** What it is: `Purchase order`. */
  readonly title: string;
  /** One of our own numbers, printed and as a code; none where what it is about has no number. */
  readonly number?: string;
  /** Whom or what it is about, large. */
  readonly subject: string;
  readonly zone: ZoneId;
  readonly pharmacyName: string;
  readonly printedAt: Instant;
  /** `large` for what is read aloud, or at arm's length. */
  readonly print?: 'ordinary' | 'large';
  readonly summary: readonly { readonly label: string; readonly value: string }[];
  /** Lists to tick off, group by group. */
  readonly groups?: readonly CheckGroup[];
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

const MODULE_MM = 0.508;
/** A list of everyone concerned is as long as it is, up to what one file holds. */
const MAX_LIST_PAGES = 1000;

/** The paper, as many pages as it needs. Pure. */
export function paper(facts: PaperFacts): MadeLabel {
  const w = new Wording(facts.zone);
  const print = facts.print === 'large' ? LARGE : ORDINARY;
  const { number } = facts;
  if (number !== undefined && !parseShortNumber(number))
    w.stop('label.code-invalid', `"${number}" is no number with a right check character`, 'number');
  const subject = w.required('subject', facts.subject);
  const expected: ExpectedContent = {
    pages: 1,
    symbology: 'datamatrix',
    code: number ?? null,
    texts: [{ field: 'subject', text: subject }, ...(number === undefined ? [] : [{ field: 'number', text: number }])],
  };
  if (w.findings.some(blocks)) return { document: null, expected, findings: w.findings };
  const body = bodyOf(facts, w, subject, print);
  const footer = [w.required('pharmacy', facts.pharmacyName), number, `Printed ${w.instant(facts.printedAt)}`];
  const paged = paginate(body);
  const findings = [...w.findings, ...overflow('paper', body, paged, facts.groups ? MAX_LIST_PAGES : undefined)];
  if (findings.some(blocks)) return { document: null, expected, findings };
  const pages = footedPages(paged, footer.filter((part) => part !== undefined).join('   '));
  return {
    document: {
      title: number === undefined ? facts.title : `${facts.title} ${number}`,
      createdAt: facts.printedAt,
      pages,
    },
    expected: { ...expected, pages: pages.length },
    findings,
  };
}

function bodyOf(facts: PaperFacts, w: Wording, subject: string, print: Print): Block[] {
  return [
    { piece: head(facts, w, subject, print), gapAbove: 0 },
    ...(facts.summary.length > 0 ? [{ piece: summary(facts, w, print), gapAbove: SECTION_GAP_MM }] : []),
    ...(facts.groups ?? []).flatMap((group) => checkGroup(group, w, print)),
    ...facts.tables.flatMap(({ heading, columns, rows }) =>
      table(
        w.required('heading', heading),
        columns.map((c) => c.title),
        columns.map((c) => c.share * SHEET_WIDTH),
        rows.map((cells) => cells.map((text) => ({ text: w.text(heading, text) }))),
        print,
      ),
    ),
    ...list('Notes', facts.notes, w, { print }),
    ...table(
      'Signatures',
      ['', 'Name', 'Signature', 'Date'],
      [0.25, 0.3, 0.3, 0.15].map((share) => share * SHEET_WIDTH),
      facts.signatures.map((meaning) => [{ text: `${w.required('signature', meaning)}\n ` }]),
      print,
    ),
  ];
}

function head(facts: PaperFacts, w: Wording, subject: string, print: Print): Piece {
  const right = facts.number === undefined ? 0 : Math.max(34, 2.4 * print.body);
  const gap = right === 0 ? 0 : 4;
  const left = SHEET_WIDTH - right - gap;
  const titles = stack(
    [
      textPiece('title', w.required('title', facts.title), left, { size: print.body }),
      textPiece('subject', subject, left, { size: print.title, bold: true }),
    ],
    0.5,
  );
  return facts.number === undefined ? titles : row([titles, numberAndCode(facts.number, right, print)], gap);
}

function numberAndCode(number: string, width: number, print: Print): Piece {
  const code = {
    name: 'paper-code',
    symbology: 'datamatrix' as const,
    content: number,
    moduleMm: MODULE_MM,
    modules: encodeSymbol('datamatrix', number).width,
  };
  return stack(
    [
      symbolPiece(code, width, 'right'),
      textPiece('number', number, width, { size: print.body, bold: true, align: 'right' }),
    ],
    1,
  );
}

/** In two columns, in large print in one. */
function summary(facts: PaperFacts, w: Wording, print: Print): Piece {
  const columnCount = print === LARGE ? 1 : 2;
  const column = (SHEET_WIDTH - 6 * (columnCount - 1)) / columnCount;
  const labels = print === LARGE ? 0.26 : 0.34;
  const pairs = facts.summary.map(({ label, value }) =>
    row([
      textPiece('summary-label', w.required('label', label), column * labels, { size: print.body }),
      textPiece('summary-value', w.text(label, value), column * (1 - labels), { size: print.body, bold: true }),
    ]),
  );
  const middle = Math.ceil(pairs.length / columnCount);
  const columns = [pairs.slice(0, middle), pairs.slice(middle)].filter((c) => c.length > 0);
  return row(
    columns.map((pieces) => stack(pieces, 0.6)),
    6,
  );
}
