import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describeApi } from '../build.mjs';
import { root, run, tool } from './run.mjs';

/** The repository is checked on machines of two cores and up. */
const WORKERS = 2;

/** Runs a script of package.json that calls one program, and counts it as one test. */
export async function runScript(name) {
  const { scripts } = JSON.parse(await fs.readFile(path.join(root, 'package.json'), 'utf8'));
  const [program, ...words] = scripts[name].split(' ');
  // Not through npm, which takes longer to start than some of the checks take.
  const command =
    program === 'node' ? words : [await fs.realpath(path.join(root, 'node_modules/.bin', program)), ...words];
  const { code, output } = await run([process.execPath, ...command]);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

/** The project of a test file, by the end of its name. */
const ENDINGS = { '.medium-suite.ts': 'medium', '.e2e-spec.ts': 'e2e', '.web-spec.ts': 'web' };
const projectOf = (file) => Object.entries(ENDINGS).find(([ending]) => file.endsWith(ending))?.[1] ?? 'spec';

/**
 * Runs Jest projects, showing their progress, and counts their tests one by one. Together, because what they share (servers,
 * template database) is then started once, and no core waits for the last file of one project before the next begins.
 * @returns a result for each project
 */
export async function runJest(projects, testLimitMs) {
  const aside = await fs.mkdtemp(path.join(os.tmpdir(), 'jest-'));
  const report = path.join(aside, 'report.json');
  try {
    const [node, ...words] = tool('jest/bin/jest.js', '--selectProjects', ...projects);
    const limits = [`--maxWorkers=${WORKERS}`, `--testTimeout=${testLimitMs}`];
    const how = ['--json', `--outputFile=${report}`];
    const result = await run([node, '--experimental-vm-modules', '--no-warnings', ...words, ...limits, ...how], {
      stream: 'stderr', // where Jest tells people; with --json its stdout is the report once more
      env: { FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    const told = await fs.readFile(report, 'utf8').then(JSON.parse, () => undefined);
    return Object.fromEntries(projects.map((project) => [project, told ? count(told, project) : lost(result)]));
  } finally {
    await fs.rm(aside, { recursive: true, force: true });
  }
}

const lost = ({ output }) => ({ passed: 0, failed: 1, output });

/** A test that was skipped has not passed; a file that could not even be loaded has failed, and so has a project without tests. */
function count(told, project) {
  const files = told.testResults.filter(({ name }) => projectOf(name) === project);
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const broken = files.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.length).length;
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed').length;
  const output = skipped ? `${skipped} tests were skipped; a skipped test counts as failed.` : '';
  return { passed, failed: tests.length - passed + broken + (tests.length === 0 && broken === 0 ? 1 : 0), output };
}

const GENERATED = ['openapi.json', 'apps/web/src/api/schema.d.ts'];

/** Whether the committed description of the API, and the web client's types, are what the built API says of itself. */
export async function checkGenerated() {
  const aside = path.join(root, 'node_modules/.cache/generated');
  await fs.mkdir(aside, { recursive: true });
  const fresh = ['openapi.json', 'schema.d.ts'].map((name) => path.join(aside, name));
  const written = await describeApi(...fresh);
  if (written.code !== 0) return { passed: 0, failed: 1, output: written.output };
  const stale = [];
  for (const [i, file] of GENERATED.entries()) {
    const committed = await fs.readFile(path.join(root, file), 'utf8').catch(() => '');
    if (committed !== (await fs.readFile(fresh[i], 'utf8'))) stale.push(file);
  }
  if (!stale.length) return { passed: 1, failed: 0 };
  return {
    passed: 0,
    failed: 1,
    output: `Out of date: ${stale.join(', ')}. Run npm run openapi and commit the result.`,
  };
}
