import type { TracedCsp } from '../../api/types.js';

/** One cell: quoted where it must be, and harmless to a spreadsheet that would take a leading sign for a formula. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const COLUMNS: readonly (readonly [name: string, of: (csp: TracedCsp) => string])[] = [
  ['Preparation', (csp) => csp.cspNumber],
  ['Worksheet', (csp) => csp.worksheetNumber],
  ['What', (csp) => csp.title],
  ['State', (csp) => csp.state],
  ['Patient number', (csp) => csp.patientNumber],
  ['Patient', (csp) => csp.patientName],
  ['Begun', (csp) => csp.madeAt ?? ''],
  ['Beyond-use date', (csp) => csp.budAt ?? ''],
  ['Quantity', (csp) => csp.quantity],
  ['Unit', (csp) => (csp.quantity === '' ? '' : csp.unit)],
  ['For the whole batch', (csp) => (csp.shared ? 'yes' : 'no')],
];

/** Times in UTC, as stored. */
export const tracedCsv = (csps: readonly TracedCsp[]): string =>
  [COLUMNS.map(([name]) => name), ...csps.map((csp) => COLUMNS.map(([, of]) => of(csp)))]
    .map((row) => row.map(csvCell).join(','))
    .join('\r\n') + '\r\n';
