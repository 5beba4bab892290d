import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { ShortageRow } from './shortages.dto.js';

const COLUMNS: readonly (readonly [title: string, of: (row: ShortageRow) => string])[] = [
  ['Our drug', (row) => row.drugName ?? ''],
  ['Our product', (row) => row.productName ?? ''],
  ['Name in the feed', (row) => row.genericName],
  ['Company', (row) => row.companyName],
  ['NDC', (row) => row.packageNdc],
  ['Presentation', (row) => row.presentation],
  ['Status', (row) => row.status],
  ['For buying', (row) => row.standing],
  ["Maker's words", (row) => row.availabilityText],
  ['Reason', (row) => row.reasonTitle],
  ['Note', (row) => row.note],
  ['Listed since', (row) => row.initialOn ?? ''],
  ['Updated', (row) => row.updatedOn ?? ''],
  ['Discontinued', (row) => row.discontinuedOn ?? ''],
];

/** Rows as CSV while they are read. What a spreadsheet would take for a formula is told to be text: makers' words come from outside. */
export function shortagesCsv(rows: AsyncIterable<ShortageRow>): Readable {
  const writer = stringify({
    bom: true,
    header: true,
    columns: COLUMNS.map(([title]) => title),
    escape_formulas: true,
  });
  const source = Readable.from(lines(rows));
  source.on('error', (error) => writer.destroy(error));
  return source.pipe(writer);
}

async function* lines(rows: AsyncIterable<ShortageRow>): AsyncGenerator<string[]> {
  for await (const row of rows) yield COLUMNS.map(([, of]) => of(row));
}
