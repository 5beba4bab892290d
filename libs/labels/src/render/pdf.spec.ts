import { PDFiumLibrary } from '@hyzyla/pdfium';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { flatParts } from '../document/flat-parts.js';
import { joinDocuments, type Box, type LabelDocument, type LabelPage } from '../document/label-document.js';
import { CEFTRIAXONE, FLUOROURACIL, OPENED_VIAL, VANCOMYCIN, WORKSHEET } from '../fixtures/sample-facts.js';
import { containerLabel } from '../templates/container-label.js';
import type { MadeLabel } from '../templates/facts.js';
import { vialTag } from '../templates/vial-tag.js';
import { worksheet } from '../templates/worksheet.js';
import { MAX_PAGES, renderPdf } from './pdf.js';

const documentOf = (label: MadeLabel): LabelDocument => {
  if (!label.document) throw new Error(JSON.stringify(label.findings));
  return label.document;
};

/** A page as gray pixels of 0.1 mm. */
interface Raster {
  readonly width: number;
  readonly height: number;
  isDark(xMm: number, yMm: number): boolean;
}
const PER_MM = 10;

async function rasterize(library: PDFiumLibrary, pdf: Uint8Array): Promise<Raster> {
  const document = await library.loadDocument(pdf);
  const page = document.getPage(0);
  const { data, width, height } = await page.render({ scale: (PER_MM * 25.4) / 72, render: 'bitmap' });
  document.destroy();
  return {
    width,
    height,
    isDark: (x, y) => (data[4 * (Math.floor(y * PER_MM) * width + Math.floor(x * PER_MM))] ?? 255) < 128,
  };
}

function hasInk(raster: Raster, { x, y, width, height }: Box): boolean {
  for (let dy = 0.05; dy < height; dy += 0.1)
    for (let dx = 0.05; dx < width; dx += 0.1) if (raster.isDark(x + dx, y + dy)) return true;
  return false;
}

