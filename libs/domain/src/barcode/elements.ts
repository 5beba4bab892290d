import { hasValidCheckDigit } from '#domain/ndc';
import type { LocalDate } from '#domain/time';
import { isGs1Time, readGs1Date } from './dates.js';
import { identifier, identifierAt, matchesPattern, type Component, type Identifier } from './identifiers.js';
import type { ScannedElement } from './scanned-code.js';

/** The group separator: what FNC1 between two fields is sent as. */
export const GS = '\u001d';

/** Why an element string cannot be read. `code` follows `barcode.` in the finding. */
export interface Fault {
  readonly code:
    'unknown-identifier' | 'length' | 'invalid-character' | 'check-digit' | 'date' | 'content' | 'brackets';
  readonly message: string;
}
export type Reading = { readonly elements: readonly ScannedElement[] } | { readonly fault: Fault };

const SETS = {
  N: /^\d*$/,
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/,
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[A-Za-z0-9\-_=]*$/,
} as const;

function componentFault(part: string, c: Component, ai: string, today: LocalDate): Fault | undefined {
  if (!SETS[c.set].test(part))
    return { code: 'invalid-character', message: `(${ai}) holds a character that is not allowed there` };
  switch (c.rule) {
    case 'check':
      return hasValidCheckDigit(part)
        ? undefined
        : { code: 'check-digit', message: `The check digit of (${ai}) ${part} is wrong` };
    case 'date':
    case 'date0':
      return 'fault' in readGs1Date(part, today, c.rule === 'date0')
        ? { code: 'date', message: `(${ai}) ${part} is not a date` }
        : undefined;
    case 'time':
      return isGs1Time(part) ? undefined : { code: 'date', message: `(${ai}) ${part} is not a time` };
    case 'zero':
      return part === '0' ? undefined : { code: 'content', message: `(${ai}) has to begin with 0` };
    case 'minus':
      return part === '-' ? undefined : { code: 'content', message: `(${ai}) may end only in a minus sign` };
    case undefined:
      return undefined;
  }
}

/** What is wrong with the value of an identifier, if anything. */
export function valueFault(id: Identifier, value: string, today: LocalDate): Fault | undefined {
  let at = 0;
  for (const c of id.components) {
    if (c.optional && at === value.length) continue;
    const part = value.slice(at, at + c.max);
    if (part.length < c.min) return { code: 'length', message: `(${id.ai}) ${id.title} is too short` };
    const fault = componentFault(part, c, id.ai, today);
    if (fault) return fault;
    at += part.length;
  }
  return at < value.length ? { code: 'length', message: `(${id.ai}) ${id.title} is too long` } : undefined;
}

const element = (id: Identifier, value: string): ScannedElement => ({ ai: id.ai, value, title: id.title });

/** Reads an element string as the standard says: a field of variable length ends at a separator or at the end. */
export function readElements(data: string, today: LocalDate): Reading {
  const elements: ScannedElement[] = [];
  let at = 0;
  while (at < data.length) {
    const id = identifierAt(data, at);
    if (!id)
      return { fault: { code: 'unknown-identifier', message: `No GS1 identifier begins ${data.slice(at, at + 4)}` } };
    const start = at + id.ai.length;
    const separator = data.indexOf(GS, start);
    const end = id.fixed === undefined ? (separator < 0 ? data.length : separator) : start + id.fixed;
    const value = data.slice(start, end);
    const fault = valueFault(id, value, today);
    if (fault) return { fault };
    elements.push(element(id, value));
    at = data.charAt(end) === GS ? end + 1 : end;
  }
  return elements.length > 0 ? { elements } : { fault: { code: 'length', message: 'The code holds no field' } };
}

/** What packages of US drugs carry (domain-rules 7.2): looked for inside a field that reads well as it stands. */
const ON_PACKAGES: readonly string[] = ['01', '10', '11', '17', '21', '715'];
/** A real code has a handful of readings and takes some dozen steps; beyond these the search is given up. */
const MOST_READINGS = 200;
const MOST_STEPS = 5000;

export interface Readings {
  readonly readings: readonly (readonly ScannedElement[])[];
  /** False when the search was given up, so that not all readings are known. */
  readonly complete: boolean;
}

/**
 * Every way to read a string whose separators may have been dropped: a field of variable length may end wherever another
 * identifier that is still missing begins, provided the rest reads. The standard's own reading is among them when it is valid.
 * `followers` says which identifiers may begin there: those of drug packages, or any.
 */
