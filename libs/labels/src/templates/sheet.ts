import type { Finding } from '#domain/finding';
import type { LabelPage, Part } from '../document/label-document.js';
import { LABEL_SIZES } from '../document/label-size.js';
import { horizontalRule, row, textPiece, type Piece } from '../layout/piece.js';
import { tableRows, type Cell } from '../layout/table.js';
import type { Wording } from './wording.js';

const SIZE = LABEL_SIZES.letter;
/** Room between the margins of letter paper, in millimeters. */
export const SHEET_WIDTH = SIZE.widthMm - 2 * SIZE.marginMm;
const WIDTH = SHEET_WIDTH;
/** Room of one page between head and foot, in millimeters. */
const FOOT_MM = 6;
/** Height for the text of one page, in millimeters. */
export const SHEET_ROOM = SIZE.heightMm - 2 * SIZE.marginMm - FOOT_MM;
export const BODY_POINTS = 9.5;
export const SECTION_GAP_MM = 3.5;
/** A bound on what one sheet says; more belongs on two. */
const MAX_PAGES = 20;

/** How large a paper is set, in points. */
export interface Print {
  readonly body: number;
  readonly heading: number;
  readonly title: number;
}
export const ORDINARY: Print = { body: BODY_POINTS, heading: 11, title: 15 };
/** For what is read aloud, or at arm's length. */
export const LARGE: Print = { body: 14, heading: 16, title: 20 };

/** What stays together on a page: `keep` is never the last thing on one, as a heading. */
export interface Block {
  readonly piece: Piece;
  readonly gapAbove: number;
  readonly keep?: boolean;
}

export const heading = (text: string, print = ORDINARY): Block => ({
  piece: textPiece('heading', text, WIDTH, { size: print.heading, bold: true }),
  gapAbove: SECTION_GAP_MM,
  keep: true,
});

export function list(
  title: string,
  texts: readonly string[],
  w: Wording,
  { bold = false, print = ORDINARY }: { readonly bold?: boolean; readonly print?: Print } = {},
): Block[] {
  if (texts.length === 0) return [];
  const lines = texts.map((text): Block => ({
    piece: textPiece(title, `\u2022 ${w.required(title, text)}`, WIDTH, { size: print.body, bold }),
    gapAbove: 0.6,
  }));
  return [heading(title, print), ...lines];
}

export function table(
  title: string,
  header: readonly string[],
  columns: readonly number[],
  rows: readonly Cell[][],
  print = ORDINARY,
): Block[] {
  if (rows.length === 0) return [];
  const [top, ...lines] = tableRows(title, columns, header, rows, print.body);
  const headed = top ? [{ piece: top, gapAbove: 0.8, keep: true }] : [];
  return [heading(title, print), ...headed, ...lines.map((piece): Block => ({ piece, gapAbove: 0 }))];
}

/** A block with all that must follow it on the same page: a heading, the head of its table, its first row. */
function heightWithKept(all: readonly Block[], from: number): number {
  let height = 0;
  for (let i = from; ; i += 1) {
    const block = all[i];
    if (!block) return height;
    height += block.gapAbove + block.piece.height;
    if (!block.keep) return height;
  }
}

/** Blocks on pages, never broken within; a heading goes to the next page with what it heads. */
export function paginate(all: readonly Block[]): Part[][] {
  const pages: Part[][] = [[]];
  let y = 0;
  all.forEach((block, i) => {
    const needed = heightWithKept(all, i);
    if (y > 0 && y + needed > SHEET_ROOM) {
      pages.push([horizontalRule(SIZE.marginMm, SIZE.marginMm - 2, WIDTH)]);
      y = 0;
    }
    if (y > 0) y += block.gapAbove;
    pages.at(-1)?.push(...block.piece.at(SIZE.marginMm, SIZE.marginMm + y));
    y += block.piece.height;
  });
  return pages;
}

export function overflow(
  what: string,
  all: readonly Block[],
  pages: readonly unknown[],
  maxPages = MAX_PAGES,
): Finding[] {
  const wide = all.flatMap((block) => block.piece.tooWide);
  const tall = all.filter((block) => block.piece.height > SHEET_ROOM).length;
  if (wide.length === 0 && tall === 0 && pages.length <= maxPages) return [];
  const why = [
    ...wide,
    ...(tall > 0 ? [`${tall} texts longer than a page`] : []),
    ...(pages.length > maxPages ? [`${pages.length} pages, at most ${maxPages}`] : []),
  ].join('; ');
  return [
    { code: 'label.does-not-fit', severity: 'stop', message: `The ${what} does not fit: ${why}`, source: 'LBL-16' },
  ];
}

/** Pages with their foot: what it is, when it was printed, and which page of how many. */
export function footedPages(paged: readonly Part[][], footer: string): LabelPage[] {
  return paged.map((parts, i): LabelPage => {
    const foot = textPiece('footer', footer, WIDTH * 0.8, { size: 8 });
    const number = textPiece('page', `Page ${i + 1} of ${paged.length}`, WIDTH * 0.2, { size: 8, align: 'right' });
    const footParts = row([foot, number]).at(SIZE.marginMm, SIZE.heightMm - SIZE.marginMm - foot.height);
    return { widthMm: SIZE.widthMm, heightMm: SIZE.heightMm, parts: [...parts, ...footParts] };
  });
}
