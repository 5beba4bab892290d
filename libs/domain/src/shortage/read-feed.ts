/**
 * Takes an openFDA drug/shortages file apart while it arrives in pieces, so that memory holds one row and not the file.
 * Layout: `{ "meta": { "last_updated": ... }, "results": [ row, ... ] }` (domain-rules 7.7).
 */

/** Far above the 1,700 rows of the whole feed. */
export const FEED_ROWS_LIMIT = 100_000;
/** Characters of one row; the longest of the feed of June 2026 has 9,000. */
export const FEED_ROW_LENGTH_LIMIT = 200_000;

export interface FeedMeta {
  readonly [name: string]: unknown;
}

export type FeedPart =
  /** `number` and `line` count from 1; `line` is where the row begins. */
  | { readonly kind: 'row'; readonly number: number; readonly line: number; readonly value: unknown }
  /** The file ended as it should. */
  | { readonly kind: 'end'; readonly rows: number; readonly meta: FeedMeta }
  /** The file is not of this format; nothing after it counts, and nothing before it either. */
  | { readonly kind: 'refused'; readonly line: number; readonly row: number; readonly reason: string };

/** The rows of a file in order, then `end`; or `refused`, and no more. @param pieces the text, cut anywhere */
export function* readFeed(pieces: Iterable<string>): Generator<FeedPart, void, undefined> {
  const scan = new Scan();
  for (const piece of pieces) {
    for (const part of scan.take(piece)) {
      yield part;
      if (part.kind === 'refused') return;
    }
  }
  yield scan.finish();
}

/** What may come next outside a value. */
type Expecting =
  | 'object'
  | 'key-or-end'
  | 'key'
  | 'colon'
  | 'value'
  | 'comma-or-end'
  | 'row-or-end'
  | 'row'
  | 'row-comma-or-end'
  | 'nothing';
type Purpose = 'key' | 'meta' | 'row' | 'other';

interface Value {
  readonly purpose: Purpose;
  readonly line: number;
  /** A number, true, false or null ends before its delimiter, all else with its own closing character. */
  readonly bare: boolean;
  depth: number;
  quoted: boolean;
  escaped: boolean;
  readonly text: string[];
  length: number;
}

const EXPECTED: Readonly<Record<Expecting, string>> = {
  object: 'an object "{"',
  'key-or-end': 'a field name or "}"',
  key: 'a field name',
  colon: '":"',
  value: 'a value',
  'comma-or-end': '"," or "}"',
  'row-or-end': 'a row or "]"',
  row: 'a row',
  'row-comma-or-end': '"," or "]" after a row',
  nothing: 'the end of the file',
};
const SPACE = /\s/;

class Scan {
  private expecting: Expecting = 'object';
  private line = 1;
  private rows = 0;
  private key = '';
  private meta: FeedMeta = {};
  private hasResults = false;
  private hasMeta = false;
  private value: Value | undefined;
  private begun = false;
  private reason: string | undefined;
  private readonly found: FeedPart[] = [];

  take(piece: string): FeedPart[] {
    let at = !this.begun && piece.startsWith('\uFEFF') ? 1 : 0;
    if (piece.length > 0) this.begun = true;
    while (at < piece.length && this.reason === undefined)
      at = this.value ? this.inside(this.value, piece, at) : this.between(piece, at);
    if (this.reason !== undefined) this.found.push(this.refused(this.reason));
    return this.found.splice(0);
  }

  finish(): FeedPart {
    if (this.expecting !== 'nothing' || this.value) return this.refused('the file ends in the middle');
    if (!this.hasResults) return this.refused('there is no list "results"; this is no openFDA drug shortage file');
    return { kind: 'end', rows: this.rows, meta: this.meta };
  }

  private refused(reason: string): FeedPart {
    return { kind: 'refused', line: this.line, row: this.rows, reason };
  }

  /** One character outside a value. @returns where to go on */
  private between(piece: string, at: number): number {
    const c = piece.charAt(at);
    if (SPACE.test(c)) {
      if (c === '\n') this.line += 1;
      return at + 1;
    }
    const next = this.after(c);
    if (next === 'begin-value') {
      this.begin(c);
      return at;
    }
    if (next === undefined) this.reason = `${EXPECTED[this.expecting]} is expected, not "${c}"`;
    else this.expecting = next;
    return at + 1;
  }

