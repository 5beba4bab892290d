/** What `npm run bench -- ...` understands. */
export interface Options {
  /** Small counts, to see that everything runs; the figures mean little. */
  readonly quick: boolean;
  /** Only loads whose name contains this, or one of these by comma. */
  readonly only: string | null;
  /** Where the report is also written as JSON. */
  readonly out: string | null;
}

const USAGE = 'npm run bench -- [--quick] [--only=NAME,NAME] [--out=FILE]';

/** @throws RangeError for a word that means nothing here. */
export function readOptions(words: readonly string[]): Options {
  let [quick, only, out]: [boolean, string | null, string | null] = [false, null, null];
  for (const word of words) {
    const value = word.slice(word.indexOf('=') + 1);
    if (word === '--quick') quick = true;
    else if (word.startsWith('--only=')) only = value;
    else if (word.startsWith('--out=')) out = value;
    else throw new RangeError(`${word} is not an option. ${USAGE}`);
  }
  return { quick, only, out };
}
