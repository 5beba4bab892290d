import { describe, expect, it } from '@jest/globals';
import type { SharingHood, SharingSaving, SharingVial } from '../../api/day-plan-types.js';
import { picture, WIDTH } from './picture.js';
import { dollars, figure, ordinal, proof, savedInAll } from './words.js';

const job = (id: string, position: number, from: string, to: string): SharingHood['jobs'][number] => ({
  worksheetId: id,
  number: id,
  title: id,
  hazardous: false,
  position,
  startsAt: `2026-03-02T${from}:00.000Z`,
  endsAt: `2026-03-02T${to}:00.000Z`,
  minutes: 30,
  neededAt: null,
  late: false,
  sharesWith: [],
});
const hood: SharingHood = {
  id: 'h',
  name: 'Hood 1',
  jobs: [job('a', 1, '14:00', '14:30'), job('b', 2, '14:30', '15:00')],
};
const draw = (id: string, at: string): SharingVial['draws'][number] => ({
  worksheetId: id,
  number: id,
  worksheetLineId: id,
  packageIndex: 1,
  amount: { value: '1', unit: 'g' },
  at: `2026-03-02T${at}:00.000Z`,
});
const vial: SharingVial = {
  vial: 1,
  productId: 'p',
  productName: 'p',
  drugName: 'd',
  hoodId: 'h',
  hoodName: 'Hood 1',
  openedAt: '2026-03-02T14:00:00.000Z',
  until: '2026-03-03T02:00:00.000Z',
  content: { value: '2', unit: 'g' },
  draws: [draw('a', '14:00'), draw('b', '14:30')],
  leftover: { value: '0', unit: 'g' },
  restIsKept: false,
  why: 'x',
};

describe('picture', () => {
  it('draws work in its order without overlap, inside its frame', () => {
    const drawn = picture(hood, [vial]);
    const [a, b] = drawn.jobs;
    expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThanOrEqual(b?.x ?? 0);
    expect(drawn.jobs.every((j) => j.x >= 0 && j.x + j.width <= WIDTH)).toBe(true);
  });

  it('draws a shared vial from its opening over its draws, its time cut at the end of the day', () => {
    const [line] = picture(hood, [vial]).vials;
    expect(line?.draws).toEqual([line?.from, (line?.from ?? 0) + ((line?.used ?? 0) - (line?.from ?? 0)) / 2]);
    expect(line?.until).toBe(line?.used);
  });

  it('leaves out vials that serve one, or stand in another hood', () => {
    expect(
      picture(hood, [
        { ...vial, draws: vial.draws.slice(0, 1) },
        { ...vial, hoodId: 'x' },
      ]).vials,
    ).toEqual([]);
  });

  it('marks at most thirteen hours', () => {
    const long = { ...hood, jobs: [job('a', 1, '00:00', '00:30'), job('b', 2, '23:00', '23:59')] };
    expect(picture(long, []).hours.length).toBeLessThanOrEqual(13);
  });
});

const saving = (part: Partial<SharingSaving> = {}): SharingSaving => ({
  drugName: 'vancomycin',
  unit: 'USD',
  stockUnit: 'mg',
  draws: 2,
  baseline: '25',
  cost: '12.5',
  saved: '12.5',
  gap: '0',
  method: 'exact',
  ...part,
});

describe('words', () => {
  it.each([
    ['12.5', '$12.50'],
    ['1250', '$1,250.00'],
    ['0.1', '$0.10'],
  ])('%s dollars: %s', (value, text) => expect(dollars(value)).toBe(text));

  it.each([
    [saving(), '12.5', '$12.50'],
    [saving({ unit: 'amount' }), '1000', '1,000 mg'],
    [saving({ unit: 'packages' }), '1', '1 package'],
    [saving({ unit: 'packages' }), '2', '2 packages'],
  ])('%j of %s: %s', (of, value, text) => expect(figure(of, value)).toBe(text));

  it.each([
    [saving(), 'Proven best'],
    [saving({ gap: '12.5' }), 'Best for this order of work; at most $12.50 more could be saved'],
    [saving({ gap: '12.5', method: 'first-fit' }), 'Time was up: first fit, at most $12.50 more could be saved'],
  ])('how sure: %#', (of, text) => expect(proof(of)).toBe(text));

  it('tells what is saved in money, in packages, and of what no price is known', () => {
    expect(
      savedInAll({ savings: [saving(), saving({ unit: 'amount', saved: '500' })], savedUsd: '12.5', packagesSaved: 2 }),
    ).toBe('2 packages fewer opened · $12.50 saved · 500 mg of vancomycin (price not on record)');
    expect(savedInAll({ savings: [], savedUsd: '0', packagesSaved: 0 })).toContain('Nothing can be shared');
  });

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [21, '21st'],
    [113, '113th'],
  ])('%d: %s', (n, text) => expect(ordinal(n)).toBe(text));
});
