import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { readDatabaseUrl } from '../../platform/config/env.js';
import { dataSourceOptions } from '../../platform/database/data-source.js';
import { checkLedger } from './ledger-check.js';

/** `npm run verify:ledger`: recomputes every balance from entries and promises; exit 0 when nothing differs, 1 when something does. */
async function main(): Promise<number> {
  const source = await new DataSource(dataSourceOptions(readDatabaseUrl(), 1)).initialize();
  try {
    // A whole ledger takes longer than any request may.
    await source.query('set statement_timeout = 0');
    const report = await checkLedger(source.manager);
    console.log(
      `${report.movements} movements, ${report.entries} entries, ${report.balances} balances, ${report.allocations} allocations`,
    );
    for (const { check, subject, expected, found } of report.mismatches)
      console.log(`MISMATCH ${check}: ${subject} is ${found}, expected ${expected}`);
    console.log(report.mismatches.length === 0 ? 'The ledger is whole.' : `${report.mismatches.length} mismatches.`);
    return report.mismatches.length === 0 ? 0 : 1;
  } finally {
    await source.destroy();
  }
}

process.exitCode = await main();
