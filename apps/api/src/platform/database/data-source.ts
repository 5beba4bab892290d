import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import * as migrations from '../../../../../migrations/index.js';
import { entities } from './entities.js';
import { PreparingClient } from './prepared.js';

const DATE_OID = 1082;
const TIMESTAMPTZ_OID = 1184;

/** A statement that takes this long has lost its way; it must not hold locks and a connection. */
const STATEMENT_TIMEOUT_MS = 15_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;

const parseDate = pg.types.getTypeParser(TIMESTAMPTZ_OID) as (text: string) => Date;

/** A date stays text, a moment becomes an Instant (milliseconds); both as #domain/time has them. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
    if (format !== 'binary' && oid === DATE_OID) return (text: string) => text;
    if (format !== 'binary' && oid === TIMESTAMPTZ_OID) return (text: string) => parseDate(text).getTime();
    return pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
  },
};

/** The one description of the connection: for the API, the worker, the migration command and the tests. */
export function dataSourceOptions(url: string, poolSize = 10): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities,
    migrations: Object.values(migrations),
    migrationsTableName: 'migration',
    synchronize: false,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: 'infusion-pharmacy',
    poolSize,
    extra: {
      Client: PreparingClient,
      types,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    },
  };
}
