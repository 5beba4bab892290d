import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader';

/** Resolutions of the printers that labels go to. */
export type ReadBackDpi = 203 | 300 | 600;
/** More pages are not read in one go: 40 ms a page. */
export const MAX_READ_BACK_PAGES = 1000;

/** What a page says when it is read instead of written. */
export interface ReadBackPage {
  readonly text: string;
  readonly symbols: readonly ReadBackSymbol[];
}

export interface ReadBackSymbol {
  /** `datamatrix`, `gs1datamatrix`, `code128`, `qr`, or the decoder's own name of another one. */
  readonly symbology: string;
  /** Separators of GS1 data are the character U+001D, as a scanner sends them. */
  readonly content: string;
}

const SYMBOLOGIES: ReadonlyMap<string, string> = new Map([
  [']d1', 'datamatrix'],
  [']d2', 'gs1datamatrix'],
  [']C0', 'code128'],
  [']Q1', 'qr'],
]);

let pdfium: Promise<PDFiumLibrary> | undefined;

/** Both decoders are WebAssembly of some megabytes: loaded at the first page, kept for the life of the process. */
function decoders(): Promise<PDFiumLibrary> {
  if (pdfium) return pdfium;
  const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer } });
  pdfium = PDFiumLibrary.init();
  pdfium.catch(() => (pdfium = undefined));
  return pdfium;
}

/**
 * Rasterizes each page at the printer's resolution, decodes every symbol on it, and takes the text out of the file.
 * @throws RangeError for a file without pages or with more than `MAX_READ_BACK_PAGES`; Error when it is no PDF
 */
export async function readBack(pdf: Uint8Array, dpi: ReadBackDpi = 203): Promise<ReadBackPage[]> {
  const library = await decoders();
  const document = await library.loadDocument(pdf);
  try {
    const count = document.getPageCount();
    if (count < 1 || count > MAX_READ_BACK_PAGES) throw new RangeError(`${count} pages cannot be read back`);
    const pages: ReadBackPage[] = [];
    for (const page of document.pages()) pages.push(await readPage(page, dpi));
    return pages;
  } finally {
    document.destroy();
  }
}

async function readPage(page: PDFiumPage, dpi: ReadBackDpi): Promise<ReadBackPage> {
  // Before rendering: that closes the page.
  const text = page.getText();
  const { data, width, height } = await page.render({ scale: dpi / 72, render: 'bitmap', colorSpace: 'Gray' });
  // Upright, dark on light and at the printer's own resolution: what else a decoder could try doubles its time.
  const found = await readBarcodes({ data: rgba(data), width, height, colorSpace: 'srgb' } as never, {
    formats: ['DataMatrix', 'Code128', 'QRCode'],
    textMode: 'Plain',
    tryHarder: true,
    tryRotate: false,
    tryInvert: false,
    tryDownscale: false,
    maxNumberOfSymbols: 20,
  });
  return { text, symbols: found.filter((symbol) => symbol.isValid).map(symbolOf) };
}

/** Gray pixels as the decoder takes them. Rendering gray and spreading it is half the work of rendering colors. */
function rgba(gray: Uint8Array): Uint8ClampedArray {
  const spread = new Uint32Array(gray.length);
  for (let i = 0; i < gray.length; i++) spread[i] = 0xff000000 | ((gray[i] ?? 0) * 0x010101);
  return new Uint8ClampedArray(spread.buffer);
}

const symbolOf = (result: ReadResult): ReadBackSymbol => ({
  symbology: SYMBOLOGIES.get(result.symbologyIdentifier) ?? result.format,
  content: result.text,
});
