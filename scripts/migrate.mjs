// `npm run migrate`: brings the schema of the database that DATABASE_URL names to this version. `npm start` does the
// same by itself; this is for those who want to do it on its own, before the new version is started.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../dist/apps/api/src/platform/database/data-source.js';

const source = await new DataSource(dataSourceOptions(process.env.DATABASE_URL)).initialize();
try {
  const done = await source.runMigrations();
  console.log(done.length ? done.map(({ name }) => `applied ${name}`).join('\n') : 'The database is up to date.');
} finally {
  await source.destroy();
}