/** Dark pixels that no part of the page accounts for; half a millimeter of grace for overhanging letters. */
function strayInk(raster: Raster, page: LabelPage): string[] {
  const grace = 0.5;
  const boxes = flatParts(page).map((part): Box => {
    if (part.kind === 'rule') {
      const { from, to } = part;
      return { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
    }
    return part.box;
  });
  const covered = (x: number, y: number): boolean =>
    boxes.some((b) => x > b.x - grace && x < b.x + b.width + grace && y > b.y - grace && y < b.y + b.height + grace);
  const stray: string[] = [];
  for (let y = 0.05; y < page.heightMm - 0.2; y += 0.2)
    for (let x = 0.05; x < page.widthMm - 0.2; x += 0.2)
      if (raster.isDark(x, y) && !covered(x, y)) stray.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  return stray;
}

describe('renderPdf', () => {
  let library: PDFiumLibrary;
  beforeAll(async () => {
    library = await PDFiumLibrary.init();
  });

  it.each([
    ['vancomycin', containerLabel(VANCOMYCIN)],
    ['fluorouracil', containerLabel({ ...FLUOROURACIL, size: '4x6' })],
    ['ceftriaxone 3 x 2', containerLabel({ ...CEFTRIAXONE, size: '3x2' })],
    ['vial tag', vialTag(OPENED_VIAL)],
  ])('draws every part of %s where it was placed, and nothing elsewhere', async (_, label) => {
    const document = documentOf(label);
    const [page] = document.pages;
    if (!page) throw new Error('no page');
    const raster = await rasterize(library, await renderPdf(document));
    expect(Math.abs(raster.width - page.widthMm * PER_MM)).toBeLessThan(8);
    expect(Math.abs(raster.height - page.heightMm * PER_MM)).toBeLessThan(8);
    for (const part of flatParts(page))
      if (part.kind === 'text' || part.kind === 'symbol')
        expect([part.name, hasInk(raster, part.box)]).toEqual([part.name, true]);
    expect(strayInk(raster, page)).toEqual([]);
  });

  it('gives the same bytes for the same facts', async () => {
    const first = await renderPdf(documentOf(containerLabel(FLUOROURACIL)));
    const second = await renderPdf(documentOf(containerLabel({ ...FLUOROURACIL })));
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  });

  it('gives other bytes when one figure of one fact differs', async () => {
    const first = await renderPdf(documentOf(containerLabel(VANCOMYCIN)));
    const second = await renderPdf(documentOf(containerLabel({ ...VANCOMYCIN, orderNumber: 'Rx 7012346' })));
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(false);
  });

  it('gives the same bytes for the same facts with an embedded font', async () => {
    const label = containerLabel({ ...VANCOMYCIN, patient: { ...VANCOMYCIN.patient, name: 'Łucja Žluť' } });
    const first = await renderPdf(documentOf(label));
    expect(Buffer.from(await renderPdf(documentOf(label))).equals(Buffer.from(first))).toBe(true);
  });

  it.each([
    ['vancomycin', VANCOMYCIN],
    ['ceftriaxone', CEFTRIAXONE],
    ['fluorouracil', FLUOROURACIL],
  ])('stays within 4 KB for %s in standard fonts, all vector', async (_, facts) => {
    const pdf = await renderPdf(documentOf(containerLabel(facts)));
    expect(pdf.length).toBeLessThanOrEqual(4096);
    const source = Buffer.from(pdf).toString('latin1');
    expect(source).not.toContain('/Subtype /Image');
    expect(source).not.toContain('/FontFile');
  });

  it('embeds one subset of a font for a whole batch', async () => {
    const patients = ['Łucja Žluť', 'Wójcik, Łucja', 'Иванова, Анна'];
    const documents = patients.map((name) =>
      documentOf(containerLabel({ ...CEFTRIAXONE, patient: { ...CEFTRIAXONE.patient, name } })),
    );
    const source = Buffer.from(await renderPdf(joinDocuments('Batch', documents))).toString('latin1');
    expect(source.match(/\/FontFile2/g)).toHaveLength(1);
    expect(source.match(/\/Type \/Page\b/g)).toHaveLength(3);
  });

  it('carries the time of the facts, not of printing', async () => {
    const source = Buffer.from(await renderPdf(documentOf(containerLabel(VANCOMYCIN)))).toString('latin1');
    expect(source).toContain('20260302161400Z');
  });

  it('prints parentheses and backslashes of a text as they are', async () => {
    const label = containerLabel({ ...VANCOMYCIN, directions: 'Line (distal) \\ port' });
    const document = await library.loadDocument(await renderPdf(documentOf(label)));
    const text = document.getPage(0).getText();
    document.destroy();
    expect(text).toContain('Line (distal) \\ port');
  });

  it('prints a worksheet of several pages with a number on each', async () => {
    const steps = Array.from({ length: 60 }, (_, i) => ({ text: `Step number ${i + 1}: mix gently and inspect.` }));
    const document = documentOf(worksheet({ ...WORKSHEET, steps }));
    const file = await library.loadDocument(await renderPdf(document));
    const texts = Array.from(file.pages(), (page) => page.getText());
    file.destroy();
    expect(texts.length).toBe(document.pages.length);
    expect(texts.length).toBeGreaterThan(1);
    texts.forEach((text, i) => expect(text).toContain(`Page ${i + 1} of ${texts.length}`));
    for (const { text } of steps) expect(texts.join('\n')).toContain(text);
  });

  it('refuses a file of no labels, and of more than a batch', async () => {
    const document = documentOf(containerLabel(VANCOMYCIN));
    await expect(renderPdf({ ...document, pages: [] })).rejects.toThrow(RangeError);
    const pages = Array.from({ length: MAX_PAGES + 1 }, () => document.pages).flat();
    await expect(renderPdf({ ...document, pages })).rejects.toThrow(RangeError);
  });
});
