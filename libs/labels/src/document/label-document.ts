import type { Instant } from '#domain/time';

/**
 * A label as it will be printed: every line broken, every part placed. Plain data (it crosses to a worker as it is), so that
 * what is shown, printed and read back is one thing. Lengths are millimeters from the top left corner; type sizes are points.
 */
export interface LabelDocument {
  readonly title: string;
  /** Written into the file instead of the time of printing, so that equal facts give equal bytes. */
  readonly createdAt: Instant;
  readonly pages: readonly LabelPage[];
}

export interface LabelPage {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly parts: readonly Part[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Part = TextPart | RulePart | RectanglePart | TablePart | SymbolPart;
export type Align = 'left' | 'center' | 'right';
/** `helvetica`: one of the fonts every PDF reader has. `dejavu`: embedded, for text outside Western European. */
export type Typeface = 'helvetica' | 'dejavu';

/** Lines of one style, the first at the top of the box, `leading` points apart. */
export interface TextPart {
  readonly kind: 'text';
  /** What it is on the label, for example `patient` or `dose`; named in findings and tests. */
  readonly name: string;
  readonly box: Box;
  readonly lines: readonly string[];
  readonly typeface: Typeface;
  readonly bold: boolean;
  readonly size: number;
  readonly leading: number;
  readonly align: Align;
}

/** A horizontal or vertical line. */
export interface RulePart {
  readonly kind: 'rule';
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly thickness: number;
}

/** An outline; black on white, never filled (LBL-16). */
export interface RectanglePart {
  readonly kind: 'rectangle';
  readonly box: Box;
  readonly thickness: number;
}

/** Cells as text parts, already placed, with the rules between the rows. */
export interface TablePart {
  readonly kind: 'table';
  readonly name: string;
  readonly box: Box;
  readonly cells: readonly TextPart[];
  readonly rules: readonly RulePart[];
}

export type Symbology = 'datamatrix' | 'gs1datamatrix' | 'code128' | 'qr';

export interface SymbolPart {
  readonly kind: 'symbol';
  readonly name: string;
  readonly symbology: Symbology;
  /** What a scanner reads; for `gs1datamatrix` with brackets: `(01)00312345678906(10)A1`. */
  readonly content: string;
  /** Without the quiet zone, which the template leaves free round it. */
  readonly box: Box;
  /** Width of one module. 0.508 mm is 4 dots at 203 dpi and 6 at 300 dpi. */
  readonly moduleMm: number;
}

/** Joins labels into one file, in order, so that a batch embeds a font and repeats nothing. @throws RangeError when empty */
export function joinDocuments(title: string, documents: readonly LabelDocument[]): LabelDocument {
  const [first] = documents;
  if (!first) throw new RangeError('No labels to join');
  return { title, createdAt: first.createdAt, pages: documents.flatMap((d) => d.pages) };
}
