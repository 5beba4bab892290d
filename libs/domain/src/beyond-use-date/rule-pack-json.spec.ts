import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aPreparation, uspRules } from '../../../../test/factories/a-preparation.js';
import { assignBeyondUseDate } from './assign.js';
import { parseRulePack } from './rule-pack-json.js';

const pack = {
  id: 'state',
  kind: 'state',
  title: 'State rule',
  version: '2025-07',
  inForceFrom: '2025-07-01',
  citation: 'Rule 1',
  cells: [{ row: 'cat2.aseptic-sterile-untested', storage: 'REF', hours: 120, citation: 'Rule 1(a)' }],
  caps: [
    { id: 'c', hours: 96, categories: [2], storages: ['REF'], hazardous: false, reason: 'home', citation: 'Rule 2' },
  ],
};

describe('parseRulePack', () => {
  it('reads a pack that then bounds', () => {
    const a = assignBeyondUseDate(aPreparation(), uspRules(parseRulePack(pack)));
    expect(a.beyondUseDateText).toBe('2026-03-06 09:00 MST');
    expect(a.bounds.find((b) => b.governs)).toMatchObject({
      citation: 'Rule 2',
      rulePack: { id: 'state', version: '2025-07' },
    });
  });

  it('reads the shipped pack', () => {
    const file = new URL('../../../../reference-data/rule-packs/site-move-clock-from-start.json', import.meta.url);
    expect(parseRulePack(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject({
      kind: 'site',
      moveClock: 'from-start',
    });
  });

  it.each([
    [{ kind: 'usp' }, /kind/],
    [{ inForceFrom: '2025-02-30' }, /date/],
    [{ inForceUntil: '2025-06-30' }, /before/],
    [{ title: ' ' }, /title/],
    [{ capz: [] }, /unknown capz/],
    [{ cells: [{ ...pack.cells[0], row: 'cat2' }] }, /cells\[0\]\.row/],
    [{ cells: [{ ...pack.cells[0], hours: 0 }] }, /cells\[0\]\.hours/],
    [{ caps: [{ ...pack.caps[0], storage: 'REF' }] }, /caps\[0\]: unknown storage/],
    [{ caps: [{ ...pack.caps[0], categories: [4] }] }, /categories\[0\]/],
    [{ caps: [{ ...pack.caps[0], hazardous: 'no' }] }, /hazardous/],
    [{ moveClock: 'never' }, /moveClock/],
    [{ immediateUseHours: '4' }, /immediateUseHours/],
  ])('refuses %j', (changes, message) => {
    expect(() => parseRulePack({ ...pack, ...changes })).toThrow(message);
  });

  it.each([null, [], 'text', 1])('refuses what is no object: %j', (value) => {
    expect(() => parseRulePack(value)).toThrow(RangeError);
  });
});
