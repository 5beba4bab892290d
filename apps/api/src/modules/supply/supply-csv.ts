import { stringify } from 'csv-stringify/sync';
import type { SupplyRow } from './supply.dto.js';

const COLUMNS: readonly (readonly [title: string, of: (row: SupplyRow) => string | number])[] = [
  ['Drug', (row) => row.drugName],
  ['On hand', (row) => row.onHand ?? ''],
  ['Unit', (row) => (row.unit === '[iU]' ? 'units' : (row.unit ?? ''))],
  ['Usable days', (row) => row.usableDays ?? (row.horizonDays === null ? '' : `more than ${row.horizonDays}`)],
  ['Runs out on', (row) => row.stockoutOn ?? ''],
  ['At the earliest', (row) => row.stockoutEarly ?? ''],
  ['At the latest', (row) => row.stockoutLate ?? ''],
  ['Next delivery', (row) => row.nextInboundOn ?? ''],
  ['Patients without', (row) => row.patientsHit],
  ['Expires unused, USD', (row) => row.expiringDollars ?? ''],
  ['Shortage list', (row) => (row.shortage ? `${row.shortage.ours ? '' : 'others '}${row.shortage.standing}` : '')],
  ['Least days', (row) => row.par.minDays],
  ['Target days', (row) => row.par.targetDays],
  ['Below par', (row) => (row.belowPar ? 'yes' : 'no')],
  [
    'Proposed order',
    (row) => row.suggestions.map((one) => `${one.packs} packs ${one.product}, ${one.supplier}`).join('; '),
  ],
];

/** The table as a file. What a spreadsheet would take for a formula is told to be text. */
export const supplyCsv = (rows: readonly SupplyRow[]): string =>
  stringify(
    rows.map((row) => COLUMNS.map(([, of]) => of(row))),
    {
      header: true,
      columns: COLUMNS.map(([title]) => title),
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  );
