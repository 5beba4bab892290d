import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blocks, bySeverity, type Finding, type Severity } from './finding.js';

const SEVERITIES: readonly Severity[] = ['stop', 'hard', 'soft', 'info'];
const finding = (severity: Severity, code = severity as string): Finding => ({ code, severity, message: code });
const anyFindings = fc.array(
  fc.record({ severity: fc.constantFrom(...SEVERITIES), code: fc.string(), message: fc.string() }),
);

describe('bySeverity', () => {
  it('puts the worst first', () => {
    const mixed = [finding('info'), finding('hard'), finding('stop'), finding('soft')];
    expect(bySeverity(mixed).map((f) => f.severity)).toEqual(SEVERITIES);
  });
  it('keeps the order among equals', () => {
    const same = [finding('soft', 'a'), finding('stop', 'b'), finding('soft', 'c')];
    expect(bySeverity(same).map((f) => f.code)).toEqual(['b', 'a', 'c']);
  });
  it('loses nothing, changes nothing and leaves its input alone', () => {
    fc.assert(
      fc.property(anyFindings, (given) => {
        const before = [...given];
        const sorted = bySeverity(given);
        expect(given).toEqual(before);
        expect(sorted).toHaveLength(given.length);
        for (const f of given) expect(sorted).toContain(f);
        expect(bySeverity(sorted)).toEqual(sorted);
      }),
    );
  });
});

describe('blocks', () => {
  it.each<[Severity, boolean]>([
    ['stop', true],
    ['hard', true],
    ['soft', false],
    ['info', false],
  ])('answers for %s: %s', (severity, answer) => expect(blocks(finding(severity))).toBe(answer));
});
