import { describe, expect, it } from '@jest/globals';
import { ScanLine } from './scan-line.js';

/** A line whose answers come when the test says so. */
function line(): { line: ScanLine; taken: string[]; lost: number[]; answer: (with_: unknown) => Promise<void> } {
  const taken: string[] = [];
  const lost: number[] = [];
  const answers: ((value: unknown) => void)[] = [];
  const take = (code: string): Promise<unknown> => {
    taken.push(code);
    return new Promise((resolve) => answers.push(resolve));
  };
  const made = new ScanLine(
    take,
    (n) => lost.push(n),
    () => Promise.resolve(),
  );
  const answer = async (value: unknown): Promise<void> => {
    answers.shift()?.(value);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { line: made, taken, lost, answer };
}

describe('a line of scans', () => {
  it('holds a scan until the one before is answered, in the order of scanning', async () => {
    const at = line();
    for (const code of ['A', 'B', 'C']) at.line.add(code, 'scanned');
    expect(at.taken).toEqual(['A']);
    await at.answer({});
    expect(at.taken).toEqual(['A', 'B']);
    await at.answer({});
    expect(at.taken).toEqual(['A', 'B', 'C']);
    expect(at.lost).toEqual([]);
  });

  it('drops what waited when a scan is refused, and tells', async () => {
    const at = line();
    for (const code of ['A', 'B', 'C']) at.line.add(code, 'scanned');
    await at.answer(undefined);
    expect(at.taken).toEqual(['A']);
    expect(at.lost).toEqual([2]);
    at.line.add('D', 'scanned');
    expect(at.taken).toEqual(['A', 'D']);
  });

  it('tells of a scan that it has no room for', () => {
    const at = line();
    for (const code of ['A', 'B', 'C', 'D', 'E', 'F']) at.line.add(code, 'scanned');
    expect(at.lost).toEqual([1]);
  });

  it('does not wait for what is not asked of the pharmacy', () => {
    const taken: string[] = [];
    const made = new ScanLine(
      (code) => void taken.push(code),
      () => undefined,
      () => Promise.resolve(),
    );
    made.add('A', 'scanned');
    made.add('B', 'keyed');
    expect(taken).toEqual(['A', 'B']);
  });
});
