// `npm run bench`: drives the API over HTTP and does the same by plain SQL on the same server, in turn. Not a test.
import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { checkWhole } from './checks.js';
import { LOADS } from './loads/index.js';
import type { LoadReport } from './load.js';
import { readOptions, type Options } from './options.js';
import { machine, table, type BenchReport } from './report.js';
import { withStage } from './stage.js';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function bench(options: Options): Promise<BenchReport> {
  const begun = performance.now();
  const chosen = LOADS.filter(({ name, fullOnly }) =>
    options.only === null ? !(fullOnly && options.quick) : options.only.split(',').some((word) => name.includes(word)),
  );
  if (chosen.length === 0)
    throw new RangeError(`No load is called ${options.only}: ${LOADS.map((l) => l.name).join(', ')}`);
  return withStage(options, say, async (stage) => {
    const loads: LoadReport[] = [];
    for (const load of chosen) {
      const started = performance.now();
      const report = { name: load.name, title: load.title, ...(await load.run(stage)) };
      loads.push(report);
      say(`${table(report)}\n  (${((performance.now() - started) / 1000).toFixed(0)} s)\n`);
    }
    const checks = await checkWhole(stage.databaseUrl);
    for (const { what, found, whole } of checks) say(`${whole ? 'whole ' : 'BROKEN'} ${what}: ${found}`);
    const seconds = Math.round((performance.now() - begun) / 1000);
    return { at: new Date().toISOString(), quick: options.quick, machine: machine(), seconds, loads, checks };
  });
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const report = await bench(options);
  const json = JSON.stringify(report, null, 2);
  if (options.out !== null) await writeFile(options.out, `${json}\n`);
  say(`\n${json}`);
  const missed = report.loads.flatMap(({ goals }) => goals).filter(({ met }) => !met).length;
  say(`\n${report.seconds} s, ${missed} goals missed`);
  return report.checks.every(({ whole }) => whole) ? 0 : 1;
}

process.exitCode = await main();
