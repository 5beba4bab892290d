import { readFileSync } from 'node:fs';
import { TEST_PASSWORD } from '../setup/people.js';
import { GOOD_REQUESTS } from './good-requests.js';

/** What no database keeps, then what scanners, copied text, broken programs and people with time on their hands send. */
const UNKEEPABLE: readonly unknown[] = ['a\u0000b', '\ud800'];
const HOSTILE: readonly unknown[] = [
  '',
  '0000-01-01',
  '2026-02-30',
  '9999-12-31',
  '+275760-09-13T00:00:00Z',
  '2026-W10',
  '999999999999.999999',
  '0.000001',
  '9'.repeat(30),
  '-1e400',
  "' or 1=1; drop table lot --",
  '%_\\',
  '\u202e\u{1f489}'.repeat(40),
  'x'.repeat(20_000),
  -1,
  0,
  2 ** 53,
  1e300,
  null,
  true,
  [],
  {},
  { $ne: null },
];
const IN_ADDRESS = ['%00', 'a%00b', "'", '%25_', '%ff', '..%2f', '0', 'x'.repeat(150), encodeURIComponent('\u{1f489}')];
const CURSORS = [['\u0000'], ['x'], [1], ['2026-13-40'], ['infinity'], ['2026-02-30 10:00:00+00'], [null]];

/** What would end the session of this test, and the feed, whose answer never ends. */
const LEFT_OUT = new Set([
  'session_signOut',
  'session_lock',
  'session_unlock',
  'session_changePassword',
  'feed_listen',
]);

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}
interface Described {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly body: Schema | undefined;
}
export interface Sent {
  readonly url: string;
  readonly body?: unknown;
}
/** Ids of rows that exist, by table. */
export type Known = Readonly<Record<string, string>>;

const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as Document;

export function operations(): Operation[] {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      id: described.operationId,
      method: method.toUpperCase(),
      path,
      query: (described.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name),
      body: described.requestBody?.content['application/json']?.schema,
    })),
  );
  return all.filter(({ id }) => !LEFT_OUT.has(id));
}

/** A request as it should be, then every way of spoiling it: address, query, cursor, and each part of the body. */
export function* attacks(operation: Operation, known: Known): Generator<Sent> {
  const { path } = operation;
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => idIn(path, name, known));
  if (url !== path) for (const bad of IN_ADDRESS) yield { url: path.replaceAll(/\{\w+\}/g, bad) };
  for (const name of operation.query)
    for (const bad of [...IN_ADDRESS.map((v) => `=${v}`), `=a&${name}=b`, '[x]=a'])
      yield { url: `${url}?${name}${bad}` };
  if (operation.query.includes('cursor'))
    for (const [value] of CURSORS)
      for (const length of [1, 2, 3]) yield { url: `${url}?cursor=${cursor(Array.from({ length }, () => value))}` };
  if (!operation.body) return void (yield { url });
  const good = GOOD_REQUESTS[operation.id] ?? plausible('', operation.body, known);
  yield { url, body: good };
  for (const body of spoiled(good)) yield { url, body };
}

const cursor = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url');

const AREAS: Known = {
  people: 'person',
  formulas: 'formulation',
  stability: 'stability',
  stock: 'product',
  facility: 'room',
  trace: 'lot',
  supply: 'drug',
  'purchase-orders': 'purchaseOrder',
  'stock-batches': 'worksheet',
  controlled: 'product',
};

const OF_NAME: Known = { stepId: 'step', lineId: 'line' };

function idIn(path: string, name: string, known: Known): string {
  const area = path.split('/')[2] ?? '';
  const table = OF_NAME[name] ?? AREAS[area] ?? area.replace(/s$/, '');
  return known[table] ?? '0198f000-0000-7000-8000-000000000000';
}

let turn = 0;
/** One that cannot be kept and one of the others, in turn: over all fields each comes up often. */
function some(): unknown[] {
  turn += 1;
  return [UNKEEPABLE[turn % UNKEEPABLE.length], HOSTILE[turn % HOSTILE.length]];
}

/** The value with one of its parts, at any depth, made hostile. */
function* spoiled(value: unknown): Generator<unknown> {
  yield* some();
  // An array is an object too, and an empty one has nothing that a check of its parts could find wrong.
  if (typeof value === 'object') yield* [null, [], [[]]];
  if (Array.isArray(value))
    for (const [i, part] of value.entries()) for (const bad of spoiled(part)) yield value.with(i, bad);
  else if (typeof value === 'object' && value !== null)
    for (const [name, part] of Object.entries(value)) for (const bad of spoiled(part)) yield { ...value, [name]: bad };
}

function resolve(schema: Schema): Schema {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  const named = ref === undefined ? undefined : document.components.schemas[ref.split('/').at(-1) ?? ''];
  return named ? resolve(named) : schema;
}

const BY_NAME: readonly (readonly [RegExp, unknown])[] = [
  [/password/i, TEST_PASSWORD],
  [/^unit$/, 'mg'],
  [/expiry/i, '2027-01-31'],
  [/(On|Date|Until|reviewBy)$/, '2026-03-01'],
  [/At$/, '2026-03-02T17:00:00Z'],
  [/zone/i, 'America/Phoenix'],
  [/initials/i, 'AB'],
  [/value|kg|cm|packages|content|hours|volume|concentration|temperature|minutes|dose|amount|measure/i, '1'],
];

/** A value of the kind that a field wants, as far as the description tells; ids are those of rows that exist. */
function plausible(name: string, schema: Schema, known: Known): unknown {
  const { enum: choices, properties, type, items } = resolve(schema);
  const table = Object.keys(known).find((each) => name.toLowerCase() === `${each.toLowerCase()}id`);
  if (table !== undefined) return known[table];
  if (choices) return choices[0];
  if (properties) {
    const wanted = Object.entries(properties).filter(([field]) => field !== 'id');
    return Object.fromEntries(wanted.map(([field, of]) => [field, plausible(field, of, known)]));
  }
  if (type === 'array') return items ? [plausible(name.replace(/s$/, ''), items, known)] : [];
  if (type === 'number' || type === 'integer') return 1;
  if (type === 'boolean') return false;
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'some words';
}
