import type { Typeface } from '../document/label-document.js';
import { dejavuMetrics } from './dejavu.js';
import { HELVETICA, HELVETICA_BOLD } from './helvetica.js';
import { isWinAnsi, winAnsiCode } from './win-ansi.js';

/** Millimeters in a point. */
export const POINT_MM = 25.4 / 72;

/** Scripts whose letters stand side by side in reading order; others need shaping or run from right to left. */
const SIMPLE = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]$/u;

/** One spelling of every character, and single spaces; line breaks stay. A no-break space stays one. */
export const cleanText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[ \t]+/g, ' ')
    .trim();

/** Characters of `text` that no font of ours prints as they should look: a box is never printed instead. */
export function unprintableCharacters(text: string): string[] {
  const found = new Set<string>();
  for (const char of text) {
    if (char === '\n') continue;
    const code = char.codePointAt(0) ?? 0;
    if (winAnsiCode(code) !== undefined) continue;
    const drawn = SIMPLE.test(char) && !/\p{C}/u.test(char) && dejavuMetrics(true).advance(code) !== undefined;
    if (!drawn) found.add(char);
  }
  return [...found];
}

/** Helvetica wherever it has the characters, so that most labels embed no font. */
export const typefaceFor = (text: string): Typeface => (isWinAnsi(text.replaceAll('\n', ' ')) ? 'helvetica' : 'dejavu');

/** Width in millimeters of one line, without kerning, as it is drawn. */
export function textWidth(text: string, typeface: Typeface, bold: boolean, size: number): number {
  return (unitWidth(text, typeface, bold) * size * POINT_MM) / 1000;
}

function unitWidth(text: string, typeface: Typeface, bold: boolean): number {
  let width = 0;
  if (typeface === 'helvetica') {
    const table = bold ? HELVETICA_BOLD : HELVETICA;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      width += table[((code < 0x80 ? code : winAnsiCode(code)) ?? 0x20) - 0x20] ?? 0;
    }
    return width;
  }
  const metrics = dejavuMetrics(bold);
  for (const char of text) width += metrics.advance(char.codePointAt(0) ?? 0) ?? 0;
  return width;
}
