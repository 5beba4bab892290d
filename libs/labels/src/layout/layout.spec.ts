import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { dejavuFile, dejavuMetrics } from './dejavu.js';
import { cleanText, textWidth, typefaceFor, unprintableCharacters } from './measure.js';
import { readFontMetrics } from './truetype.js';
import { isWinAnsi, winAnsiCode } from './win-ansi.js';
import { wrap } from './wrap.js';

/** Every character of WinAnsi, retyped from annex D of the PDF standard: ASCII, the moved ones, Latin-1. */
const MOVED: [number, string][] = [
  ...([
    [0x80, '\u20ac'],
    [0x82, '\u201a'],
    [0x83, '\u0192'],
    [0x84, '\u201e'],
    [0x85, '\u2026'],
  ] as [number, string][]),
  ...([
    [0x86, '\u2020'],
    [0x87, '\u2021'],
    [0x88, '\u02c6'],
    [0x89, '\u2030'],
    [0x8a, '\u0160'],
  ] as [number, string][]),
  ...([
    [0x8b, '\u2039'],
    [0x8c, '\u0152'],
    [0x8e, '\u017d'],
    [0x91, '\u2018'],
    [0x92, '\u2019'],
  ] as [number, string][]),
  ...([
    [0x93, '\u201c'],
    [0x94, '\u201d'],
    [0x95, '\u2022'],
    [0x96, '\u2013'],
    [0x97, '\u2014'],
  ] as [number, string][]),
  ...([
    [0x98, '\u02dc'],
    [0x99, '\u2122'],
    [0x9a, '\u0161'],
    [0x9b, '\u203a'],
    [0x9c, '\u0153'],
  ] as [number, string][]),
  ...([
    [0x9e, '\u017e'],
    [0x9f, '\u0178'],
  ] as [number, string][]),
];
const PLAIN = Array.from({ length: 224 }, (_, i) => i + 32)
  .filter((code) => (code < 0x7f || code > 0x9f) && code !== 0xad)
  .map((code): [number, string] => [code, String.fromCharCode(code)]);
const WIN_ANSI = [...PLAIN, ...MOVED];

describe('winAnsiCode', () => {
  it('is the code page that the PDF standard names', () => {
    for (const [code, char] of WIN_ANSI) expect([char, winAnsiCode(char.codePointAt(0) ?? 0)]).toEqual([char, code]);
  });

  it.each(['Ł', '李', '\u0007', '\u00ad', '\u0081'])('has no code for %j', (char) => {
    expect(isWinAnsi(char)).toBe(false);
  });
});

describe('textWidth', () => {
  const pdf = new PDFDocument();

  it.each([
    ['Helvetica', false],
    ['Helvetica-Bold', true],
  ])('of every character is that of the %s that is drawn', (font, bold) => {
    pdf.font(font).fontSize(100);
    for (const [, char] of WIN_ANSI) {
      const points = (textWidth(char, 'helvetica', bold, 100) * 72) / 25.4;
      expect([char, Math.round(points * 100)]).toEqual([char, Math.round(pdf.widthOfString(char) * 100)]);
    }
  });

  it.each([false, true])('of DejaVu (bold: %s) is that of the font that is embedded', (bold) => {
    pdf.font(dejavuFile(bold)).fontSize(100);
    for (const char of 'ŁódźŽluť≤ΩµñАяW i.') {
      const points = (textWidth(char, 'dejavu', bold, 100) * 72) / 25.4;
      expect(points).toBeCloseTo(pdf.widthOfString(char), 3);
    }
  });
});

describe('unprintableCharacters', () => {
  it.each(['Łódź', 'Nguyễn Văn', 'Иванова', 'Παπαδόπουλος', '20 to 25 °C', 'Zoë\nline'])('are none in %j', (text) => {
    expect(unprintableCharacters(cleanText(text))).toEqual([]);
  });

  it.each([
    ['李', ['李']],
    ['שרה', ['ש', 'ר', 'ה']],
    ['ส', ['ส']],
    ['a\u0000b', ['\u0000']],
    ['x\u200by', ['\u200b']],
  ])('of %j are %j', (text, found) => {
    expect(unprintableCharacters(text)).toEqual(found);
  });

  it('joins letter and accent first, so that a decomposed name is the same name', () => {
    expect(unprintableCharacters(cleanText('Zoe\u0308'))).toEqual([]);
    expect(typefaceFor(cleanText('Zoe\u0308'))).toBe('helvetica');
  });
});

describe('readFontMetrics', () => {
  it('knows characters beyond the basic plane and lacks what the font lacks', () => {
    const metrics = dejavuMetrics(false);
    expect(metrics.advance(0x1d538)).toBeGreaterThan(0);
    expect(metrics.advance(0x674e)).toBeUndefined();
  });

  it('refuses a file that is no font', () => {
    expect(() => readFontMetrics(new Uint8Array(64))).toThrow(RangeError);
  });
});

describe('wrap', () => {
  const fits = (line: string, width: number): boolean => textWidth(line, 'helvetica', false, 10) <= width;

  it('keeps every word, in order, and no line wider than the column unless it says so', () => {
    const text = fc
      .array(fc.stringMatching(/^[a-zA-Z0-9,.()-]{1,12}$/), { minLength: 1, maxLength: 30 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 90 }), (given, width) => {
        const { lines, tooWide } = wrap(given, width, 'helvetica', false, 10);
        expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
        if (tooWide === undefined) for (const line of lines) expect(fits(line, width)).toBe(true);
        else expect(fits(tooWide, width)).toBe(false);
      }),
    );
  });

  it('breaks a double name after its hyphen, and never a number from its unit or a negative sign from its figure', () => {
    expect(wrap('Washington-Fitzgerald', 25, 'helvetica', false, 10).lines).toEqual(['Washington-', 'Fitzgerald']);
    expect(wrap('give 1,250\u00a0mg', 17, 'helvetica', false, 10).lines).toEqual(['give', '1,250\u00a0mg']);
    expect(wrap('phone 602-555-0142', 15, 'helvetica', false, 10).tooWide).toBe('602-555-0142');
  });

  it('keeps the spaces about a dash', () => {
    expect(wrap('BUD - Begin by', 14, 'helvetica', false, 10).lines).toEqual(['BUD -', 'Begin by']);
    expect(wrap('BUD - Begin administration by', 45, 'helvetica', false, 10).lines[0]).toContain('BUD - Begin');
  });

  it('takes a column as wide as the text exactly', () => {
    const width = textWidth('vancomycin 1,250 mg', 'helvetica', false, 10);
    expect(wrap('vancomycin 1,250 mg', width, 'helvetica', false, 10).lines).toHaveLength(1);
    expect(wrap('vancomycin 1,250 mg', width - 0.001, 'helvetica', false, 10).lines).toHaveLength(2);
  });
});
