import { DataSource } from 'typeorm';
import { checkLedger } from '../apps/api/src/modules/stock/ledger-check.js';
import { verifyAudit } from '../apps/api/src/platform/audit/verify-chain.js';
import { dataSourceOptions } from '../apps/api/src/platform/database/data-source.js';
import type { BenchReport } from './report.js';

/** A fast wrong answer is worth nothing: the whole ledger and the whole audit trail are recomputed at the end of every run. */
export async function checkWhole(databaseUrl: string): Promise<BenchReport['checks']> {
  const source = await new DataSource(dataSourceOptions(databaseUrl, 1)).initialize();
  try {
    await source.query('set statement_timeout = 0');
    const ledger = await checkLedger(source.manager);
    const audit = await verifyAudit(source.manager);
    const faults = [
      ...ledger.mismatches.map((m) => `${m.check}: ${m.subject} is ${m.found}, expected ${m.expected}`),
      ...audit.faults.map((fault) => fault.what),
    ];
    return [
      {
        what: 'ledger',
        found: `${ledger.movements} movements, ${ledger.entries} entries, ${ledger.mismatches.length} mismatches`,
        whole: ledger.mismatches.length === 0,
      },
      {
        what: 'audit trail',
        found: `${audit.entries} entries in ${audit.blocks} blocks, ${audit.unsealed} not sealed yet, ${audit.faults.length} faults`,
        whole: audit.faults.length === 0,
      },
      ...faults.slice(0, 20).map((found) => ({ what: 'fault', found, whole: false })),
    ];
  } finally {
    await source.destroy();
  }
}
