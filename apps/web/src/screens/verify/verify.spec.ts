import { describe, expect, it } from '@jest/globals';
import type { Finding } from '#domain/finding';
import { aCard, aRecord, ANA, SAM } from '../bench/spec-record.js';
import { inOrder, nextToVerify, tookPart, verification, verifyBlocked } from './decision.js';
import { measuredRows, provenLines } from './measured.js';

const finding = (severity: Finding['severity'], code: string): Finding => ({ severity, code, message: `${code}.` });

describe('signing', () => {
  const findings = [finding('soft', 'a'), finding('hard', 'b'), finding('info', 'c')];

  it.each([
    [{ acknowledged: [], reasons: {} }, 'Acknowledge the caution first'],
    [{ acknowledged: ['a'], reasons: {} }, 'Give a reason for each override first'],
    [{ acknowledged: ['a'], reasons: { b: ' no ' } }, 'Give a reason for each override first'],
    [{ acknowledged: ['a'], reasons: { b: 'Read it' } }, undefined],
  ])('waits until cautions are read and overrides explained: %o', (answers, why) => {
    expect(verifyBlocked(findings, answers)).toBe(why);
  });

  it('is never possible while something stops it, whatever was acknowledged', () => {
    expect(verifyBlocked([finding('stop', 's'), ...findings], { acknowledged: ['a'], reasons: { b: 'Read it' } })).toBe(
      's.',
    );
  });

  it('sends only answers to what the record shows now', () => {
    const record = { revision: 7, findings };
    expect(verification(record, { acknowledged: ['a', 'gone'], reasons: { b: ' fine ', gone: 'x' } })).toEqual({
      revision: 7,
      acknowledged: ['a'],
      overrides: [{ code: 'b', reason: 'fine' }],
    });
  });

  it('knows from the record who took part', () => {
    expect(tookPart({ findings: [finding('stop', 'worksheet.maker-is-verifier')] })).toBe(true);
    expect(tookPart({ findings })).toBe(false);
  });
});

describe('the queue', () => {
  const cards = [
    aCard({ id: 'later', neededAt: '2026-03-03T00:00:00Z' }),
    aCard({ id: 'mine', neededAt: '2026-03-01T00:00:00Z', claimedBy: ANA }),
    aCard({ id: 'first', neededAt: '2026-03-02T00:00:00Z', claimedBy: SAM }),
    aCard({ id: 'undated', completedAt: null }),
  ];

  it('stands in the order of need; what has no time comes last', () => {
    expect(inOrder(cards).map(({ id }) => id)).toEqual(['mine', 'first', 'later', 'undated']);
  });

  it('goes on with the next that the reader did not make', () => {
    expect(nextToVerify(cards, 'ana', 'later')?.id).toBe('first');
    expect(nextToVerify([aCard({ claimedBy: ANA })], 'ana', 'x')).toBeUndefined();
  });
});

describe('what was measured', () => {
  it('is one row for the same thing done to each preparation', () => {
    const rows = measuredRows(aRecord(10));
    expect(rows.map(({ what, plannedMl, measured, differs }) => [what, plannedMl, measured.length, differs])).toEqual([
      ['Into the vial: sterile water', '95', 1, false],
      ['Taken out: sodium chloride 0.9 %', '12.5', 2, false],
      ['Added vancomycin', '12.5', 2, false],
    ]);
  });

  it.each([
    ['12.5', '0', false],
    ['12.50', '0', false],
    ['13', '+4', true],
    ['12', '-4', true],
    [null, null, true],
  ])('marks %s mL of 12.5 mL', (volumeMl, percent, differs) => {
    const record = aRecord(10);
    const steps = record.steps.map((step) => (step.position === 5 ? { ...step, volumeMl } : step));
    const row = measuredRows({ ...record, steps }).find(({ what }) => what === 'Added vancomycin');
    expect([row?.measured[0]?.percent, row?.differs]).toEqual([percent, differs]);
  });
});

describe('what was scanned', () => {
  it('names each lot of a line, how often and from which container', () => {
    const [drug, base] = provenLines(aRecord(10));
    expect(drug).toMatchObject({ scanned: 3, toScan: 3, lots: [{ lotNumber: 'LOT1', scans: 3, by: ['Ana Reyes'] }] });
    expect(drug?.lots[0]?.vials).toEqual(['VIAL-000001-P']);
    expect(base).toMatchObject({ scanned: 2, toScan: 2 });
  });

  it('shows a scan that is missing', () => {
    const record = aRecord(10);
    const steps = record.steps.map((step) =>
      step.position === 5 ? { ...step, scannedAt: null, lotNumber: null } : step,
    );
    expect(provenLines({ ...record, steps })[0]).toMatchObject({ scanned: 2, toScan: 3 });
  });
});
