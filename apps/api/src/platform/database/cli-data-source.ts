import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { readDatabaseUrl } from '../config/env.js';
import { dataSourceOptions } from './data-source.js';

/** For TypeORM's own command line: `typeorm migration:show -d dist/apps/api/src/platform/database/cli-data-source.js`. */
export default new DataSource(dataSourceOptions(readDatabaseUrl(), 2));
