import type { Typeface } from '../document/label-document.js';
import { textWidth } from './measure.js';

export interface Wrapped {
  readonly lines: readonly string[];
  /** A word that is wider than the line and may not be broken. */
  readonly tooWide?: string;
}

/** After a hyphen between letters, as in a double name; never inside a number or a unit. */
const HYPHEN = /(?<=\p{L}-)(?=\p{L})/u;

/** Breaks text into lines no wider than `width` millimeters. Nothing is cut: what cannot be broken is reported. */
export function wrap(text: string, width: number, typeface: Typeface, bold: boolean, size: number): Wrapped {
  const lines: string[] = [];
  let tooWide: string | undefined;
  const fits = (t: string): boolean => textWidth(t, typeface, bold, size) <= width;
  for (const paragraph of text.split('\n')) {
    if (fits(paragraph)) {
      lines.push(paragraph);
      continue;
    }
    let line = '';
    for (const piece of breakable(paragraph)) {
      const longer = line === '' ? piece.text : line + piece.glue + piece.text;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      if (!fits(piece.text)) tooWide ??= piece.text;
      line = piece.text;
    }
    lines.push(line);
  }
  return tooWide === undefined ? { lines } : { lines, tooWide };
}

interface Breakable {
  readonly text: string;
  /** What joins it to the piece before when both are on one line. */
  readonly glue: string;
}

/** Words, and parts of double names. */
function breakable(paragraph: string): Breakable[] {
  return paragraph
    .split(' ')
    .flatMap((word) => word.split(HYPHEN).map((text, i): Breakable => ({ text, glue: i === 0 ? ' ' : '' })));
}
