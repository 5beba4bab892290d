import { describe, expect, it } from '@jest/globals';
import { endOfDay, instant, parseInstant, parseLocalDate, zoneId, type Instant } from '#domain/time';
import { EXITS, HINDRANCES, VERDICTS, type Exit, type Hindrance } from './exits.js';
import { LOT_MACHINE, type LotState } from './lot-states.js';
import type { LotFacts } from './candidate.js';
import { earliestInDate, mayLeave, type Leaving } from './may-leave.js';

const zone = zoneId('America/New_York');
const noon = parseInstant('2026-03-02T17:00:00Z');
const lot = (part: Partial<LotFacts> = {}): LotFacts => ({
  lotId: 'a',
  lotNumber: 'L1',
  expiresOn: parseLocalDate('2027-03-31'),
  state: 'available',
  ...part,
});
const NEARBY = [-1, 0, 1] as const;

/** Each thing with exactly one thing wrong, or nothing. */
const THINGS: readonly (readonly [name: string, wrong: Hindrance[], thing: Leaving])[] = [
  ['an available lot', [], { kind: 'lot', lot: lot() }],
  ['a depleted lot', [], { kind: 'lot', lot: lot({ state: 'depleted' }) }],
  ['a lot in quarantine', ['quarantined'], { kind: 'lot', lot: lot({ state: 'quarantine' }) }],
  ['a recalled lot', ['recalled'], { kind: 'lot', lot: lot({ state: 'recalled' }) }],
  ['a lot marked expired', ['expired'], { kind: 'lot', lot: lot({ state: 'expired' }) }],
  ['an available lot in a quarantine place', ['set-aside'], { kind: 'lot', lot: lot(), setAside: true }],
  ['an opened vial', ['opened'], open()],
  ['an opened vial of a quarantined lot', ['opened', 'quarantined'], open({ lot: lot({ state: 'quarantine' }) })],
  ['an opened vial of a recalled lot', ['opened', 'recalled'], open({ lot: lot({ state: 'recalled' }) })],
  ['an opened vial of an expired lot', ['opened', 'expired'], open({ lot: lot({ state: 'expired' }) })],
  ['a discarded vial', ['opened', 'discarded'], open({ state: 'discarded' })],
  ['an active preparation', [], preparation()],
  ['a preparation without a date', ['unverified'], preparation({ budAt: null })],
  ['a preparation of a recalled lot', ['recalled'], preparation({ lots: [lot(), lot({ state: 'recalled' })] })],
  ['a preparation of a quarantined lot', ['quarantined'], preparation({ lots: [lot({ state: 'quarantine' })] })],
  // Its date was bounded by the lot's when it was made (BUD-13).
  ['a preparation of a lot that expired since', [], preparation({ lots: [lot({ state: 'expired' })] })],
  ...['planned', 'compounding', 'compounded', 'verified', 'labeled', 'returned', 'wasted', 'rejected', 'recalled'].map(
    (state): [string, Hindrance[], Leaving] => [`a ${state} preparation`, ['unverified'], preparation({ state })],
  ),
];

function open(part: Partial<Extract<Leaving, { kind: 'open-container' }>> = {}): Leaving {
  return { kind: 'open-container', number: 'VIAL-1', state: 'open', lot: lot(), inUse: { until: null }, ...part };
}
function preparation(part: Partial<Extract<Leaving, { kind: 'preparation' }>> = {}): Leaving {
  return {
    kind: 'preparation',
    number: 'CSP-1',
    state: 'active',
    budAt: instant(noon + 1),
    lots: [lot()],
    ...part,
  };
}
/** By the table alone, without the predicate: the worst that any of its hindrances says. */
const expected = (wrong: readonly Hindrance[], exit: Exit): string[] =>
  wrong.map((h) => VERDICTS[h][exit]).filter((v) => v !== 'may');
const severities = (thing: Leaving, exit: Exit, at: Instant): string[] =>
  mayLeave({ thing, exit }, at, zone).map((f) => f.severity);

