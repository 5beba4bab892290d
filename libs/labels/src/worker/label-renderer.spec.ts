import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { transformSync } from '@swc/core';
import type { LabelDocument } from '../document/label-document.js';
import { CEFTRIAXONE, VANCOMYCIN } from '../fixtures/sample-facts.js';
import { containerLabel } from '../templates/container-label.js';
import { LabelRenderer, type LabelRendererOptions } from './label-renderer.js';
import { LabelRendererError } from './label-thread.js';

const label = containerLabel(VANCOMYCIN);
const documentOf = (): LabelDocument => {
  if (!label.document) throw new Error('the sample label does not fit');
  return label.document;
};

const open: LabelRenderer[] = [];
const started = (options: Partial<LabelRendererOptions>): LabelRenderer => {
  const renderer = new LabelRenderer({ mode: 'worker', ...options });
  open.push(renderer);
  return renderer;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((renderer) => renderer.close()));
});

/** A thread with a mind of its own: answers with the title of the document, or does what the title says. */
const WILLFUL = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, task }) => {
      const { title } = task.document;
      if (title === 'crash') process.exit(3);
      if (title === 'throw') throw new Error('out of paper');
      if (title === 'hang') return;
      if (title === 'fail') return parentPort.postMessage({ id, error: 'No glyph' });
      parentPort.postMessage({ id, result: { pdf: new TextEncoder().encode(title), readBack: [] } });
    });`)}`,
);
const titled = (title: string): LabelDocument => ({ ...documentOf(), title });
const rendered = async (renderer: LabelRenderer, title: string): Promise<string> =>
  new TextDecoder().decode(await renderer.render(titled(title)));
const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => (error instanceof LabelRendererError ? error.reason : String(error)),
  );

describe('LabelRenderer with a thread', () => {
  it.each([
    ['crash', 'crashed'],
    ['throw', 'crashed'],
    ['fail', 'failed'],
  ])('rejects only the label with which the thread does "%s", and makes the others', async (title, reason) => {
    const renderer = started({ entry: WILLFUL });
    const results = [rendered(renderer, 'a'), failure(renderer.render(titled(title))), rendered(renderer, 'b')];
    expect(await Promise.all(results)).toEqual(['a', reason, 'b']);
  });

  it('gives a label up that takes too long, and makes the next', async () => {
    const renderer = started({ entry: WILLFUL, timeoutMs: 1000 });
    const results = [failure(renderer.render(titled('hang'))), rendered(renderer, 'next')];
    expect(await Promise.all(results)).toEqual(['timeout', 'next']);
  });

  it('says that it is busy beyond the labels that may wait', async () => {
    const renderer = started({ entry: WILLFUL, maxQueued: 2 });
    const results = ['hang', 'b', 'c', 'd'].map((title) => failure(renderer.render(titled(title))));
    expect(await results[3]).toBe('busy');
    await renderer.close();
    expect(await Promise.all(results.slice(0, 3))).toEqual(['closed', 'closed', 'closed']);
    expect(await failure(renderer.render(titled('e')))).toBe('closed');
  });

  it('answers each label with its own file, in order of asking', async () => {
    const renderer = started({ entry: WILLFUL });
    const titles = Array.from({ length: 50 }, (_, i) => `label ${i}`);
    expect(await Promise.all(titles.map((title) => rendered(renderer, title)))).toEqual(titles);
  });
});

describe('LabelRenderer in process', () => {
  const renderer = new LabelRenderer({ mode: 'in-process' });

  it('releases a label whose code and texts are read back', async () => {
    const { pdf, readBack, findings } = await renderer.renderAndReadBack(label);
    expect(findings).toEqual([]);
    expect(readBack[0]?.symbols).toEqual([{ symbology: 'datamatrix', content: 'CSP-000123-K' }]);
    expect(pdf?.length).toBeGreaterThan(1000);
  });

  it('does not release a label with the code of another container', async () => {
    const other = containerLabel(CEFTRIAXONE);
    const { findings } = await renderer.renderAndReadBack({ ...label, document: other.document });
    expect(findings.map((finding) => finding.code)).toContain('label.read-back-wrong-code');
  });

  it('makes no file of facts that are refused', async () => {
    const refused = containerLabel({ ...VANCOMYCIN, route: '' });
    const { pdf, findings } = await renderer.renderAndReadBack(refused);
    expect(pdf).toBeNull();
    expect(findings.map((finding) => finding.code)).toEqual(['label.missing']);
  });
});

describe('the thread of compiled code', () => {
  let root: string;

  /** The libraries as the build leaves them, without waiting for one: same files, same package imports. */
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'labels-'));
    const sources = readdirSync('libs', { recursive: true, encoding: 'utf8' }).filter((f) => /(?<!spec)\.ts$/.test(f));
    for (const file of sources) {
      const out = join(root, 'dist', 'libs', file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(out), { recursive: true });
      const jsc = { target: 'es2022', parser: { syntax: 'typescript' } } as const;
      writeFileSync(
        out,
        transformSync(readFileSync(join('libs', file), 'utf8'), { jsc, module: { type: 'es6' } }).code,
      );
    }
    const { imports } = JSON.parse(readFileSync('package.json', 'utf8')) as { imports: unknown };
    writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', imports }));
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'dir');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('renders and reads back what the thread of the test does, byte for byte', async () => {
    const entry = pathToFileURL(join(root, 'dist/libs/labels/src/worker/label-worker.js'));
    const renderer = started({ entry });
    const there = await renderer.renderAndReadBack(label);
    const here = await new LabelRenderer({ mode: 'in-process' }).renderAndReadBack(label);
    expect(there.findings).toEqual([]);
    expect(there.readBack).toEqual(here.readBack);
    expect(Buffer.from(there.pdf ?? []).equals(Buffer.from(here.pdf ?? []))).toBe(true);
    expect(await renderer.readBack(there.pdf ?? new Uint8Array(), 300)).toEqual(here.readBack);
  });
});
