import { describe, expect, it } from '@jest/globals';
import { isSpec, linesMatching, sourcesIn } from './sources.js';

const specs = sourcesIn('apps', 'libs', 'migrations', 'test', 'bench').filter(isSpec);

describe('tests', () => {
  it('are found', () => {
    expect(specs.length).toBeGreaterThan(10);
  });

  it('are never skipped, left to do, or run alone', () => {
    expect(
      linesMatching(specs, /\b(it|test|describe)\.(skip|only|todo|failing)\b|\b(xit|xdescribe|fit|fdescribe)\(/),
    ).toEqual([]);
  });

  it('are named by the rule they show', () => {
    expect(
      linesMatching(specs, /\bit(\.each\([^)]*\))?\(\s*['"`](should\b|works?( correctly| as expected| fine)?['"`])/),
    ).toEqual([]);
  });

  // Several medium specs share a test file (test/medium): a hook outside every describe would be everybody's.
  it('keep what they set up to themselves', () => {
    const medium = specs.filter(({ name }) => name.endsWith('.medium-spec.ts'));
    expect(medium.length).toBeGreaterThan(30);
    expect(linesMatching(medium, /^(before|after)(All|Each)\(/)).toEqual([]);
  });

  it('wait for a condition, never for a time', () => {
    expect(linesMatching(specs, /\b(sleep|waitForTimeout)\(|await (pause|delay|setTimeout)\(/)).toEqual([]);
  });
});
