import { describe, expect, it } from '@jest/globals';
import { fillPicture } from './fill-picture.js';
import { aRecord, aStep, ANA, SAM } from './spec-record.js';
import { currentStep, doneByScan, nothingScanned, photosOf, stageOf, undoable } from './stage.js';
import { containerWord, firstSentence, scanWords, stepGroups, stepWords } from './step-groups.js';

describe('what a tablet shows', () => {
  it.each([
    ['planned', {}, 'not-ready'],
    ['allocated', {}, 'gather'],
    ['staged', {}, 'make'],
    ['compounding', {}, 'make'],
    ['compounding', { station: 'tablet-2' }, 'elsewhere'],
    ['compounding', { claimedBy: SAM }, 'other-person'],
    ['compounded', {}, 'made'],
    ['verified', {}, 'made'],
    ['cancelled', {}, 'ended'],
    ['wasted', {}, 'ended'],
  ])('of a worksheet that is %s with %o: %s', (state, change, stage) => {
    expect(stageOf(aRecord(3, { state, ...change }), 'ana', 'tablet-1')).toBe(stage);
  });

  it('asks to complete only when no step is left', () => {
    expect(stageOf(aRecord(9), 'ana', 'tablet-1')).toBe('make');
    expect(stageOf(aRecord(10), 'ana', 'tablet-1')).toBe('complete');
  });
});

describe('undo', () => {
  it('takes back the latest recorded step', () => {
    expect(undoable(aRecord(4), 'ana')?.position).toBe(4);
  });

  it.each([
    ['by another person', aRecord(4), 'sam'],
    ['when nothing was recorded', aRecord(0), 'ana'],
    ['after completion', aRecord(10, { state: 'compounded' }), 'ana'],
  ])('is not offered %s', (_, record, person) => {
    expect(undoable(record, person)).toBeUndefined();
  });
});

describe('steps', () => {
  it.each([
    ['pending', true, false, false],
    ['scanned', true, true, false],
    ['scanned', true, false, true],
    ['scanned', false, false, false],
  ] as const)('%s, scan %s, volume %s: done by the scan alone is %s', (state, needsScan, needsVolume, done) => {
    expect(doneByScan(aStep({ position: 1, kind: 'base', state, needsScan, needsVolume }))).toBe(done);
  });

  it('may be given back until the first scan', () => {
    expect(nothingScanned(aRecord(0))).toBe(true);
    expect(nothingScanned(aRecord(1))).toBe(false);
  });

  it('are grouped as people speak of them, with the one that is worked on', () => {
    expect(
      stepGroups(aRecord(4)).map(({ title, done, steps, current }) => [title, done, steps.length, current]),
    ).toEqual([
      ['Open and reconstitute', 2, 2, false],
      ['Bag 1 of 2', 2, 3, true],
      ['Bag 2 of 2', 0, 3, false],
      ['Finish', 0, 2, false],
    ]);
  });

  it('name a single container without a number', () => {
    const record = aRecord(0, { containers: 1 });
    expect(stepGroups(record).map(({ title }) => title)).toContain('Bag');
  });

  it.each([
    ['Take cassette: CADD. Scan it.', 'cassette'],
    ['Take container 1. Scan it.', 'container'],
  ])('tell what is filled: %s', (instruction, word) => {
    expect(containerWord([aStep({ position: 1, kind: 'container', instruction })])).toBe(word);
  });

  it('say which opened container to scan by its tag', () => {
    const record = aRecord(4);
    const [open, , , , draw] = record.steps;
    expect(open && scanWords(open, record)).toBe('vancomycin');
    expect(draw && scanWords(draw, record)).toBe('vancomycin, package 1: VIAL-000001-P');
    expect(draw && stepWords(draw, record)).toBe('Add vancomycin');
  });

  it.each([
    ['Draw 12.5 mL of x. Mix it.', 'Draw 12.5 mL of x.', 'Mix it.'],
    ['Open package 1: Water (B. Braun). Scan it first.', 'Open package 1: Water (B. Braun).', 'Scan it first.'],
    ['Take bag 1 of 2: saline 250 mL. Scan it.', 'Take bag 1 of 2: saline 250 mL.', 'Scan it.'],
    ['Take B. Braun bag', 'Take B. Braun bag', ''],
  ])('are read by their first sentence: %s', (instruction, say, rest) => {
    expect(firstSentence(instruction)).toEqual({ say, rest });
  });
});

describe('photos', () => {
  const photo = (takenAt: string, stepId = 's10') => ({ id: takenAt, stepId, takenAt, takenBy: 'Ana Reyes', url: '' });

  it('count for their step only when taken after the step before it, as after a rework', () => {
    const photos = [
      photo('2026-03-02T16:07:59Z'),
      photo('2026-03-02T16:08:00Z'),
      photo('2026-03-02T16:09:00Z', 'other'),
    ];
    const record = aRecord(9, { photos });
    const step = currentStep(record);
    expect(step && photosOf(record, step).map(({ takenAt }) => takenAt)).toEqual(['2026-03-02T16:08:00Z']);
  });
});

describe('the picture of the container', () => {
  const at = (done: number) => {
    const record = aRecord(done);
    const step = currentStep(record);
    return step ? fillPicture(record, step) : null;
  };

  it.each([
    [2, '0', '250'],
    [3, '250', '237.5'],
    [4, '237.5', '250'],
    [5, '0', '250'],
  ])('after %d steps holds %s mL and then %s mL', (done, inMl, afterMl) => {
    expect(at(done)).toMatchObject({ what: 'bag', inMl, afterMl });
  });

  it('shows the vial while it is reconstituted', () => {
    expect(at(1)).toMatchObject({ what: 'vial', inMl: '0', afterMl: '95', before: 0, after: 1 });
  });

  it('falls when diluent is taken out', () => {
    const picture = at(3);
    expect(picture && picture.after < picture.before).toBe(true);
  });

  it.each([8, 9])('is left out where nothing is filled', (done) => {
    expect(at(done)).toBeNull();
  });

  it('takes what was measured instead of what was planned', () => {
    const record = aRecord(4);
    const changed = record.steps.map((step) => (step.position === 4 ? { ...step, volumeMl: '12.4' } : step));
    const step = currentStep(record);
    expect(step && fillPicture({ ...record, steps: changed }, step)?.inMl).toBe('237.6');
  });

  it('looks like what the pump takes where the steps only say container', () => {
    const steps = [aStep({ position: 1, kind: 'draw', cspPosition: 1, current: true, plannedVolumeMl: '86.4' })];
    const record = aRecord(0, { steps, claimedBy: ANA });
    const [step] = steps;
    const order = record.order && { ...record.order, device: 'ambulatory-pump' };
    expect(step && fillPicture({ ...record, order }, step)?.what).toBe('cassette');
  });
});
