import { Problem } from '../http/problem.js';

export const PAGE_LIMIT = 200;
export const PAGE_DEFAULT = 50;

export type CursorValue = string | number;

/**
 * Where the page before ended: the values of the sort columns of its last row. Opaque to clients, never an offset, so a
 * row that arrives meanwhile neither repeats nor hides another.
 */
export function decodeCursor(cursor: string | undefined, columns: number): readonly CursorValue[] | undefined {
  if (cursor === undefined) return undefined;
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    values = undefined;
  }
  if (!Array.isArray(values) || values.length !== columns || !values.every(isCursorValue))
    throw new Problem('request.invalid', {
      detail: 'The cursor is not one that a page of this list gave.',
      fields: [{ field: 'cursor', message: 'is not known', accepted: 'the `next` of the page before' }],
    });
  return values;
}

const isCursorValue = (value: unknown): value is CursorValue => typeof value === 'string' || typeof value === 'number';

export interface PageOfRows<T> {
  readonly items: T[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** Makes a page of at most `limit` out of a query that asked for `limit + 1` rows. */
export function pageOf<Row, Item>(
  found: readonly Row[],
  limit: number,
  place: (row: Row) => readonly CursorValue[],
  show: (row: Row) => Item,
): PageOfRows<Item> {
  const kept = found.slice(0, limit);
  const last = kept.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    items: kept.map(show),
    next: more ? Buffer.from(JSON.stringify(place(last))).toString('base64url') : null,
  };
}
