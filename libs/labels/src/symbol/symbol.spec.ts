import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outlines, type Outline } from './outline.js';
import { encodeSymbol, MAX_SYMBOL_CONTENT } from './symbol.js';

/** Whether the middle of a module lies inside the outlines by the even-odd rule: a ray to the left crosses upright edges. */
function isInside(loops: readonly Outline[], x: number, y: number): boolean {
  let crossings = 0;
  for (const loop of loops)
    for (let i = 0; i < loop.length; i += 2) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [
        loop[i],
        loop[i + 1],
        loop[(i + 2) % loop.length],
        loop[(i + 3) % loop.length],
      ];
      if (x0 === x1 && x0 < x + 0.5 && Math.min(y0, y1) < y + 0.5 && Math.max(y0, y1) > y + 0.5) crossings += 1;
    }
  return crossings % 2 === 1;
}

describe('outlines', () => {
  it('enclose the dark modules and nothing else, for any pattern', () => {
    const pattern = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
      .chain(([width, height]) =>
        fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          bits: fc.array(fc.boolean(), { minLength: width * height, maxLength: width * height }),
        }),
      );
    fc.assert(
      fc.property(pattern, ({ width, height, bits }) => {
        const dark = (x: number, y: number): boolean =>
          x >= 0 && y >= 0 && x < width && y < height && bits[y * width + x] === true;
        const loops = outlines({ width, height, dark });
        for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) expect(isInside(loops, x, y)).toBe(dark(x, y));
      }),
    );
  });
});

describe('encodeSymbol', () => {
  it('makes 16 modules a side of a CSP number', () => {
    const { width, height, outlines: loops } = encodeSymbol('datamatrix', 'CSP-000123-K');
    expect([width, height]).toEqual([16, 16]);
    expect(loops.length).toBeGreaterThan(0);
  });

  it('gives the same symbol again without encoding, and another for another content or symbology', () => {
    const first = encodeSymbol('datamatrix', 'CSP-000124-G');
    expect(encodeSymbol('datamatrix', 'CSP-000124-G')).toBe(first);
    expect(encodeSymbol('datamatrix', 'CSP-000125-D')).not.toBe(first);
    expect(encodeSymbol('code128', 'CSP-000124-G').height).toBe(1);
  });

  it('forgets the oldest symbols first, and keeps one that is used', () => {
    const used = encodeSymbol('datamatrix', 'CSP-000001-X');
    const unused = encodeSymbol('datamatrix', 'CSP-000002-X');
    for (let i = 0; i < 600; i++) {
      encodeSymbol('code128', `L${i}`);
      encodeSymbol('datamatrix', 'CSP-000001-X');
    }
    expect(encodeSymbol('datamatrix', 'CSP-000001-X')).toBe(used);
    expect(encodeSymbol('datamatrix', 'CSP-000002-X')).not.toBe(unused);
  });

  it.each([
    ['datamatrix', ''],
    ['datamatrix', 'x'.repeat(MAX_SYMBOL_CONTENT + 1)],
    ['gs1datamatrix', '(01)00312345678907'],
    ['gs1datamatrix', 'no brackets'],
    ['code128', 'Ł'],
  ] as const)('refuses %s of "%s"', (symbology, content) => {
    expect(() => encodeSymbol(symbology, content)).toThrow(RangeError);
  });
});
