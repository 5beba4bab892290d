import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { isSpec, sourcesIn, type SourceFile } from './sources.js';

const FILE_LINES = 300;
/** A spec is a list of cases, read one at a time. */
const SPEC_LINES = 550;
const FUNCTION_LINES = 60;
const CONSTRUCTOR_PARAMETERS = 7;

/** Longer files, each with its reason. A file that has become short enough must leave this list. */
const LONG_FILES: Record<string, string> = {};

/** What needs more than this to do its work does too much. Exceptions, each with its reason. */
const WIDE_CONSTRUCTORS: Record<string, string> = {
  'apps/api/src/platform/config/env.ts': 'a record of settings: it holds what it is given and calls none of it',
};

/** Tables of data and of SQL are as long as what they tell; the limit is for what has to be followed. */
const isTable = ({ name }: SourceFile): boolean =>
  name.startsWith('migrations/') || /\/(limits|windows|list|unit|problem)\.ts$/.test(name);

const written = sourcesIn('apps', 'libs', 'migrations', 'test', 'bench');
const product = written.filter((file) => !isSpec(file) && !file.name.startsWith('test/'));

function parse({ name, text }: SourceFile): ts.SourceFile {
  const kind = name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, false, kind);
}

function* nodes(node: ts.Node): Generator<ts.Node> {
  yield node;
  const below: ts.Node[] = [];
  ts.forEachChild(node, (child) => void below.push(child));
  for (const child of below) yield* nodes(child);
}

function functionsIn(file: SourceFile): { at: string; lines: number; parameters: number; constructs: boolean }[] {
  const parsed = parse(file);
  return [...nodes(parsed)].filter(ts.isFunctionLike).map((node) => {
    const lineOf = (position: number): number => parsed.getLineAndCharacterOfPosition(position).line;
    const first = lineOf(node.getStart(parsed));
    return {
      at: `${file.name}:${first + 1}`,
      lines: lineOf(node.end) - first + 1,
      parameters: node.parameters.length,
      constructs: ts.isConstructorDeclaration(node),
    };
  });
}

describe('size', () => {
  it(`keeps files under ${FILE_LINES} lines`, () => {
    const limit = (file: SourceFile): number => (isSpec(file) ? SPEC_LINES : FILE_LINES);
    const long = written.filter((file) => file.lines >= limit(file) && !isTable(file) && !(file.name in LONG_FILES));
    expect(long.map(({ name, lines }) => `${name}: ${lines}`)).toEqual([]);
  });

  it('lists no exception that is none any more', () => {
    const long = new Set(written.filter(({ lines }) => lines >= FILE_LINES).map(({ name }) => name));
    expect(Object.keys(LONG_FILES).filter((name) => !long.has(name))).toEqual([]);
  });

  const functions = product.flatMap(functionsIn);

  it(`keeps functions under ${FUNCTION_LINES} lines`, () => {
    // A screen is one function that returns its markup; and a migration one that holds its SQL.
    const counted = functions.filter(({ at }) => !at.startsWith('migrations/') && !/\.tsx:/.test(at));
    expect(counted.filter(({ lines }) => lines >= FUNCTION_LINES).map(({ at, lines }) => `${at}: ${lines}`)).toEqual(
      [],
    );
  });

  it(`keeps constructors under ${CONSTRUCTOR_PARAMETERS} parameters`, () => {
    const counted = functions.filter(
      ({ at, constructs }) => constructs && !(at.slice(0, at.lastIndexOf(':')) in WIDE_CONSTRUCTORS),
    );
    const wide = counted.filter(({ parameters }) => parameters >= CONSTRUCTOR_PARAMETERS);
    expect(wide.map(({ at, parameters }) => `${at}: ${parameters}`)).toEqual([]);
  });

  it('sees the functions it is to measure', () => {
    expect(functions.length).toBeGreaterThan(100);
    expect(functions.some(({ constructs }) => constructs)).toBe(true);
  });
});
