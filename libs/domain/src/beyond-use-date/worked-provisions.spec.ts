import { describe, expect, it } from '@jest/globals';
import { inUseUntil, mayWithdraw, type ContainerFacts } from '#domain/in-use-time';
import {
  aComponent,
  ampleStability,
  aPreparation,
  CLEANROOM,
  phoenix,
  PHOENIX,
  T0,
  uspRules,
} from '../../../../test/factories/a-preparation.js';
import type { BeyondUseDateAnswer } from './answer.js';
import { assignBeyondUseDate } from './assign.js';
import type { PreparationFacts } from './facts.js';

const rules = uspRules();
const assign = (changes: Partial<PreparationFacts>): BeyondUseDateAnswer =>
  assignBeyondUseDate(aPreparation(changes), rules);
const governingCodes = (a: BeyondUseDateAnswer): string[] => a.bounds.filter((b) => b.governs).map((b) => b.code);
const t = phoenix;

describe('worked examples of domain-rules part 10: other provisions and places', () => {
  it.each([
    [3, t('2026-03-02', 18, 5), 'assigned'],
    [4, t('2026-03-02', 18, 5), 'refused'],
    [3, t('2026-03-02', 18, 10), 'assigned'],
    [3, t('2026-03-02', 18, 11), 'refused'],
  ] as const)(
    '13: immediate use of %i products begun at %i is %s',
    (differentProducts, administrationBeginsAt, decision) => {
      const a = assign({
        startedAt: t('2026-03-02', 14, 10),
        storage: 'CRT',
        placement: undefined,
        provision: {
          kind: 'immediate-use',
          conditions: {
            differentProducts,
            administrationBeginsAt,
            asepticTechniqueBySop: true,
            preparerCompetent: true,
            compatibilityEvidenced: true,
            singleDoseRestDiscarded: true,
            labelledOrGivenByPreparer: true,
            forAnticipatedNeed: false,
            patients: 1,
            antineoplasticNeedingContainment: false,
          },
        },
      });
      expect(a.decision).toBe(decision);
      if (decision === 'assigned') expect(a.beyondUseDateText).toBe('2026-03-02 18:10 MST');
    },
  );

  it('14: a docked system follows its maker, not the table', () => {
    const product = {
      product: 'bag and vial',
      notActivatedHours: 30 * 24,
      activatedHours: { CRT: 24 },
      citation: 'test data',
    };
    const docked = { kind: 'docked', product, purpose: 'later-activation' } as const;
    const waiting = assign({ storage: 'CRT', provision: docked });
    expect(waiting.beyondUseDateText).toBe('2026-04-01 09:00 MST');
    expect(waiting.bounds.some((b) => b.code === 'table')).toBe(false);
    const active = assign({ storage: 'CRT', provision: { ...docked, activatedAt: t('2026-03-10', 12) } });
    expect(active.beyondUseDateText).toBe('2026-03-11 12:00 MST');
  });

  it('15: gemcitabine in a C-SCA is Category 1', () => {
    const a = assign({
      storage: 'CRT',
      placement: { room: { kind: 'c-sca' }, pec: { kind: 'c-pec-bsc-a2' }, hazard: 'containment', at: T0 },
      stability: { preparations: [], evidence: [], decisions: [ampleStability('CRT', 24)] },
    });
    expect(a.beyondUseDateText).toBe('2026-03-02 21:00 MST');
    expect(a.category.assigned).toBe(1);
  });

  it('17: a stock preparation is used for 12 h from its puncture and its own date bounds what is made of it', () => {
    const beyondUseDate = t('2026-03-12', 9);
    const stock: ContainerFacts = {
      kind: 'compounded-single-dose',
      zone: PHOENIX,
      air: 'iso5',
      firstPuncturedAt: t('2026-03-05', 8),
      compoundedBud: beyondUseDate,
    };
    expect(inUseUntil(stock).until).toBe(t('2026-03-05', 20));
    expect(mayWithdraw(stock, t('2026-03-05', 21)).map((f) => f.code)).toEqual(['in-use.expired']);
    const made = (hour: number) =>
      assign({
        startedAt: t('2026-03-05', hour),
        placement: { ...CLEANROOM, at: t('2026-03-05', hour) },
        components: [
          aComponent({
            origin: 'compounded',
            expiry: undefined,
            beyondUseDate,
            withdrawals: [{ container: stock, at: t('2026-03-05', hour) }],
          }),
        ],
      });
    const a = made(15);
    expect(a.beyondUseDateText).toBe('2026-03-12 09:00 MST');
    expect(governingCodes(a)).toEqual(['component-bud']);
    expect(a.bounds.find((b) => b.code === 'table')?.until).toBe(t('2026-03-15', 15));
    expect(made(21).decision).toBe('refused');
  });
});
