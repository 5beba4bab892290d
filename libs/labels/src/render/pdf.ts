import PDFDocument from 'pdfkit';
import { firstBaseline, flatParts, type FlatPart } from '../document/flat-parts.js';
import type { LabelDocument, LabelPage, RulePart, SymbolPart, TextPart } from '../document/label-document.js';
import { dejavuFile } from '../layout/dejavu.js';
import { POINT_MM, textWidth } from '../layout/measure.js';
import { winAnsiCode } from '../layout/win-ansi.js';
import { encodeSymbol } from '../symbol/symbol.js';

/** More pages in one file than any batch of a day; a bound on memory. */
export const MAX_PAGES = 1000;

/** What we use of pdfkit's font beside its public interface: its name on the page and its glyph codes. Version pinned. */
interface Font {
  readonly id: string;
  ref(): unknown;
  encode(text: string): [string[], unknown];
}
type Pdf = InstanceType<typeof PDFDocument>;

/**
 * The document as a PDF: text stays text, symbols are vector outlines. Standard fonts where they have the characters, else one
 * embedded subset for the whole file. The date in the file is that of the facts, so that equal documents give equal bytes.
 * @throws RangeError for no pages or more than `MAX_PAGES`, and for symbol content that cannot be encoded
 */
export async function renderPdf(document: LabelDocument): Promise<Uint8Array> {
  if (document.pages.length === 0 || document.pages.length > MAX_PAGES)
    throw new RangeError(`A file of labels has 1 to ${MAX_PAGES} pages, not ${document.pages.length}`);
  const date = new Date(document.createdAt);
  const pdf = new PDFDocument({
    autoFirstPage: false,
    lang: 'en-US',
    info: { Title: document.title, Producer: 'infusion-pharmacy', Creator: 'infusion-pharmacy', CreationDate: date },
  });
  const chunks: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    pdf.on('error', reject);
  });
  for (const page of document.pages) drawPage(pdf, page);
  pdf.end();
  return done;
}

function drawPage(pdf: Pdf, page: LabelPage): void {
  const height = page.heightMm / POINT_MM;
  pdf.addPage({ size: [page.widthMm / POINT_MM, height], margin: 0 });
  const fonts = new PageFonts(pdf);
  // pdfkit turns the page upside down; turn it back, so that what follows is plain PDF with y upwards.
  const content = [`q 1 0 0 -1 0 ${num(height)} cm`];
  for (const part of flatParts(page)) content.push(draw(part, height, fonts));
  content.push('Q');
  pdf.addContent(content.join('\n'));
}

function draw(part: FlatPart, pageHeight: number, fonts: PageFonts): string {
  switch (part.kind) {
    case 'text':
      return drawText(part, pageHeight, fonts);
    case 'rule':
      return drawRule(part, pageHeight);
    case 'rectangle': {
      const { x, y, width, height } = part.box;
      return `${mm(part.thickness)} w ${mm(x)} ${num(pageHeight - (y + height) / POINT_MM)} ${mm(width)} ${mm(height)} re S`;
    }
    case 'symbol':
      return drawSymbol(part, pageHeight);
  }
}

function drawText(part: TextPart, pageHeight: number, fonts: PageFonts): string {
  const { box, size, align } = part;
  const top = pageHeight - box.y / POINT_MM - firstBaseline(part);
  const lines = part.lines.map((line, i) => {
    const spare = align === 'left' ? 0 : box.width - textWidth(line, part.typeface, part.bold, size);
    const x = box.x + (align === 'center' ? spare / 2 : spare);
    return `1 0 0 1 ${mm(x)} ${num(top - i * part.leading)} Tm ${fonts.encode(part, line)} Tj`;
  });
  return `BT /${fonts.use(part)} ${num(size)} Tf ${lines.join(' ')} ET`;
}

function drawRule({ from, to, thickness }: RulePart, pageHeight: number): string {
  const y = (value: number): string => num(pageHeight - value / POINT_MM);
  return `${mm(thickness)} w ${mm(from.x)} ${y(from.y)} m ${mm(to.x)} ${y(to.y)} l S`;
}

/** In units of modules, y downwards: whole numbers only, so few bytes and no rounding. */
function drawSymbol(part: SymbolPart, pageHeight: number): string {
  const symbol = encodeSymbol(part.symbology, part.content);
  const { x, y, height } = part.box;
  const down = num(-height / POINT_MM / symbol.height);
  const path: string[] = [`q ${mm(part.moduleMm)} 0 0 ${down} ${mm(x)} ${num(pageHeight - y / POINT_MM)} cm`];
  for (const outline of symbol.outlines) {
    for (let i = 0; i < outline.length; i += 2) path.push(`${outline[i]} ${outline[i + 1]} ${i === 0 ? 'm' : 'l'}`);
    path.push('h');
  }
  path.push('f* Q');
  return path.join('\n');
}

/** Fonts by their name on a page. */
class PageFonts {
  private readonly used = new Map<string, Font>();

  constructor(private readonly pdf: Pdf) {}

  use(part: TextPart): string {
    return this.font(part).id;
  }

  encode(part: TextPart, line: string): string {
    return part.typeface === 'helvetica' ? winAnsiString(line) : `<${this.font(part).encode(line)[0].join('')}>`;
  }

  private font({ typeface, bold }: TextPart): Font {
    const name = typeface === 'helvetica' ? `Helvetica${bold ? '-Bold' : ''}` : `DejaVu${bold ? '-Bold' : ''}`;
    const known = this.used.get(name);
    if (known) return known;
    if (typeface === 'dejavu') this.pdf.registerFont(name, dejavuFile(bold));
    this.pdf.font(name);
    const { _font: font, page } = this.pdf as unknown as { _font: Font; page: { fonts: Record<string, unknown> } };
    page.fonts[font.id] ??= font.ref();
    this.used.set(name, font);
    return font;
  }
}

/** A PDF string in WinAnsi; what is not plain ASCII as an octal escape. */
function winAnsiString(line: string): string {
  let out = '(';
  for (const char of line) {
    const code = winAnsiCode(char.codePointAt(0) ?? 0);
    if (code === undefined) throw new RangeError(`No glyph for "${char}"`);
    if (code > 0x7e) out += `\\${code.toString(8)}`;
    else out += char === '(' || char === ')' || char === '\\' ? `\\${char}` : char;
  }
  return `${out})`;
}

/** Hundredths of a point: 3.5 micrometers, finer than any printer. */
const num = (points: number): string => String(Math.round(points * 100) / 100);
const mm = (millimeters: number): string => num(millimeters / POINT_MM);
