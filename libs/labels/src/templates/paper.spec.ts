import { describe, expect, it } from '@jest/globals';
import { shortNumber } from '#domain/barcode';
import { parseInstant, zoneId } from '#domain/time';
import { flatParts, type FlatPart } from '../document/flat-parts.js';
import type { TextPart } from '../document/label-document.js';
import { LabelRenderer } from '../worker/label-renderer.js';
import type { CheckGroup } from './check-list.js';
import type { MadeLabel } from './facts.js';
import { paper, type PaperFacts } from './paper.js';
import { spelledOut } from './wording.js';

const NUMBER = shortNumber('RCL', 7);
const FACTS: PaperFacts = {
  title: 'Class I recall',
  number: NUMBER,
  subject: 'Who has to be told',
  zone: zoneId('America/Phoenix'),
  pharmacyName: 'Copper State Infusion Pharmacy',
  printedAt: parseInstant('2026-03-02T16:14:00Z'),
  summary: [{ label: 'Reason', value: 'Particles seen' }],
  tables: [],
  notes: ['Nothing else'],
  signatures: [],
};
const group = (name: string, items: number): CheckGroup => ({
  heading: name,
  lines: ['Telephone 602-555-0101'],
  items: Array.from({ length: items }, (_, i) => ({ mark: 'open', text: `${name} item ${i + 1}` })),
});

const pagesOf = (made: MadeLabel): FlatPart[][] => (made.document?.pages ?? []).map(flatParts);
const textsOf = (parts: readonly FlatPart[]): TextPart[] => parts.filter((part) => part.kind === 'text');
const linesOf = (parts: readonly FlatPart[]): string[] => textsOf(parts).flatMap((part) => part.lines);

describe('paper', () => {
  it('says everything in body type unless told, and nothing but its foot under 14 points in large print', () => {
    const sizes = (facts: PaperFacts): number[] =>
      pagesOf(paper(facts))
        .flatMap(textsOf)
        .filter(({ name }) => name !== 'footer' && name !== 'page')
        .map(({ size }) => size);
    expect(Math.min(...sizes(FACTS))).toBe(9.5);
    expect(Math.min(...sizes({ ...FACTS, print: 'large', groups: [group('Doe, Jane', 2)] }))).toBe(14);
  });

  it.each([1, 4, 9, 14])(
    'prints every item once and never tears a group that fits on a page (%i items each)',
    (items) => {
      const names = Array.from({ length: 12 }, (_, i) => `Patient ${String.fromCodePoint(65 + i)}`);
      const made = paper({ ...FACTS, print: 'large', groups: names.map((name) => group(name, items)) });
      expect(made.findings).toEqual([]);
      const pages = pagesOf(made).map(linesOf);
      for (const name of names) {
        const on = pages.filter((lines) => lines.some((line) => line.startsWith(`${name} item`)));
        expect(on.map((lines) => lines.includes(name))).toEqual([true]);
        expect(on.flat().filter((line) => line.startsWith(`${name} item`))).toHaveLength(items);
      }
    },
  );

  it('says on every page of a longer group whose it is', () => {
    const pages = pagesOf(paper({ ...FACTS, print: 'large', groups: [group('Doe, Jane', 100)] })).map(linesOf);
    const withItems = pages.filter((lines) => lines.some((line) => line.startsWith('Doe, Jane item')));
    expect(withItems.length).toBeGreaterThan(2);
    const headed = withItems.map((lines) => lines.filter((line) => /^Doe, Jane( \(continued\))?$/.test(line)));
    expect(headed).toEqual(withItems.map((_, i) => [i === 0 ? 'Doe, Jane' : 'Doe, Jane (continued)']));
    expect(withItems.flat().filter((line) => line.startsWith('Doe, Jane item'))).toHaveLength(100);
  });

  it('draws a box before each item and marks what is done and what could not be done', () => {
    const items = (['open', 'done', 'cannot'] as const).map((mark) => ({ mark, text: mark }));
    const [parts = []] = pagesOf(paper({ ...FACTS, groups: [{ heading: 'Here', lines: [], items }] }));
    const boxes = parts.flatMap((part) => (part.kind === 'rectangle' ? [part.box] : []));
    const marked = boxes.map((box) =>
      textsOf(parts)
        .filter(({ name, box: { y } }) => name === 'mark' && Math.abs(y - box.y) < 1)
        .flatMap(({ lines }) => lines),
    );
    expect(marked).toEqual([[], ['X'], ['!']]);
  });

  it('prints Polish, Greek, Cyrillic and Vietnamese names as they are written', () => {
    const names = ['Łukasiewicz, Żaneta', 'Παπαδόπουλος, Ελένη', 'Иванова, Ольга', 'Nguyễn, Thị Ánh'];
    const made = paper({ ...FACTS, print: 'large', groups: names.map((name) => group(name, 1)) });
    expect(made.findings).toEqual([]);
    expect(pagesOf(made).flatMap(linesOf)).toEqual(expect.arrayContaining(names));
  });

  it.each<[string, Partial<PaperFacts>]>([
    ['a group', { groups: [group('李, Wei', 0)] }],
    ['a line of it', { groups: [{ ...group('Doe, Jane', 1), lines: ['Prescriber: 李'] }] }],
    ['an item', { groups: [{ ...group('Doe, Jane', 0), items: [{ mark: 'open', text: 'Tell 李' }] }] }],
  ])('refuses letters that the fonts lack in %s, and says which', (_, change) => {
    const made = paper({ ...FACTS, ...change });
    expect(made.document).toBeNull();
    expect(made.findings.map(({ code, facts }) => [code, facts?.['characters']])).toEqual([
      ['label.unprintable-character', '李'],
    ]);
  });

  it('spells out what a remark on record has of such letters', () => {
    expect(spelledOut(' Letter of 李,  Żaneta ')).toBe('Letter of [U+674E], Żaneta');
    expect(paper({ ...FACTS, notes: [spelledOut('👍🏽 of 李')] }).findings).toEqual([]);
  });

  it('reads back with its number, and without a code where it has none', async () => {
    const renderer = new LabelRenderer({ mode: 'in-process' });
    const { number, ...unnumbered } = FACTS;
    for (const [facts, codes] of [
      [FACTS, [number]],
      [unnumbered, []],
    ] as const) {
      const { findings, readBack } = await renderer.renderAndReadBack(paper(facts));
      expect([findings, readBack.flatMap(({ symbols }) => symbols.map((s) => s.content))]).toEqual([[], codes]);
    }
    const bears = await renderer.renderAndReadBack({ ...paper(FACTS), expected: paper(unnumbered).expected });
    expect(bears.findings.map(({ code }) => code)).toEqual(['label.read-back-extra-code']);
  });

  it('refuses a number that is none of ours', () => {
    expect(paper({ ...FACTS, number: 'RCL-000007-X' }).findings.map(({ code }) => code)).toEqual([
      'label.code-invalid',
    ]);
  });
});
