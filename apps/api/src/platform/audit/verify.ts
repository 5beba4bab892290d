import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { formatInstant } from '#domain/time';
import { readDatabaseUrl } from '../config/env.js';
import { dataSourceOptions } from '../database/data-source.js';
import { verifyAudit } from './verify-chain.js';

/** `npm run verify:audit [-- --head HASH]`: exit 0 when the chain is whole, 1 when it is not. */
async function main(): Promise<number> {
  const at = process.argv.indexOf('--head');
  const expected = at > 0 ? process.argv[at + 1] : undefined;
  const source = await new DataSource(dataSourceOptions(readDatabaseUrl(), 2)).initialize();
  try {
    const report = await verifyAudit(source.manager, expected);
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    say(`${report.entries} entries in ${report.blocks} blocks; head ${report.head}`);
    const since = report.oldestUnsealed === null ? '' : `, the oldest of ${formatInstant(report.oldestUnsealed)}`;
    say(`${report.unsealed} entries not sealed yet${since}`);
    for (const fault of report.faults)
      say(`FAULT ${fault.block === null ? '' : `block ${fault.block} `}${fault.entry ?? ''}: ${fault.what}`);
    say(report.faults.length === 0 ? 'The audit trail is whole.' : `${report.faults.length} faults.`);
    return report.faults.length === 0 ? 0 : 1;
  } finally {
    await source.destroy();
  }
}

process.exitCode = await main();
