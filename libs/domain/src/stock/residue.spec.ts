import { describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { judgeResidue } from './residue.js';

const mL = (value: string): Quantity => Quantity.of(value, 'mL');
const judge = (measured: string, remaining: string): string => {
  const answer = judgeResidue({ measured: mL(measured), remaining: mL(remaining), content: mL('50') });
  return answer.kind === 'agrees' ? 'agrees' : `${answer.kind} ${answer.difference.value.toString()}`;
};

describe('judgeResidue', () => {
  it.each([
    ['10', '10', 'agrees'],
    ['0', '0', 'agrees'],
    ['12', '10', 'overfill 2'],
    ['15', '10', 'overfill 5'],
    ['15.000001', '10', 'discrepancy 5.000001'],
    ['9.999999', '10', 'discrepancy -0.000001'],
    ['0', '10', 'discrepancy -10'],
    ['55', '50', 'overfill 5'],
  ])('of %s mL where the books say %s mL: %s (CS-09)', (measured, remaining, expected) => {
    expect(judge(measured, remaining)).toBe(expected);
  });
  it.each(['-0.000001', '55.000001'])('refuses %s mL in a vial of 50 mL', (measured) => {
    expect(() => judge(measured, '50')).toThrow(RangeError);
  });
});
