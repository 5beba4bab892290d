import { stringify } from 'csv-stringify/sync';
import type { Instant, ZoneId } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { affectedCsp, affectedIds, affectedPage, cspRows, titleOf, Titles, type CspRow } from './affected.js';
import { reachOf, type Reach } from './lineage.js';
import { readScope } from './scope.js';
import type { ScopeRequest } from './scope.dto.js';
import type { AffectedCsp, BlastRadius, BlastRadiusRequest, ChainLot } from './trace.dto.js';

type Sql = Pick<Reader, 'query'>;
const CHAIN_SHOWN = 60;
const STREAM_CHUNK = 500;

/** Everything that came of a scope: counts, the lots on the way, and a page of preparations. */
export async function blastRadius(
  reader: Sql,
  request: BlastRadiusRequest,
  now: Instant,
  zone: ZoneId,
): Promise<BlastRadius> {
  const scope = await readScope(reader, request, zone);
  const reach = await reachOf(reader, scope);
  const after = decodeCursor(request.cursor, ['uuid'])?.[0] ?? null;
  const [chain, { counts, rows: found }] = await Promise.all([
    chainOf(reader, reach),
    affectedPage(reader, reach, after, request.limit + 1),
  ]);
  const { items, next } = pageOf(
    found,
    request.limit,
    (row) => [row.csp_id],
    (row) => affectedCsp(row, titleOf(row), row.depth, now),
  );
  return { scopeText: scope.text, counts, chain, csps: items, next };
}

/** The lots on the way, the shallow ones first. */
export async function chainOf(reader: Sql, reach: Reach): Promise<ChainLot[]> {
  const shown = [...reach.lots].sort((a, b) => a[1] - b[1]).slice(0, CHAIN_SHOWN);
  const found = await rows<Omit<ChainLot, 'depth'>>(
    reader,
    `select l.id as "lotId", l.lot_number as "lotNumber", r.name as "productName", l.expires_on as "expiresOn", l.state,
       l.made_in_worksheet_id as "madeInWorksheetId", w.number as "madeInWorksheetNumber"
     from lot l join product r on r.id = l.product_id left join worksheet w on w.id = l.made_in_worksheet_id where l.id = any($1::uuid[])`,
    [shown.map(([id]) => id)],
  );
  return found
    .map((lot) => ({ ...lot, depth: reach.lots.get(lot.lotId) ?? 0 }))
    .sort((a, b) => a.depth - b.depth || a.lotNumber.localeCompare(b.lotNumber));
}

/**
 * All preparations of a scope in order, a few hundred in memory at a time; the next are read while these are written. `seen` is told
 * of each patient once, before the first part that shows them.
 */
export async function* affectedStream(
  reader: Sql,
  request: ScopeRequest,
  now: Instant,
  zone: ZoneId,
  seen: (patientIds: string[]) => Promise<void>,
): AsyncGenerator<AffectedCsp[]> {
  const reach = await reachOf(reader, await readScope(reader, request, zone));
  const ids = await affectedIds(reader, reach);
  const titles = new Titles(reader);
  const told = new Set<string>();
  const read = async (from: number): Promise<Part> => {
    const chunk = ids.slice(from, from + STREAM_CHUNK);
    if (chunk.length === 0) return { found: [], titleOfRow: () => '', depths: new Map() };
    const found = await cspRows(
      reader,
      chunk.map(({ id }) => id),
    );
    const fresh = [...new Set(found.flatMap((row) => row.patient_id ?? []))].filter((id) => !told.has(id));
    for (const id of fresh) told.add(id);
    const [titleOfRow] = await Promise.all([titles.of(found), seen(fresh)]);
    return { found, titleOfRow, depths: new Map(chunk.map(({ id, depth }) => [id, depth])) };
  };
  let coming = read(0);
  for (let from = 0; from < ids.length; from += STREAM_CHUNK) {
    const { found, titleOfRow, depths } = await coming;
    coming = read(from + STREAM_CHUNK);
    // Whoever asked may leave before it comes; else its error is thrown when it is awaited.
    coming.catch(() => undefined);
    yield found.map((row) => affectedCsp(row, titleOfRow(row), depths.get(row.csp_id) ?? 0, now));
  }
}

interface Part {
  readonly found: readonly CspRow[];
  readonly titleOfRow: (row: CspRow) => string;
  readonly depths: ReadonlyMap<string, number>;
}

const COLUMNS: readonly (keyof AffectedCsp)[] = [
  'cspNumber',
  'worksheetNumber',
  'title',
  'state',
  'place',
  'where',
  'mayBeInfused',
  'madeAt',
  'budAt',
  'neededAt',
  'dispensedAt',
  'patientNumber',
  'patientName',
  'orderNumber',
  'prescriber',
  'depth',
];

export async function* asCsv(parts: AsyncIterable<AffectedCsp[]>): AsyncGenerator<string> {
  yield csvLines([COLUMNS]);
  for await (const part of parts) yield csvLines(part.map((row) => COLUMNS.map((column) => row[column])));
}

export async function* asNdjson(parts: AsyncIterable<AffectedCsp[]>): AsyncGenerator<string> {
  for await (const part of parts) yield part.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** What a spreadsheet would take for a formula is text here: a patient's or product's name is somebody else's input. */
export const csvLines = (lines: readonly (readonly unknown[])[]): string =>
  stringify(
    lines.map((line) => [...line]),
    { escape_formulas: true, record_delimiter: '\r\n', cast: { boolean: (value) => (value ? 'yes' : 'no') } },
  );
