import { describe, expect, it } from '@jest/globals';
import { assignBeyondUseDate, rulesInForce, USP_797_2023 } from '#domain/beyond-use-date';
import { parseExpiry, type ContainerFacts } from '#domain/in-use-time';
import { instant, parseInstant, showInstant, zoneId } from '#domain/time';
import { preparationMade, type ComponentUsed, type MadeFacts } from './preparation-made.js';

const zone = zoneId('America/Phoenix');
const startedAt = parseInstant('2026-03-02T16:00:00Z');
const minutes = (m: number): typeof startedAt => instant(startedAt + m * 60_000);

const vial = (part: Partial<ContainerFacts> = {}): ContainerFacts => ({
  kind: 'single-dose-vial',
  zone,
  air: 'iso5',
  firstPuncturedAt: startedAt,
  expiry: parseExpiry('2026-12'),
  ...part,
});
const used = (part: Partial<ComponentUsed> = {}): ComponentUsed => ({
  lineId: 'line1',
  name: 'Ceftriaxone 2 g vial',
  lotNumber: 'CFX2210',
  expiry: parseExpiry('2026-12'),
  lotState: 'available',
  withdrawals: [{ container: vial(), at: minutes(5) }],
  ...part,
});
const made = (part: Partial<MadeFacts> = {}): MadeFacts => ({
  startedAt,
  zone,
  storage: 'REF',
  placement: { room: { kind: 'iso7-buffer' }, pec: { kind: 'lafw' }, hazard: 'none', at: startedAt },
  components: [used()],
  reconstituted: [],
  stability: {
    preparations: [],
    evidence: [],
    decision: { limitHours: 240, storage: 'REF', reason: 'labeling', citation: 'labeling', decidedBy: 'D. Cho' },
  },
  formula: { id: 'MFR-000001-0', version: '1', maximumHours: {} },
  containers: 3,
  hazard: 'none',
  schedule: 'intermittent',
  ...part,
});
const dated = (part: Partial<MadeFacts>): string => {
  const answer = assignBeyondUseDate(preparationMade(made(part)), rulesInForce([USP_797_2023], startedAt, zone));
  const stops = answer.findings.filter((f) => f.severity === 'stop').map((f) => f.code);
  return answer.beyondUseDate === null
    ? [answer.decision, ...stops].join(' ')
    : showInstant(answer.beyondUseDate, zone);
};

describe('preparationMade', () => {
  it('dates what was made from its start, by table, decision and formula', () => {
    expect(dated({})).toBe('2026-03-12 09:00 MST');
    expect(dated({ formula: { id: 'f', version: '1', maximumHours: { REF: 48 } } })).toBe('2026-03-04 09:00 MST');
  });

  it('ends with the lot that expires first (BUD-13)', () => {
    expect(dated({ components: [used(), used({ lotNumber: 'X', expiry: parseExpiry('2026-03-05') })] })).toBe(
      '2026-03-05 23:59 MST',
    );
  });

  it('is never later than the date that it had before it was sent to rework (BUD-20)', () => {
    const before = parseInstant('2026-03-08T16:00:00Z');
    expect(dated({ assignedBefore: before })).toBe('2026-03-08 09:00 MST');
    expect(dated({ assignedBefore: parseInstant('2026-04-08T16:00:00Z') })).toBe('2026-03-12 09:00 MST');
  });

  it.each(['quarantine', 'recalled'] as const)('gives no date to what a lot in state %s went into', (lotState) => {
    expect(dated({ components: [used({ lotState })] })).toMatch(/^refused component\./);
  });

  it('finds no fault in a lot that is used up', () => {
    expect(dated({ components: [used({ lotState: 'depleted' })] })).toBe('2026-03-12 09:00 MST');
  });

  it.each([
    [720, '2026-03-12 09:00 MST'],
    [721, 'refused in-use.expired'],
  ])('refuses a withdrawal after the in-use time, %i min after the opening (BUD-19)', (at, expected) => {
    expect(dated({ components: [used({ withdrawals: [{ container: vial(), at: minutes(at) }] })] })).toBe(expected);
  });

  it('takes an ampul that was used at once', () => {
    const withdrawals = [{ container: vial({ kind: 'ampul' }), at: minutes(20) }];
    expect(dated({ components: [used({ withdrawals })] })).toBe('2026-03-12 09:00 MST');
  });

  it('is left to a pharmacist where neither evidence nor decision fits', () => {
    const decision = null;
    expect(dated({ stability: { preparations: [], evidence: [], decision } })).toBe('needs-pharmacist');
  });

  it('tells each drug when its powder was first reconstituted', () => {
    const preparation = {
      drug: 'Ceftriaxone',
      concentration: { value: '20', unit: 'mg/mL' },
      diluent: 'sodium chloride 0.9 %',
      container: { kind: 'bag' },
      storage: 'REF',
    } as const;
    const facts = preparationMade(
      made({
        reconstituted: [
          { drug: 'ceftriaxone', at: minutes(9) },
          { drug: 'ceftriaxone', at: minutes(4) },
          { drug: 'cefazolin', at: minutes(1) },
        ],
        stability: { preparations: [preparation], evidence: [], decision: null },
      }),
    );
    expect(facts.stability.preparations).toEqual([{ ...preparation, reconstitutedAt: minutes(4) }]);
  });

  it('says of a continuous infusion only that it may run past its date (BUD-36)', () => {
    expect(preparationMade(made({ schedule: 'continuous' })).infusion).toEqual({ continuous: true });
    expect(preparationMade(made()).infusion).toBeUndefined();
  });
});