describe('mayLeave, every exit x every status', () => {
  const cases = THINGS.flatMap(([name, wrong, thing]) => EXITS.map((exit) => [name, exit, wrong, thing] as const));
  it.each(cases)('%s by %s', (_, exit, wrong, thing) => {
    expect(severities(thing, exit, noon).sort()).toEqual(expected(wrong, exit).sort());
  });

  it('meets every hindrance there is, but the clock, which has cases of its own', () => {
    const met = new Set(THINGS.flatMap(([, wrong]) => wrong));
    expect(HINDRANCES.filter((h) => !met.has(h))).toEqual(['in-use-over']);
  });

  it('lets only what is sound into a preparation or to a patient, and lets everything that exists be wasted', () => {
    for (const hindrance of HINDRANCES) {
      expect(VERDICTS[hindrance].dispense).toBe('stop');
      expect(VERDICTS[hindrance].compound).toBe(hindrance === 'opened' ? 'may' : 'stop');
      expect(VERDICTS[hindrance].waste).toBe(hindrance === 'discarded' ? 'stop' : 'may');
    }
  });

  it('sends back to the supplier what is expired or recalled (domain-rules 7.5)', () => {
    expect(VERDICTS.expired.return).toBe('may');
    expect(VERDICTS.recalled.return).toBe('may');
    expect(VERDICTS.quarantined.return).toBe('hard');
  });
});

describe('mayLeave, every exit x every boundary instant', () => {
  const lastDay = parseLocalDate('2026-03-08'); // daylight saving begins on it
  const moments = NEARBY.map((ms) => [ms, instant(endOfDay(lastDay, zone) + ms)] as const);
  const states = LOT_MACHINE.states.filter((s): s is LotState => s === 'available' || s === 'depleted');
  const cases = EXITS.flatMap((exit) =>
    states.flatMap((state) => moments.map(([ms, at]) => ({ exit, state, ms, at }))),
  );

  it.each(cases)('an $state lot by $exit, $ms ms from 23:59:59 of its last day (BUD-34)', ({ exit, state, ms, at }) => {
    const thing: Leaving = { kind: 'lot', lot: lot({ expiresOn: lastDay, state }) };
    expect(severities(thing, exit, at)).toEqual(ms > 0 ? expected(['expired'], exit) : []);
  });

  it.each(EXITS.flatMap((exit) => NEARBY.map((ms) => ({ exit, ms }))))(
    'a lot made here by $exit, $ms ms from its beyond-use date (BUD-14)',
    ({ exit, ms }) => {
      const thing: Leaving = { kind: 'lot', lot: lot({ usableUntil: noon }) };
      expect(severities(thing, exit, instant(noon + ms))).toEqual(ms > 0 ? expected(['expired'], exit) : []);
    },
  );

  it.each(EXITS.flatMap((exit) => NEARBY.map((ms) => ({ exit, ms }))))(
    'an opened vial by $exit, $ms ms from the end of its in-use time (BUD-19)',
    ({ exit, ms }) => {
      const wrong: Hindrance[] = ms > 0 ? ['opened', 'in-use-over'] : ['opened'];
      expect(severities(open({ inUse: { until: noon } }), exit, instant(noon + ms))).toEqual(expected(wrong, exit));
    },
  );

  it.each(EXITS.flatMap((exit) => NEARBY.map((ms) => ({ exit, ms }))))(
    'a preparation by $exit, $ms ms from its beyond-use date (BUD-32)',
    ({ exit, ms }) => {
      const at = instant(noon + ms);
      expect(severities(preparation({ budAt: noon }), exit, at)).toEqual(ms > 0 ? expected(['expired'], exit) : []);
    },
  );

  it.each(NEARBY)('asks a database for the same days, %i ms from the end of one', (ms) => {
    const at = instant(endOfDay(lastDay, zone) + ms);
    const first = earliestInDate(at, zone);
    const inDate = (expiresOn: string): boolean =>
      mayLeave(lot({ expiresOn: parseLocalDate(expiresOn) }), at, zone).length === 0;
    for (const day of ['2026-03-07', '2026-03-08', '2026-03-09']) expect(inDate(day)).toBe(day >= first);
  });
});
