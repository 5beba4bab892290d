import { describe, expect, it } from '@jest/globals';
import { addHours, parseInstant, parseLocalDate, zoneId } from '#domain/time';
import { decideClaim, requiredCompetencies } from './claim.js';
import { COMPETENCIES, type ClaimFacts } from './decision-facts.js';

const at = parseInstant('2026-03-02T16:00:00Z');
const later = parseLocalDate('2026-09-30');
const facts = (part: Partial<ClaimFacts> = {}): ClaimFacts => ({
  state: 'allocated',
  claimedBy: null,
  actor: {
    personId: 'p1',
    name: 'Tara Tech',
    qualifications: COMPETENCIES.map((competency) => ({ competency, validUntil: later })),
  },
  room: {
    name: 'Buffer room',
    kind: 'iso7-buffer',
    certifiedUntil: later,
    categoryLimit: null,
    categoryLimitReason: null,
    active: true,
  },
  hood: { name: 'Hood 1', kind: 'lafw', certifiedUntil: later, inRoom: true, active: true },
  hazard: 'none',
  needsBudUntil: null,
  storage: 'REF',
  at,
  zone: zoneId('America/Phoenix'),
  ...part,
});
const base = facts();
const hazardous: Partial<ClaimFacts> = {
  hazard: 'containment',
  room: { ...base.room, name: 'HD room', kind: 'c-sec' },
  hood: { ...base.hood, name: 'C-PEC 1', kind: 'c-pec-bsc-a2' },
};
const codes = (part: Partial<ClaimFacts>): string[] => decideClaim(facts(part)).findings.map((f) => f.code);
const qualified = (
  change: (q: ClaimFacts['actor']['qualifications'][number]) => string | null,
): Partial<ClaimFacts> => ({
  ...hazardous,
  actor: {
    ...base.actor,
    qualifications: base.actor.qualifications.flatMap((q) => {
      const until = change(q);
      return until === null ? [] : [{ ...q, validUntil: parseLocalDate(until) }];
    }),
  },
});

describe('decideClaim', () => {
  it('lets a qualified person work in a certified hood, up to Category 2 and beyond', () => {
    const decision = decideClaim(base);
    expect(decision.findings.filter((f) => f.severity === 'stop' || f.severity === 'hard')).toEqual([]);
    expect(decision.placement.maximum).toBeGreaterThanOrEqual(2);
  });
  it('lets hazardous drugs be made in a C-PEC in a C-SEC', () => {
    expect(decideClaim(facts(hazardous)).findings.filter((f) => f.severity === 'stop')).toEqual([]);
  });
  it.each(COMPETENCIES)('names %s when it was never passed', (competency) => {
    expect(codes(qualified((q) => (q.competency === competency ? null : '2026-09-30')))).toContain(
      'worksheet.not-qualified',
    );
  });
  it.each(COMPETENCIES)('counts the last day of %s, and not the day after', (competency) => {
    const until = (date: string): string[] =>
      codes(qualified((q) => (q.competency === competency ? date : '2026-09-30')));
    expect(until('2026-03-02')).not.toContain('worksheet.qualification-expired');
    expect(until('2026-03-01')).toContain('worksheet.qualification-expired');
  });
  it('asks for hazardous drugs only where there is one', () => {
    expect(requiredCompetencies('none')).not.toContain('hazardous-drugs');
    expect(requiredCompetencies('containment')).toContain('hazardous-drugs');
    expect(requiredCompetencies('assessed')).toContain('hazardous-drugs');
  });
  it('reads the date on the clock of the site', () => {
    const lateEvening = parseInstant('2026-03-03T06:30:00Z');
    const room = { ...base.room, certifiedUntil: parseLocalDate('2026-03-02') };
    expect(codes({ room, at: lateEvening })).not.toContain('worksheet.certification-expired');
    expect(codes({ room, at: parseInstant('2026-03-03T07:30:00Z') })).toContain('worksheet.certification-expired');
  });

  it.each<[string, Partial<ClaimFacts>, string]>([
    [
      'a room whose certification ended',
      { room: { ...base.room, certifiedUntil: parseLocalDate('2026-03-01') } },
      'worksheet.certification-expired',
    ],
    [
      'a hood whose certification ended',
      { hood: { ...base.hood, certifiedUntil: parseLocalDate('2026-03-01') } },
      'worksheet.certification-expired',
    ],
    ['a hood that stands elsewhere', { hood: { ...base.hood, inRoom: false } }, 'worksheet.hood-not-in-room'],
    ['a room that is not in use', { room: { ...base.room, active: false } }, 'worksheet.place-not-in-use'],
    ['a worksheet that another has', { claimedBy: 'p2' }, 'worksheet.claimed-by-another'],
    ['a worksheet without lots', { state: 'planned' }, 'worksheet.not-allowed-in-state'],
    ['a worksheet that is being made', { state: 'compounding' }, 'worksheet.not-allowed-in-state'],
  ])('refuses %s', (_, part, code) => {
    const found = decideClaim(facts(part)).findings.find((f) => f.code === code);
    expect(found?.severity).toBe('stop');
  });
  it('refuses a hazardous drug in a hood without containment', () => {
    expect(
      decideClaim(facts({ ...hazardous, hood: base.hood, room: base.room })).findings.some(
        (f) => f.severity === 'stop',
      ),
    ).toBe(true);
  });
  it('lets the same person claim again, after a lost reply', () =>
    expect(codes({ claimedBy: 'p1' })).not.toContain('worksheet.claimed-by-another'));

  it('holds a room to the category that it is limited to, with the reason', () => {
    const room = { ...base.room, categoryLimit: 1, categoryLimitReason: 'pressure low' } as const;
    const { placement } = decideClaim(facts({ room }));
    expect(placement.maximum).toBe(1);
    expect(placement.why.join(' ')).toContain('pressure low');
  });
  it.each([
    ['REF', 24, false],
    ['REF', 24.001, true],
    ['CRT', 12, false],
    ['CRT', 12.001, true],
  ] as const)('tells before the work that Category 1 is not enough: %s for %s h', (storage, hours, told) => {
    const room = { ...base.room, kind: 'sca' } as const;
    expect(codes({ room, storage, needsBudUntil: addHours(at, hours) }).includes('worksheet.category-too-low')).toBe(
      told,
    );
  });
});
