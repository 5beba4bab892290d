import { firstBaseline, flatParts, type FlatPart } from '../document/flat-parts.js';
import type { LabelDocument, LabelPage, SymbolPart, TextPart } from '../document/label-document.js';
import { encodeSymbol } from '../symbol/symbol.js';

/** Resolutions of label printers; modules come out as whole dots. */
export type PrinterDpi = 203 | 300;

/** A 203 dpi printer has 8 dots to the millimeter, a 300 dpi printer 11.8. */
const DOTS_PER_MM: Record<PrinterDpi, number> = { 203: 8, 300: 11.811 };
/** Characters of the printer's own scalable font 0 with `^CI28`; a bullet is printed as a middle dot. */
const FONT_0 = /^[\u0020-\u007e\u00a0-\u00ff\u2022]*$/;

/** Whether the printer's own font has every character; if not, print the PDF. */
export const isZplPrintable = (document: LabelDocument): boolean =>
  document.pages.every((page) =>
    flatParts(page).every((p) => p.kind !== 'text' || p.lines.every((l) => FONT_0.test(l))),
  );

/**
 * The document for a Zebra printer. Font 0 is narrower than Helvetica at the same size, so what fitted still fits.
 * @throws RangeError for text that the printer's font lacks
 */
export function renderZpl(document: LabelDocument, dpi: PrinterDpi): string {
  return document.pages.map((page) => renderPage(page, DOTS_PER_MM[dpi], dpi)).join('');
}

function renderPage(page: LabelPage, perMm: number, dpi: PrinterDpi): string {
  const dots = (mm: number): number => Math.round(mm * perMm);
  const fields = flatParts(page).map((part) => draw(part, dots, dpi));
  return `^XA^CI28^LH0,0^PW${dots(page.widthMm)}^LL${dots(page.heightMm)}\n${fields.join('\n')}\n^PQ1^XZ\n`;
}

function draw(part: FlatPart, dots: (mm: number) => number, dpi: PrinterDpi): string {
  switch (part.kind) {
    case 'text':
      return drawText(part, dots, dpi);
    case 'rule': {
      const { from, to } = part;
      const thickness = Math.max(1, dots(part.thickness));
      const [width, height] = [dots(to.x - from.x), dots(to.y - from.y)];
      return `^FO${dots(from.x)},${dots(from.y)}^GB${Math.max(width, thickness)},${Math.max(height, thickness)},${thickness}^FS`;
    }
    case 'rectangle': {
      const { x, y, width, height } = part.box;
      const half = part.thickness / 2;
      const [w, h] = [dots(width + part.thickness), dots(height + part.thickness)];
      return `^FO${dots(x - half)},${dots(y - half)}^GB${w},${h},${Math.max(1, dots(part.thickness))}^FS`;
    }
    case 'symbol':
      return drawSymbol(part, dots);
  }
}

/** Font 0 has one weight, and that is bold (CG Triumvirate Bold Condensed): size alone makes the order of weight. */
function drawText(part: TextPart, dots: (mm: number) => number, dpi: PrinterDpi): string {
  const pointDots = dpi / 72;
  const height = Math.round(part.size * pointDots);
  // The baseline of font 0 lies at three quarters of its height.
  const top = dots(part.box.y) + (firstBaseline(part) - part.size * 0.75) * pointDots;
  return part.lines
    .map((line, i) => {
      if (!FONT_0.test(line)) throw new RangeError(`The printer's font lacks characters of "${line}"`);
      const y = Math.round(top + i * part.leading * pointDots);
      const block = part.align === 'left' ? '' : `^FB${dots(part.box.width)},1,0,${part.align === 'right' ? 'R' : 'C'}`;
      return `^FO${dots(part.box.x)},${y}^A0N,${height}${block}^FH_^FD${escaped(line)}^FS`;
    })
    .join('\n');
}

function drawSymbol(part: SymbolPart, dots: (mm: number) => number): string {
  const module = Math.max(1, dots(part.moduleMm));
  const at = `^FO${dots(part.box.x)},${dots(part.box.y)}`;
  const { width } = encodeSymbol(part.symbology, part.content);
  switch (part.symbology) {
    case 'datamatrix':
      return `${at}^BXN,${module},200,${width},${width}^FH_^FD${escaped(part.content)}^FS`;
    case 'gs1datamatrix':
      // `_1` is FNC1 to ^BX with its escape character `_`; so hexadecimal escapes are written with a backslash here.
      return `${at}^BXN,${module},200,,,,_^FH\\^FD_1${gs1Data(part.content)}^FS`;
    case 'code128':
      return `${at}^BY${module}^BCN,${dots(part.box.height)},N,N,N,A^FH_^FD${escaped(part.content)}^FS`;
    case 'qr':
      return `${at}^BQN,2,${module},M^FH_^FDMA,${escaped(part.content)}^FS`;
  }
}

/** Caret and tilde begin commands, the underscore begins an escape. */
const escaped = (text: string): string =>
  text
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u2022', '\u00b7')
    .replace(/[_^~\\]/g, (c) => `_${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** GS1 identifiers whose data have a fixed length and need no separator (GS1 General Specifications, figure 7.8.5-2). */
const FIXED_LENGTH = /^(0[0-4]|1[1-9]|20|3[1-6]|41)/;

/** Bracketed element string as scanned: brackets away, a group separator after variable data that something follows. */
function gs1Data(bracketed: string): string {
  const elements = [...bracketed.matchAll(/\((\d{2,4})\)([^(]+)/g)];
  return elements
    .map(([, ai = '', value = ''], i) => {
      const last = i === elements.length - 1;
      return (
        ai +
        value.replace(/[_^~\\]/g, (c) => `\\${c.charCodeAt(0).toString(16).toUpperCase()}`) +
        (last || FIXED_LENGTH.test(ai) ? '' : '\\1D')
      );
    })
    .join('');
}
