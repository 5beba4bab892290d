import path from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { dataSourceOptions } from '../platform/database/data-source.js';
import { Database } from '../platform/database/database.js';
import { loadDemo } from './demo.js';
import { loadReferenceData } from './reference.js';

export { loadDemo } from './demo.js';
export { loadReferenceData } from './reference.js';
export { stableId } from './stable-id.js';

/** Reference data always, the demo pharmacy where asked for and nobody is there yet. Safe to run at every start. */
export async function seed(options: { databaseUrl: string; demo: boolean; root?: string }): Promise<void> {
  const client = new pg.Client({ connectionString: options.databaseUrl });
  await client.connect();
  await loadReferenceData(client, options.root ?? path.resolve(process.cwd())).finally(() => client.end());
  if (!options.demo) return;
  const source = await new DataSource(dataSourceOptions(options.databaseUrl)).initialize();
  await loadDemo(new Database(source), new Clock().now()).finally(() => source.destroy());
}
