// Checks all types with the fast compiler: the whole, then the domain with no Node types at hand (so that it cannot
// even name a file, a clock or the network), then the web with the browser's.
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { run, stopToolsOnSignals, tool } = await import('./lib/run.mjs');
stopToolsOnSignals();
const PROJECTS = ['tsconfig.json', 'libs/domain/tsconfig.json', 'apps/web/tsconfig.json'];
let failed = false;
for (const project of PROJECTS) {
  const compiler = tool('typescript7/bin/tsc', '-p', project, '--noEmit', '--incremental', 'false');
  const { code, output } = await run(compiler);
  if (code === 0) continue;
  console.error(`${project}:\n${output.trim()}`);
  failed = true;
}
process.exitCode = failed ? 1 : 0;
