import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

export const MEDIA = 'application/vnd.openfda.shortages';
export const SAMPLE = readFileSync(
  new URL('../../reference-data/shortages/openfda_shortages_2026-06-19_subset.json', import.meta.url),
);
export type Row = Record<string, unknown>;
interface File {
  meta: Record<string, unknown>;
  results: Row[];
}
const sample = (): File => JSON.parse(SAMPLE.toString('utf8')) as File;
/** The sample as of another day, changed. */
export function aFeed(lastUpdated: string | undefined, change: (rows: Row[]) => unknown[] = (all) => all): Buffer {
  const file = sample();
  return Buffer.from(JSON.stringify({ meta: { last_updated: lastUpdated }, results: change(file.results) }));
}

interface Aggregate {
  input: { generic_name: string };
  expected: { rows: number; distinct_package_ndcs: number; companies: string[]; latest_update: string };
}
export const AGGREGATES = JSON.parse(
  readFileSync(new URL('../../libs/domain/src/shortage/fixtures/aggregate_cases.json', import.meta.url), 'utf8'),
) as Aggregate[];

/** A zip archive of one deflated file. */
export function zipOf(content: Buffer, lies: { size?: number } = {}): Buffer {
  const packed = deflateRawSync(content, { level: 1 });
  const name = Buffer.from('drug-shortages-0001-of-0001.json');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(lies.size ?? content.length, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, entry, name, end]);
}
