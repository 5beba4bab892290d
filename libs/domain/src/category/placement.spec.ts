import { describe, expect, it } from '@jest/globals';
import { instant, MINUTE_MS } from '#domain/time';
import {
  PEC_KINDS,
  ROOM_KINDS,
  type Downgrade,
  type PecKind,
  type PlacementFacts,
  type RoomKind,
} from './placement-types.js';
import { allowedCategory } from './placement.js';

const at = instant(1_772_000_000_000);
const place = (room: RoomKind, pec: PecKind, changes: Partial<PlacementFacts> = {}): PlacementFacts => ({
  room: { kind: room },
  pec: { kind: pec },
  hazard: 'none',
  at,
  ...changes,
});
const codes = (facts: PlacementFacts): string[] =>
  allowedCategory(facts).findings.map((f) => `${f.severity} ${f.code}`);

describe('allowedCategory', () => {
  // Retyped from domain-rules 1.4: sca, iso8, iso7-buffer, unclassified.
  it.each([
    ['lafw', 1, 1, 3, null],
    ['ivlfz', 1, 1, 3, null],
    ['bsc', 1, 1, 3, null],
    ['rabs-cai', 1, 1, 3, 1],
    ['rabs-caci', 1, 1, 3, 1],
    ['isolator', 1, 3, 3, 1],
  ] as const)(
    '%s allows %s in an SCA, %s in ISO 8, %s in an ISO 7 buffer room, %s elsewhere',
    (pec, sca, iso8, iso7, none) => {
      const maximum = (room: RoomKind) => allowedCategory(place(room, pec)).maximum;
      expect([maximum('sca'), maximum('iso8'), maximum('iso7-buffer'), maximum('unclassified')]).toEqual([
        sca,
        iso8,
        iso7,
        none,
      ]);
    },
  );

  const containment = PEC_KINDS.filter((p) => p.startsWith('c-pec-'));
  it.each(containment)(
    '%s holds a hazardous drug in a C-SEC to the tables and in a C-SCA to Category 1 (5.4)',
    (pec) => {
      expect(allowedCategory(place('c-sec', pec, { hazard: 'containment' })).maximum).toBe(3);
      expect(allowedCategory(place('c-sca', pec, { hazard: 'containment' })).maximum).toBe(1);
    },
  );

  it('refuses a hazardous drug that needs containment in every other room and hood', () => {
    for (const room of ROOM_KINDS)
      for (const pec of PEC_KINDS) {
        const contained = (room === 'c-sec' || room === 'c-sca') && pec.startsWith('c-pec-');
        const { maximum, findings } = allowedCategory(place(room, pec, { hazard: 'containment' }));
        expect(maximum !== null).toBe(contained);
        expect(findings.some((f) => f.severity === 'stop')).toBe(!contained);
      }
  });

  it('names the hood and the room that are missing', () => {
    expect(codes(place('iso7-buffer', 'lafw', { hazard: 'containment' }))).toEqual([
      'stop hazardous.hood',
      'stop hazardous.room',
    ]);
  });

  it('lets a drug with an assessment of risk be made elsewhere, to be acknowledged', () => {
    const facts = place('iso7-buffer', 'lafw', { hazard: 'assessed' });
    expect(allowedCategory(facts).maximum).toBe(3);
    expect(codes(facts)).toEqual(['soft hazardous.assessed']);
  });

  it.each([
    [undefined, 'hard hazardous.nonhazardous-in-containment-hood'],
    [true, 'info hazardous.wrapped'],
  ])('wants other work in the hazardous hood wrapped and labelled (wrapped: %s)', (wrappedAsHazardous, code) => {
    expect(codes(place('c-sec', 'c-pec-bsc-a2', { wrappedAsHazardous }))).toEqual([code]);
  });

  it('wants a pharmacist for other work in a room for hazardous drugs', () => {
    expect(codes(place('c-sec', 'lafw'))).toEqual(['hard hazardous.nonhazardous-in-containment-room']);
  });

  const downgrade: Downgrade = {
    maximum: 1,
    reason: 'pressure low',
    from: at,
    until: instant(at + 60 * MINUTE_MS),
  };
  it.each([
    [-1, 3],
    [0, 1],
    [59, 1],
    [60, 3],
  ])(
    'holds a downgraded room to Category 1 while the downgrade lasts, %i min from its start (CAT-09)',
    (minutes, maximum) => {
      const when = instant(at + minutes * MINUTE_MS);
      const room = { kind: 'iso7-buffer', downgrades: [downgrade] } as const;
      expect(allowedCategory(place('iso7-buffer', 'lafw', { room, at: when })).maximum).toBe(maximum);
      const pec = { kind: 'lafw', downgrades: [downgrade] } as const;
      expect(allowedCategory(place('iso7-buffer', 'lafw', { pec, at: when })).maximum).toBe(maximum);
    },
  );

  it('never raises a category by a downgrade', () => {
    const room = { kind: 'sca', downgrades: [{ ...downgrade, maximum: 2 }] } as const;
    expect(allowedCategory(place('sca', 'lafw', { room })).maximum).toBe(1);
  });

  it('says why', () => {
    const room = { kind: 'iso7-buffer', downgrades: [downgrade] } as const;
    expect(allowedCategory(place('iso7-buffer', 'lafw', { room })).why).toEqual([
      'laminar airflow workbench in ISO 7 buffer room with anteroom: at most Category 3',
      'held to Category 1: pressure low (CAT-09)',
    ]);
  });
});