  private after(c: string): Expecting | 'begin-value' | undefined {
    switch (this.expecting) {
      case 'object':
        return c === '{' ? 'key-or-end' : undefined;
      case 'key-or-end':
        return c === '}' ? 'nothing' : c === '"' ? 'begin-value' : undefined;
      case 'key':
        return c === '"' ? 'begin-value' : undefined;
      case 'colon':
        return c === ':' ? 'value' : undefined;
      case 'value':
        return this.key === 'results' ? this.beginResults(c) : 'begin-value';
      case 'comma-or-end':
        return c === ',' ? 'key' : c === '}' ? 'nothing' : undefined;
      case 'row-or-end':
        return c === ']' ? 'comma-or-end' : 'begin-value';
      case 'row':
        return 'begin-value';
      case 'row-comma-or-end':
        return c === ',' ? 'row' : c === ']' ? 'comma-or-end' : undefined;
      case 'nothing':
        return undefined;
    }
  }

  private beginResults(c: string): Expecting | undefined {
    if (c !== '[' || this.hasResults) return undefined;
    this.hasResults = true;
    return 'row-or-end';
  }

  private begin(c: string): void {
    const inRows = this.expecting === 'row' || this.expecting === 'row-or-end';
    const purpose: Purpose = inRows
      ? 'row'
      : this.expecting !== 'value'
        ? 'key'
        : this.key === 'meta'
          ? 'meta'
          : 'other';
    if (inRows && this.rows >= FEED_ROWS_LIMIT) this.reason = `there are more than ${FEED_ROWS_LIMIT} rows`;
    this.value = {
      purpose,
      line: this.line,
      bare: !'{["'.includes(c),
      depth: 0,
      quoted: false,
      escaped: false,
      text: [],
      length: 0,
    };
  }

  /** Goes through a value up to its end or the end of the piece. @returns where to go on */
  private inside(value: Value, piece: string, from: number): number {
    const end = value.bare ? endOfBare(piece, from) : this.endOfClosed(value, piece, from);
    const stop = end ?? piece.length;
    value.length += stop - from;
    if (value.length > FEED_ROW_LENGTH_LIMIT) {
      this.reason = `a value is longer than ${FEED_ROW_LENGTH_LIMIT} characters`;
      return stop;
    }
    value.text.push(piece.slice(from, stop));
    if (end !== undefined) this.ended(value);
    return stop;
  }

  private endOfClosed(value: Value, piece: string, from: number): number | undefined {
    for (let at = from; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (code === 10) this.line += 1;
      if (value.escaped) value.escaped = false;
      else if (value.quoted) {
        if (code === 92) value.escaped = true;
        else if (code === 34) value.quoted = false;
      } else if (code === 34) value.quoted = true;
      else if (code === 123 || code === 91) value.depth += 1;
      else if (code === 125 || code === 93) value.depth -= 1;
      if (value.depth <= 0 && !value.quoted && !value.escaped) return at + 1;
    }
    return undefined;
  }

  private ended(value: Value): void {
    this.value = undefined;
    let read: unknown;
    try {
      read = JSON.parse(value.text.join(''));
    } catch {
      this.line = value.line;
      if (value.purpose === 'row') this.rows += 1;
      this.reason = value.purpose === 'row' ? 'the row is not JSON' : 'this is not JSON';
      return;
    }
    if (value.purpose === 'row') {
      this.rows += 1;
      this.found.push({ kind: 'row', number: this.rows, line: value.line, value: read });
      this.expecting = 'row-comma-or-end';
    } else if (value.purpose === 'key') {
      this.key = String(read);
      this.expecting = 'colon';
    } else {
      if (value.purpose === 'meta') this.keepMeta(read);
      this.expecting = 'comma-or-end';
    }
  }

  private keepMeta(read: unknown): void {
    if (this.hasMeta || typeof read !== 'object' || read === null || Array.isArray(read))
      this.reason = '"meta" is not one object';
    else this.meta = { ...read };
    this.hasMeta = true;
  }
}

function endOfBare(piece: string, from: number): number | undefined {
  for (let at = from; at < piece.length; at += 1) if (/[,\]}\s]/.test(piece.charAt(at))) return at;
  return undefined;
}
