import { parseLocalDate } from '#domain/time';
import { STORAGE_CONDITIONS } from './evidence.js';
import { ROW_WORDS } from './limits.js';
import type { Cap, LimitCell, LimitRow, RulePack } from './rules.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the rule pack of a state, payer or site (reference-data/rule-packs). Unknown fields are refused: a misspelt cap would
 * otherwise hold for nothing.
 * @throws RangeError naming what is wrong and where
 */
export function parseRulePack(value: unknown): RulePack {
  const pack = object(value, 'pack');
  known(pack, PACK_FIELDS, 'pack');
  const from = parseLocalDate(text(pack.inForceFrom, 'inForceFrom'));
  const until = pack.inForceUntil === undefined ? undefined : parseLocalDate(text(pack.inForceUntil, 'inForceUntil'));
  if (until !== undefined && until < from) throw new RangeError('inForceUntil comes before inForceFrom');
  const optional = {
    ...(until === undefined ? {} : { inForceUntil: until }),
    ...(pack.immediateUseHours === undefined
      ? {}
      : { immediateUseHours: hours(pack.immediateUseHours, 'immediateUseHours') }),
    ...(pack.testedBatchUnits === undefined
      ? {}
      : { testedBatchUnits: hours(pack.testedBatchUnits, 'testedBatchUnits') }),
    ...(pack.moveClock === undefined ? {} : { moveClock: oneOf(pack.moveClock, MOVE_CLOCKS, 'moveClock') }),
  };
  return {
    id: text(pack.id, 'id'),
    // The chapter itself is code (limits.ts), tested against the book: it is not loaded from a file.
    kind: oneOf(pack.kind, ['state', 'payer', 'site'] as const, 'kind'),
    title: text(pack.title, 'title'),
    version: text(pack.version, 'version'),
    inForceFrom: from,
    citation: text(pack.citation, 'citation'),
    cells: list(pack.cells ?? [], 'cells').map(readCell),
    caps: list(pack.caps ?? [], 'caps').map(readCap),
    ...optional,
  };
}

const PACK_FIELDS = [
  'id',
  'kind',
  'title',
  'version',
  'inForceFrom',
  'inForceUntil',
  'citation',
  'cells',
  'caps',
  'immediateUseHours',
  'testedBatchUnits',
  'moveClock',
];
const MOVE_CLOCKS = ['from-move', 'from-start'] as const;
const ROWS = Object.keys(ROW_WORDS) as LimitRow[];

function readCell(value: unknown, index: number): LimitCell {
  const at = `cells[${index}]`;
  const cell = object(value, at);
  known(cell, ['row', 'storage', 'hours', 'citation'], at);
  return {
    row: oneOf(cell.row, ROWS, `${at}.row`),
    storage: oneOf(cell.storage, STORAGE_CONDITIONS, `${at}.storage`),
    hours: cell.hours === null ? null : hours(cell.hours, `${at}.hours`),
    source: 'BUD-16',
    citation: text(cell.citation, `${at}.citation`),
    mark: 'D',
    confirm: false,
  };
}

function readCap(value: unknown, index: number): Cap {
  const at = `caps[${index}]`;
  const cap = object(value, at);
  known(cap, ['id', 'hours', 'categories', 'storages', 'drugs', 'hazardous', 'reason', 'citation'], at);
  const { categories, storages, drugs, hazardous } = cap;
  if (hazardous !== undefined && typeof hazardous !== 'boolean') throw new RangeError(`${at}.hazardous: true or false`);
  const each = <T>(of: unknown, field: string, read: (item: unknown, where: string) => T): T[] =>
    list(of, `${at}.${field}`).map((item, i) => read(item, `${at}.${field}[${i}]`));
  return {
    id: text(cap.id, `${at}.id`),
    hours: hours(cap.hours, `${at}.hours`),
    ...(categories === undefined
      ? {}
      : { categories: each(categories, 'categories', (c, w) => oneOf(c, [1, 2, 3] as const, w)) }),
    ...(storages === undefined
      ? {}
      : { storages: each(storages, 'storages', (s, w) => oneOf(s, STORAGE_CONDITIONS, w)) }),
    ...(drugs === undefined ? {} : { drugs: each(drugs, 'drugs', text) }),
    ...(hazardous === undefined ? {} : { hazardous }),
    reason: text(cap.reason, `${at}.reason`),
    citation: text(cap.citation, `${at}.citation`),
  };
}

function object(value: unknown, at: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError(`${at}: not an object`);
  return value as Json;
}

function known(of: Json, fields: readonly string[], at: string): void {
  const unknown = Object.keys(of).filter((field) => !fields.includes(field));
  if (unknown.length > 0) throw new RangeError(`${at}: unknown ${unknown.join(', ')}`);
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new RangeError(`${at}: not a list`);
  return value;
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new RangeError(`${at}: text is required`);
  return value;
}

function hours(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    throw new RangeError(`${at}: a positive number`);
  return value;
}

function oneOf<T extends string | number>(value: unknown, accepted: readonly T[], at: string): T {
  const found = accepted.find((a) => a === value);
  if (found === undefined) throw new RangeError(`${at}: one of ${accepted.join(', ')}`);
  return found;
}
