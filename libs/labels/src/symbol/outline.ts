/** Dark and light modules, row by row; without the quiet zone. */
export interface ModuleMatrix {
  readonly width: number;
  readonly height: number;
  readonly dark: (x: number, y: number) => boolean;
}

/** A closed line through module corners: x0, y0, x1, y1, ... */
export type Outline = readonly number[];

/**
 * Closed outlines round the dark modules, dark on the right hand, to be filled by the even-odd rule. Outlines instead of rows
 * of rectangles leave no hairlines between modules on any printer, and are a third of the bytes.
 */
export function outlines(matrix: ModuleMatrix): Outline[] {
  const next = edges(matrix);
  const stride = matrix.width + 1;
  const loops: Outline[] = [];
  for (const [start, ends] of next)
    while (ends.length > 0) {
      const loop: number[] = [];
      let at = start;
      let direction = 0;
      do {
        const to = next.get(at)?.pop();
        if (to === undefined) throw new RangeError('An outline does not close');
        if (to - at !== direction) loop.push(at % stride, Math.floor(at / stride));
        direction = to - at;
        at = to;
      } while (at !== start);
      loops.push(loop);
    }
  return loops;
}

/** For each corner, the corners that an edge between dark and light leads to. */
function edges({ width, height, dark }: ModuleMatrix): Map<number, number[]> {
  const next = new Map<number, number[]>();
  const add = (x0: number, y0: number, x1: number, y1: number): void => {
    const from = y0 * (width + 1) + x0;
    const to = y1 * (width + 1) + x1;
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!dark(x, y)) continue;
      if (!dark(x, y - 1)) add(x, y, x + 1, y);
      if (!dark(x + 1, y)) add(x + 1, y, x + 1, y + 1);
      if (!dark(x, y + 1)) add(x + 1, y + 1, x, y + 1);
      if (!dark(x - 1, y)) add(x, y + 1, x, y);
    }
  return next;
}
