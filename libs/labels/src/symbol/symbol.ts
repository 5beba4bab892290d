import bwipjs from 'bwip-js';
import type { Symbology } from '../document/label-document.js';
import { outlines, type Outline } from './outline.js';

/** A symbol in modules: how wide and high, and the outlines of what is dark. A linear one is one module high. */
export interface EncodedSymbol {
  readonly width: number;
  readonly height: number;
  readonly outlines: readonly Outline[];
}

const NAMES: Record<Symbology, string> = {
  datamatrix: 'datamatrix',
  gs1datamatrix: 'gs1datamatrix',
  code128: 'code128',
  qr: 'qrcode',
};
/** Encoding is more than half the work of a label, and a label is made, read back and reprinted: keep the last ones. */
const KEPT = 512;
/** Longest content that is taken: more would not fit on a label, and a scanner's buffer is no shorter. */
export const MAX_SYMBOL_CONTENT = 400;
const cache = new Map<string, EncodedSymbol>();

/** What `raw` of bwip-js answers; its types are of an older version. */
type Raw = { pixs: ArrayLike<number>; pixx: number; pixy: number } | { sbs: ArrayLike<number> };

/**
 * The modules of a symbol.
 * @throws RangeError for empty or too long content, or content that the symbology does not take (GS1 data are checked)
 */
export function encodeSymbol(symbology: Symbology, content: string): EncodedSymbol {
  const key = `${symbology} ${content}`;
  const known = cache.get(key);
  if (known) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const encoded = encode(symbology, content);
  cache.set(key, encoded);
  const [oldest] = cache.keys();
  if (cache.size > KEPT && oldest !== undefined) cache.delete(oldest);
  return encoded;
}

function encode(symbology: Symbology, content: string): EncodedSymbol {
  if (content === '' || content.length > MAX_SYMBOL_CONTENT)
    throw new RangeError(`A symbol holds 1 to ${MAX_SYMBOL_CONTENT} characters, not ${content.length}`);
  // The encoder would take other characters modulo 256, and scanners disagree about them.
  if (!/^[\x20-\x7e]+$/.test(content)) throw new RangeError('A symbol holds printable ASCII only');
  const raw = modules(symbology, content);
  if ('sbs' in raw) return linear(Array.from(raw.sbs));
  const { pixs, pixx: width, pixy: height } = raw;
  const dark = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && pixs[y * width + x] === 1;
  return { width, height, outlines: outlines({ width, height, dark }) };
}

function modules(symbology: Symbology, content: string): Raw {
  try {
    const raw = bwipjs.raw as unknown as (options: { bcid: string; text: string }) => Raw[];
    const [first] = raw({ bcid: NAMES[symbology], text: content });
    if (!first) throw new RangeError('nothing encoded');
    return first;
  } catch (error) {
    throw new RangeError(`Not content for ${symbology}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Bars and spaces in turn, bar first, as rectangles one module high. */
function linear(widths: readonly number[]): EncodedSymbol {
  const bars: Outline[] = [];
  let x = 0;
  widths.forEach((width, i) => {
    if (i % 2 === 0) bars.push([x, 0, x + width, 0, x + width, 1, x, 1]);
    x += width;
  });
  return { width: x, height: 1, outlines: bars };
}
