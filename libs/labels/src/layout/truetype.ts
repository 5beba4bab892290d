/** What layout needs of a TrueType font: which characters it has, and how wide they are. */
export interface FontMetrics {
  /** Advance in thousandths of the type size, or undefined without a glyph. */
  advance(codePoint: number): number | undefined;
}

/**
 * Reads `cmap` (formats 4 and 12), `hmtx` and `head` of a TrueType file (OpenType 1.9).
 * @throws RangeError when a table is missing
 */
export function readFontMetrics(file: Uint8Array): FontMetrics {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const unitsPerEm = view.getUint16(table(view, 'head') + 18);
  const advances = view.getUint16(table(view, 'hhea') + 34);
  const hmtx = table(view, 'hmtx');
  const glyphs = readCmap(view, table(view, 'cmap'));
  return {
    advance(codePoint) {
      const glyph = glyphs.get(codePoint);
      if (glyph === undefined) return undefined;
      return (view.getUint16(hmtx + 4 * Math.min(glyph, advances - 1)) * 1000) / unitsPerEm;
    },
  };
}

function table(view: DataView, tag: string): number {
  const count = view.getUint16(4);
  for (let i = 0; i < count; i++) {
    const at = 12 + 16 * i;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
    if (name === tag) return view.getUint32(at + 8);
  }
  throw new RangeError(`The font has no table ${tag}`);
}

function readCmap(view: DataView, cmap: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  const count = view.getUint16(cmap + 2);
  for (let i = 0; i < count; i++) {
    const at = cmap + view.getUint32(cmap + 8 + 8 * i);
    const format = view.getUint16(at);
    if (format === 4) readFormat4(view, at, glyphs);
    if (format === 12) readFormat12(view, at, glyphs);
  }
  return glyphs;
}

function readFormat4(view: DataView, at: number, glyphs: Map<number, number>): void {
  const segments = view.getUint16(at + 6) / 2;
  const [ends, starts] = [at + 14, at + 16 + 2 * segments];
  const [deltas, offsets] = [starts + 2 * segments, starts + 4 * segments];
  for (let s = 0; s < segments; s++) {
    const [start, end] = [view.getUint16(starts + 2 * s), view.getUint16(ends + 2 * s)];
    const [delta, offset] = [view.getUint16(deltas + 2 * s), view.getUint16(offsets + 2 * s)];
    for (let c = start; c <= end && c < 0xffff; c++) {
      const raw = offset === 0 ? c : view.getUint16(offsets + 2 * s + offset + 2 * (c - start));
      const glyph = offset !== 0 && raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(c, glyph);
    }
  }
}

function readFormat12(view: DataView, at: number, glyphs: Map<number, number>): void {
  const groups = view.getUint32(at + 12);
  for (let g = 0; g < groups; g++) {
    const row = at + 16 + 12 * g;
    const [start, end, first] = [view.getUint32(row), view.getUint32(row + 4), view.getUint32(row + 8)];
    for (let c = start; c <= end; c++) glyphs.set(c, first + c - start);
  }
}
