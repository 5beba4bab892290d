// `npm test`: everything that CI runs, on a bare machine too. Installs what is missing, runs every step even when one
// failed, and ends with one plain line. Other steps than Jest's count as one test each.
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { root, seconds, stopToolsOnSignals } = await import('./lib/run.mjs');
process.chdir(root);
stopToolsOnSignals();
const { installIfNeeded } = await import('./lib/install.mjs');
await installIfNeeded();
const { provideChromium } = await import('./lib/chromium.mjs');
const { checkGenerated, runJest, runScript } = await import('./lib/checks.mjs');

const results = [];

/** Runs one step and keeps what it counted; the output of a failed one is shown. */
async function check(name, work) {
  const begun = performance.now();
  const result = await work().catch((e) => ({ passed: 0, failed: 1, output: e.stack }));
  const ms = performance.now() - begun;
  results.push({ name, ms, ...result });
  console.log(`${result.failed ? 'FAILED' : 'ok    '} ${name} (${seconds(ms)})`);
  if (result.failed && result.output) console.log(`\n${result.output.trim()}\n`);
}

const script = (name) => () => runScript(name);

// Where it has to be installed first, that is the network's work, not a core's.
const browser = provideChromium();

// The compiler has one core, the quick checks the other.
await Promise.all([
  (async () => {
    await check('build', script('build'));
    await check('generated files', checkGenerated);
    await check('architecture', script('architecture'));
  })(),
  (async () => {
    await check('types', script('typecheck'));
    await check('lint', script('lint'));
    await check('format', script('format:check'));
  })(),
]);
await check('spec', async () => (await runJest(['spec'], 60_000)).spec);
const chromium = await browser;
if (chromium.path) process.env.CHROMIUM_PATH = chromium.path;
else await check('web', async () => ({ passed: 0, failed: 1, output: chromium.problem }));
const onServers = ['medium', 'e2e', ...(chromium.path ? ['web'] : [])];
const running = runJest(onServers, 240_000);
await Promise.all(onServers.map((project) => check(project, async () => (await running)[project])));

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const order = ['types', 'lint', 'format', 'architecture', 'build'];
const place = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);
console.log(`\n${'step'.padEnd(16)} ${'passed'.padStart(7)} ${'failed'.padStart(7)} ${'time'.padStart(9)}`);
for (const r of results.toSorted((a, b) => place(a) - place(b))) {
  console.log(
    `${r.name.padEnd(16)} ${String(r.passed).padStart(7)} ${String(r.failed).padStart(7)} ${seconds(r.ms).padStart(9)}`,
  );
}
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') ? 1 : 0;
