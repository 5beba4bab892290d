import { describe, expect, it } from '@jest/globals';
import { boardTab, BOARD_TABS, countOf, mineFirst, placeOf, urgencyOf } from './board-tabs.js';
import { clockOf } from './clock.js';
import { firstChoice, hoodChoices } from './hoods.js';
import { pickList } from './pick-list.js';
import { aCard, aLine, ANA, SAM } from './spec-record.js';

const NOW = Date.parse('2026-03-02T16:00:00Z');
const after = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

describe('the board', () => {
  it('counts every state of a tab, and none that is not there', () => {
    const counts = { allocated: 3, planned: 1, compounding: 2 };
    expect(BOARD_TABS.map((tab) => countOf(tab, counts))).toEqual([4, 2, 0, 0]);
  });

  it.each([
    ['progress', 'progress'],
    ['nonsense', 'make'],
    [undefined, 'make'],
  ])('opens the tab that the address names, else what is to make: %s', (key, tab) => {
    expect(boardTab(key)).toBe(tab);
  });

  it('shows own work first and keeps the order of need within it and after it', () => {
    const cards = [
      aCard({ id: 'a', claimedBy: SAM }),
      aCard({ id: 'b', claimedBy: ANA }),
      aCard({ id: 'c', claimedBy: null }),
      aCard({ id: 'd', claimedBy: ANA }),
    ];
    expect(mineFirst(cards, 'ana').map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
  });

  it.each([
    [-1, 'overdue'],
    [0, 'soon'],
    [119, 'soon'],
    [120, 'later'],
  ])('marks what is needed in %d minutes as %s', (minutes, urgency) => {
    expect(urgencyOf(after(minutes), NOW)).toBe(urgency);
  });

  it.each([
    ['allocated', '/bench/w1'],
    ['compounded', '/bench/w1'],
    ['verified', '/dispense/w1'],
    ['dispensed', '/dispense/w1'],
  ])('opens a worksheet that is %s at %s', (state, path) => {
    expect(placeOf(aCard({ state }))).toBe(path);
  });
});

describe('an in-use clock', () => {
  it.each([
    [60, 'good', 60],
    [59, 'short', 59],
    [0, 'short', 0],
    [-1, 'over', -1],
  ])('with %d minutes left is %s', (minutes, state, left) => {
    expect(clockOf(after(minutes), NOW)).toEqual({ state, minutes: left });
  });

  it('says so where no limit is on record', () => {
    expect(clockOf(null, NOW).state).toBe('none');
  });
});

describe('what to take from the shelf', () => {
  const allocation = (lotNumber: string, locationName: string, state = 'active') => ({
    lotId: lotNumber,
    lotNumber,
    expiresOn: '2027-03-31',
    locationName,
    packages: '2.00',
    usedPackages: '0.00',
    state,
  });

  it('is one row a lot in the order of the locations, without what was given back', () => {
    const picks = pickList([
      aLine({ allocations: [allocation('A', 'Shelf 10'), allocation('B', 'Shelf 2')] }),
      aLine({ id: 'other', allocations: [allocation('C', 'Rack 1'), allocation('D', 'Rack 1', 'released')] }),
    ]);
    expect(picks.map(({ lotNumber, location, packages }) => [lotNumber, location, packages])).toEqual([
      ['C', 'Rack 1', '2'],
      ['B', 'Shelf 2', '2'],
      ['A', 'Shelf 10', '2'],
    ]);
  });
});

describe('the choice of a hood', () => {
  const hood = (id: string, category: number | null, categoryHazardous: number | null, active = true) => ({
    id,
    roomId: 'r',
    name: id,
    kind: 'lafw',
    certifiedUntil: '2027-01-01',
    certificationCurrent: true,
    active,
    category,
    categoryHazardous,
    why: ['Category of the room', 'needs containment'],
  });
  const room = {
    id: 'r',
    name: 'Buffer room',
    kind: 'iso7-buffer',
    certifiedUntil: '2027-01-01',
    certificationCurrent: true,
    categoryLimit: null,
    categoryLimitReason: null,
    active: true,
    hoods: [hood('barred', null, null), hood('one', 1, null), hood('two', 2, 2), hood('off', 2, 2, false)],
  };

  it('offers the highest category first, shows what is not allowed last, and leaves out what is not in use', () => {
    expect(hoodChoices([room], false).map(({ id, category }) => [id, category])).toEqual([
      ['two', 2],
      ['one', 1],
      ['barred', null],
    ]);
  });

  it('asks for containment where the drug is hazardous', () => {
    const choices = hoodChoices([room], true);
    expect(choices.filter(({ category }) => category !== null).map(({ id }) => id)).toEqual(['two']);
    expect(choices.find(({ id }) => id === 'one')?.why).toEqual(['needs containment']);
    expect(hoodChoices([room], false).find(({ id }) => id === 'one')?.why).toEqual(['Category of the room']);
  });

  it('begins with the last one of this tablet, else with the only one, else with none', () => {
    const plain = hoodChoices([room], false);
    expect(firstChoice(plain, 'one')).toBe('one');
    expect(firstChoice(plain, 'barred')).toBe('');
    expect(firstChoice(hoodChoices([room], true), 'one')).toBe('two');
  });
});
