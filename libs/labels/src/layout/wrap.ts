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
  const measure = (t: string): number => textWidth(t, typeface, bold, size);
  for (const paragraph of text.split('\n')) {
    if (measure(paragraph) <= width) {
      lines.push(paragraph);
      continue;
    }
    let line = '';
    for (const word of paragraph.split(' ')) {
      let glue = line === '' ? '' : ' ';
      for (const piece of measure(line + glue + word) <= width ? [word] : word.split(HYPHEN)) {
        if (measure(line + glue + piece) <= width) line += glue + piece;
        else {
          if (line !== '') lines.push(line);
          if (measure(piece) > width) tooWide ??= piece;
          line = piece;
        }
        glue = '';
      }
    }
    lines.push(line);
  }
  return tooWide === undefined ? { lines } : { lines, tooWide };
}
