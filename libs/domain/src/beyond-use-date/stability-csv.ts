import { Decimal, parseUnit } from '#domain/quantity';
import { parseLocalDate } from '#domain/time';
import { csvRecords, type CsvRecord } from './csv.js';
import type { ContainerMaterial, StabilityEvidence } from './evidence.js';

/** A row that could not be read, by the line on which it starts. */
export interface BadRow {
  readonly line: number;
  readonly why: string;
}

const COLUMNS = [
  'id',
  'drug',
  'concentration',
  'diluent',
  'container',
  'temperature_c',
  'duration',
  'duration_unit',
  'source',
  'note',
  'conc_min',
  'conc_max',
  'conc_unit',
  'diluents',
  'containers',
  'temp_min_c',
  'temp_max_c',
  'light_protected',
  'limit_hours',
  'clock',
  'status',
  'reviewed_by',
  'reviewed_on',
  'machine_note',
] as const;
type Column = (typeof COLUMNS)[number];
type Row = (column: Column) => string;

/**
 * Reads the table of stability evidence (reference-data/stability/stability.csv). Machine columns may be empty: the row is kept
 * and will never fit by itself. A row that contradicts itself or cannot be read is reported by line and left out.
 * @throws RangeError when a column is missing
 */
export function parseStabilityCsv(text: string): { rows: StabilityEvidence[]; bad: BadRow[] } {
  const [header, ...records] = csvRecords(text);
  const names = header?.fields ?? [];
  const missing = COLUMNS.filter((c) => !names.includes(c));
  if (missing.length > 0) throw new RangeError(`Columns missing: ${missing.join(', ')}`);
  const rows: StabilityEvidence[] = [];
  const bad: BadRow[] = [];
  const seen = new Set<string>();
  for (const record of records) {
    try {
      rows.push(readRow(record, names, seen));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      bad.push({ line: record.line, why: error.message });
    }
  }
  return { rows, bad };
}

function readRow(record: CsvRecord, names: readonly string[], seen: Set<string>): StabilityEvidence {
  if (record.fields.length !== names.length)
    throw new RangeError(`${record.fields.length} fields where ${names.length} belong`);
  const row: Row = (column) => (record.fields[names.indexOf(column)] ?? '').trim();
  const [id, drug, citation] = [row('id'), row('drug'), row('source')];
  if (!id || !drug || !citation) throw new RangeError('id, drug and source are required');
  if (seen.has(id)) throw new RangeError(`id ${id} occurs twice`);
  const reviewedBy = row('reviewed_by');
  const status = oneOf(row('status'), ['unconfirmed', 'confirmed'] as const, 'status');
  if (status === 'confirmed' && !(reviewedBy && row('reviewed_on')))
    throw new RangeError('a confirmed row needs reviewed_by and reviewed_on');
  const note = [row('note'), row('machine_note')].filter(Boolean).join('; ');
  const evidence: StabilityEvidence = {
    id,
    drug,
    ...concentration(row),
    diluents: list(row('diluents')),
    containers: list(row('containers')).map(container),
    ...temperature(row),
    ...(row('light_protected')
      ? { lightProtected: oneOf(row('light_protected'), ['yes', 'no'] as const, 'light_protected') === 'yes' }
      : {}),
    ...limit(row('limit_hours')),
    clock: oneOf(row('clock'), ['start', 'reconstitution'] as const, 'clock'),
    citation,
    status,
    ...(reviewedBy ? { reviewedBy } : {}),
    ...(row('reviewed_on') ? { reviewedOn: parseLocalDate(row('reviewed_on')) } : {}),
    ...(note ? { note } : {}),
    printed: {
      concentration: row('concentration'),
      diluent: row('diluent'),
      container: row('container'),
      temperature: row('temperature_c'),
      duration: `${row('duration')} ${row('duration_unit')}`.trim(),
    },
  };
  seen.add(id);
  return evidence;
}

function concentration(row: Row): Partial<StabilityEvidence> {
  const [min, max, unit] = [row('conc_min'), row('conc_max'), row('conc_unit')];
  if (!min && !max && !unit) return {};
  if (!min || !max || !unit) throw new RangeError('conc_min, conc_max and conc_unit belong together');
  const [amount, volume] = unit.split('/');
  parseUnit(amount ?? '');
  parseUnit(volume ?? '');
  if (!Decimal.of(min).isPositive() || Decimal.of(min).gt(max)) throw new RangeError('not a range of concentrations');
  return { concentrationMin: min, concentrationMax: max, concentrationUnit: unit };
}

function temperature(row: Row): Partial<StabilityEvidence> {
  const [min, max] = [row('temp_min_c'), row('temp_max_c')];
  if (!min && !max) return {};
  if (!min || !max) throw new RangeError('temp_min_c and temp_max_c belong together');
  const [low, high] = [number(min, 'temp_min_c'), number(max, 'temp_max_c')];
  if (low > high) throw new RangeError('not a range of temperatures');
  return { temperatureMinC: low, temperatureMaxC: high };
}

function limit(text: string): Partial<StabilityEvidence> {
  if (!text) return {};
  const hours = number(text, 'limit_hours');
  if (hours <= 0) throw new RangeError('limit_hours is not positive');
  return { limitHours: hours };
}

function number(text: string, column: Column): number {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`${column}: "${text.slice(0, 20)}" is no number`);
  return Number(text);
}

const list = (text: string): string[] =>
  text
    .split(';')
    .map((item) => item.trim())
    .filter(Boolean);

/** `bag:PVC`, or `bag` where the source does not name the material. */
function container(text: string): ContainerMaterial {
  const [kind, material] = text.split(':').map((part) => part.trim());
  if (!kind) throw new RangeError(`containers: "${text.slice(0, 20)}" has no kind`);
  return material ? { kind, material } : { kind };
}

function oneOf<T extends string>(text: string, accepted: readonly T[], column: Column): T {
  const found = accepted.find((value) => value === text);
  if (found === undefined) throw new RangeError(`${column}: "${text.slice(0, 20)}" is none of ${accepted.join(', ')}`);
  return found;
}
