import { describe, expect, it } from '@jest/globals';
import { madeAheadFindings } from './made-ahead.js';

const facts = { productName: 'Stock bag', containers: 5, inStock: 3, underWay: 2, used: 10 };

describe('what is made before a prescription arrives', () => {
  it.each([
    [11, 'info'],
    [10, 'info'],
    [9, 'soft'],
    [0, 'soft'],
  ])('with 10 after it and %i used in 30 days, is told as %s (domain-rules 7.8)', (used, severity) => {
    const findings = madeAheadFindings({ ...facts, used });
    expect(findings).toMatchObject([{ severity, source: expect.stringContaining('503A'), field: 'containers' }]);
  });

  it('says what there would be, and what was used', () => {
    expect(madeAheadFindings({ ...facts, used: 0 })[0]?.message).toContain(
      '10 would be in stock or under way; 0 were used',
    );
  });
});
