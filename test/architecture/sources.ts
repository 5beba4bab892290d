import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface SourceFile {
  /** Path from the root of the repository, with slashes. */
  name: string;
  text: string;
  lines: number;
}

export const ROOT = path.resolve(import.meta.dirname, '../..');
const LEFT_OUT = /(^|\/)(node_modules|dist|dist-next|coverage|data)$|apps\/web\/src\/api\/schema\.d\.ts$/;
const SPEC = /\.(spec|medium-spec|medium-suite|e2e-spec|web-spec)\.tsx?$/;

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(ROOT, folder), { withFileTypes: true })) {
    const name = `${folder}/${entry.name}`;
    if (LEFT_OUT.test(name)) continue;
    if (entry.isDirectory()) yield* walk(name);
    else if (/\.tsx?$/.test(name)) yield name;
  }
}

function load(name: string): SourceFile {
  const text = readFileSync(path.join(ROOT, name), 'utf8');
  return { name, text, lines: text.split('\n').length - 1 };
}

/** Every TypeScript file below these folders, generated ones left out. */
export function sourcesIn(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) => [...walk(folder)].map(load));
}

export const isSpec = ({ name }: SourceFile): boolean => SPEC.test(name);

/** `name:line` of every line that matches, comments left out. */
export function linesMatching(files: SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ name, text }) =>
    text
      .split('\n')
      .map((line, i) => ({ line: line.replace(/(^|\s)(\/\/|\*|\/\*).*$/, ''), at: `${name}:${i + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, at }) => `${at} ${line.trim()}`),
  );
}
