import { describe, expect, it } from '@jest/globals';
import type { WorksheetCsp, WorksheetLabel } from '../../api/types.js';
import { aRecord } from '../bench/spec-record.js';
import { currentLabel, isActive, labelStage, overridable } from './label-state.js';

const label = (id: string, voidedAt: string | null = null): WorksheetLabel => ({
  id,
  number: id,
  copy: 1,
  printedAt: '2026-03-02T16:00:00Z',
  printedBy: 'Ana Reyes',
  matches: true,
  voidedAt,
  voidReason: voidedAt === null ? null : 'torn',
});
const csp = (labels: WorksheetLabel[], activatedAt: string | null = null): WorksheetCsp => ({
  id: 'c',
  number: 'CSP-000001-A',
  position: 1,
  state: 'verified',
  budAt: null,
  labels,
  activatedAt,
});
const AT = '2026-03-02T17:00:00Z';

describe('labels', () => {
  it('leaves out what is void', () => {
    expect(currentLabel(csp([label('a', AT), label('b')]))?.id).toBe('b');
    expect(currentLabel(csp([label('a', AT)]))).toBeUndefined();
  });

  it('makes a preparation active only with a label that holds', () => {
    expect(isActive(csp([label('a')], AT))).toBe(true);
    expect(isActive(csp([label('a')]))).toBe(false);
    expect(isActive(csp([label('a', AT)], AT))).toBe(false);
  });

  it.each([
    ['compounded', [csp([])], 'not-verified'],
    ['verified', [csp([label('a')], AT), csp([])], 'print'],
    ['verified', [csp([label('a')], AT), csp([label('b')])], 'read-back'],
    ['verified', [csp([label('a')], AT), csp([label('b')], AT)], 'dispense'],
    ['dispensed', [csp([label('a')], AT)], 'dispensed'],
    ['stocked', [csp([label('a')], AT)], 'stocked'],
  ])('of a worksheet that is %s lead on to the next thing (%#)', (state, csps, stage) => {
    expect(labelStage(aRecord(10, { state, csps }))).toBe(stage);
  });
});

it('puts into stock what was made without a patient', () => {
  const stock = { productId: 'p', code: 'PRD-000001-A', name: 'Stock bag', lotId: null, locationName: null };
  const csps = [csp([label('a')], AT)];
  expect(labelStage(aRecord(10, { state: 'verified', csps, stock }))).toBe('stock');
});

describe('a refused dispensing', () => {
  const found = (...severities: ('stop' | 'hard' | 'soft')[]) =>
    severities.map((severity) => ({ code: severity, severity, message: '' }));

  it.each([
    [found('hard'), true],
    [found('hard', 'soft'), true],
    [found('hard', 'stop'), false],
    [found('soft'), false],
    [[], false],
  ])('is overridden only where nothing stops it: %o', (findings, may) => {
    expect(overridable(findings)).toBe(may);
  });
});