export function allReadings(data: string, today: LocalDate, followers: 'on-packages' | 'any'): Readings {
  const readings: (readonly ScannedElement[])[] = [];
  let steps = 0;
  const walk = (at: number, before: readonly ScannedElement[]): void => {
    if (++steps > MOST_STEPS || readings.length >= MOST_READINGS) return;
    if (at === data.length) {
      if (before.length > 0) readings.push(before);
      return;
    }
    const id = identifierAt(data, at);
    if (!id || before.some((e) => e.ai === id.ai)) return;
    const start = at + id.ai.length;
    const mayFollow = (next: Identifier): boolean =>
      next.ai !== id.ai &&
      (followers === 'any' || ON_PACKAGES.includes(next.ai)) &&
      !before.some((e) => e.ai === next.ai);
    for (const end of id.fixed === undefined ? endsOf(data, start, id, mayFollow) : [start + id.fixed]) {
      const value = data.slice(start, end);
      if (end <= data.length && !valueFault(id, value, today)) walk(end, [...before, element(id, value)]);
    }
  };
  walk(0, []);
  return { readings, complete: steps <= MOST_STEPS && readings.length < MOST_READINGS };
}

function endsOf(data: string, start: number, id: Identifier, mayFollow: (next: Identifier) => boolean): number[] {
  const longest = id.components.reduce((sum, c) => sum + c.max, 0);
  const ends = data.length - start <= longest ? [data.length] : [];
  for (let end = start + 1; end < data.length && end - start <= longest; end++) {
    const next = identifierAt(data, end);
    if (next && mayFollow(next)) ends.push(end);
  }
  return ends;
}

const BRACKETED = /\((\d{2,4})\)((?:\\\(|[^(])+)/y;

/** Reads the form printed for people, `(01)00304093977035(10)AB12`; `\(` stands for a bracket inside a value. */
export function readBracketed(text: string, today: LocalDate): Reading {
  const elements: ScannedElement[] = [];
  const data = text.replace(/\s/g, '');
  let at = 0;
  while (at < data.length) {
    BRACKETED.lastIndex = at;
    const m = BRACKETED.exec(data);
    if (!m) return { fault: { code: 'brackets', message: 'Expected (identifier)value, for example (10)AB12' } };
    const id = identifier(m[1] ?? '');
    if (!id) return { fault: { code: 'unknown-identifier', message: `(${m[1]}) is no GS1 identifier` } };
    const value = (m[2] ?? '').replaceAll('\\(', '(');
    const fault = valueFault(id, value, today);
    if (fault) return { fault };
    elements.push(element(id, value));
    at = BRACKETED.lastIndex;
  }
  return elements.length > 0 ? { elements } : { fault: { code: 'brackets', message: 'Nothing to read' } };
}

/** The element string of elements, with a separator after each field of variable length but the last. */
export function joinElements(elements: readonly { readonly ai: string; readonly value: string }[]): string {
  return elements
    .map(({ ai, value }, i) => {
      const ends = i === elements.length - 1 || identifier(ai)?.fixed !== undefined;
      return `${ai}${value}${ends ? '' : GS}`;
    })
    .join('');
}

export interface PairFault {
  readonly code: 'repeated-element' | 'excluded-pair' | 'missing-partner';
  readonly message: string;
}

/** Rules between the elements of one code (General Specifications 4.13 and 4.14). */
export function pairFaults(elements: readonly ScannedElement[]): PairFault[] {
  const faults: PairFault[] = [];
  const present = [...new Set(elements.map((e) => e.ai))];
  for (const ai of present) {
    const values = new Set(elements.filter((e) => e.ai === ai).map((e) => e.value));
    if (values.size > 1)
      faults.push({ code: 'repeated-element', message: `(${ai}) is there twice with different values` });
    const id = identifier(ai);
    const excluded = present.find((other) => other !== ai && id?.excludes.some((p) => matchesPattern(other, p)));
    if (excluded) faults.push({ code: 'excluded-pair', message: `(${ai}) and (${excluded}) do not go together` });
    for (const group of id?.needs ?? []) {
      const has = (pattern: string): boolean => present.some((other) => matchesPattern(other, pattern));
      if (!group.some((partners) => partners.split('+').every(has)))
        faults.push({ code: 'missing-partner', message: `(${ai}) belongs together with (${group.join(') or (')})` });
    }
  }
  return faults;
}
