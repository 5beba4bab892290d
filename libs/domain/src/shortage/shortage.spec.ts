import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLocalDate } from '#domain/time';
import { readAvailability, readReason, readStatus, standingOf } from './availability.js';
import { SHORTAGE_REASONS } from './list.js';
import { FEED_ROW_LENGTH_LIMIT, FEED_ROWS_LIMIT } from './read-feed.js';
import { readFeedDate } from './row.js';
import {
  changesBetween,
  noticeOf,
  readFeed,
  readLastUpdated,
  readShortageRow,
  rollUp,
  rowsMissing,
  worstOf,
  type FeedPart,
  type ShortageItem,
} from './index.js';

/** A cut of openFDA's own file and counts over it; reference-data/SOURCES.md. */
const FEED = readFileSync(
  new URL('../../../../reference-data/shortages/openfda_shortages_2026-06-19_subset.json', import.meta.url),
  'utf8',
);
interface Aggregate {
  readonly id: string;
  readonly input: { readonly generic_name: string };
  readonly expected: {
    readonly rows: number;
    readonly distinct_package_ndcs: number;
    readonly by_status: Readonly<Record<string, number>>;
    readonly companies: readonly string[];
    readonly latest_update: string;
  };
}
const AGGREGATES = JSON.parse(
  readFileSync(new URL('./fixtures/aggregate_cases.json', import.meta.url), 'utf8'),
) as Aggregate[];

const parts = [...readFeed([FEED])];
const items = parts.flatMap((part) => {
  if (part.kind !== 'row') return [];
  const reading = readShortageRow(part.value);
  return reading.kind === 'item' ? [reading.item] : [];
});

const aRow = (change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  package_ndc: '0409-6533-01',
  generic_name: 'Vancomycin Hydrochloride Injection',
  company_name: 'Hospira, Inc., a Pfizer Company',
  status: 'Current',
  availability: 'Available',
  update_date: '06/09/2026',
  dosage_form: 'Injection',
  ...change,
});
const anItem = (change: Readonly<Record<string, unknown>> = {}): ShortageItem => {
  const reading = readShortageRow(aRow(change));
  if (reading.kind === 'refused') throw new RangeError(reading.reason);
  return reading.item;
};
const refusalOf = (value: unknown): string => {
  const reading = readShortageRow(value);
  return reading.kind === 'refused' ? reading.reason : 'not refused';
};

describe('the feed of 19 June 2026', () => {
  it('is read whole, row by row, without a refusal', () => {
    expect(parts.at(-1)).toMatchObject({ kind: 'end', rows: 676 });
    expect(items).toHaveLength(676);
    expect(items.flatMap((item) => item.remarks)).toEqual([]);
  });

  it('has one identity for each row, also where a package is on both lists', () => {
    expect(new Set(items.map((item) => item.key)).size).toBe(676);
    expect(new Set(items.map((item) => item.packageNdc)).size).toBe(652);
  });

  const PRINTED = { Current: 'current', Resolved: 'resolved', 'To Be Discontinued': 'to-be-discontinued' } as const;
  it.each(AGGREGATES)('$id', ({ input, expected }) => {
    const summary = rollUp(items.filter((item) => item.genericName === input.generic_name));
    const byStatus = Object.entries(expected.by_status).map(([printed, n]) => [PRINTED[printed as 'Current'], n]);
    expect(summary).toMatchObject({
      rows: expected.rows,
      packages: expected.distinct_package_ndcs,
      byStatus: Object.fromEntries(byStatus),
      companies: expected.companies,
      latestUpdate: expected.latest_update,
    });
  });
});

describe('readFeed', () => {
  const rowsOf = (pieces: Iterable<string>): FeedPart[] => [...readFeed(pieces)];
  const refusal = (text: string): FeedPart | undefined => rowsOf([text]).at(-1);

  it('finds the same rows wherever the file is cut', () => {
    const text = `\uFEFF{"meta": {"last_updated": "2026-06-19", "x": "]}\\""},\n "results": [{"a": "\\\\"},\n {"b": [1, {"c": "}"}]}, 3]}\n`;
    const whole = rowsOf([text]);
    expect(whole.map((part) => (part.kind === 'row' ? part.line : part.kind))).toEqual([2, 3, 3, 'end']);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        expect(rowsOf(at.slice(1).map((end, i) => text.slice(at[i], end)))).toEqual(whole);
      }),
    );
  });

  it.each([
    ['nothing', '', /ends in the middle/, 1],
    ['a list', '[]', /an object/, 1],
    ['a page of a web site', '\n<!doctype html>', /an object/, 2],
    ['an error of the API', '{"error": {"code": "NOT_FOUND"}}', /no list "results"/, 1],
    ['results that are no list', '{"results": {}}', /a value/, 1],
    ['two lists of results', '{"results": [], "results": []}', /a value/, 1],
    ['a file that was cut off', '{"results": [{"a": 1},\n{"a"', /ends in the middle/, 2],
    ['a row that is not JSON', '{"results": [{"a": 1},\n\n{"a" 2}]}', /not JSON/, 3],
    ['brackets that do not match', '{"results": [{"a": [}}]]}', /not JSON/, 1],
    ['a missing comma', '{"results": [{"a": 1} {"a": 2}]}', /after a row/, 1],
    ['a comma too many', '{"results": [{"a": 1},]}', /not JSON/, 1],
    ['something after the end', '{"results": []} {}', /end of the file/, 1],
    ['meta that is no object', '{"meta": [], "results": []}', /meta/, 1],
    ['a row without end', `{"results": ["${'x'.repeat(FEED_ROW_LENGTH_LIMIT)}"]}`, /longer than/, 1],
    ['too many rows', `{"results": [${'1,'.repeat(FEED_ROWS_LIMIT)}1]}`, /more than/, 1],
  ])('refuses %s, and says where', (_what, text, reason, line) => {
    expect(refusal(text)).toMatchObject({ kind: 'refused', line, reason: expect.stringMatching(reason) });
  });

  it('says nothing more once it has refused, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n1atresulm') }), (noise) => {
        const found = rowsOf([`{"results": [${noise}`]);
        expect(found.filter((part) => part.kind === 'refused' || part.kind === 'end')).toHaveLength(1);
      }),
    );
  });

  it('agrees with JSON.parse on every file that is well formed', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (rows, rest) => {
        const { results: _, meta: __, ...others } = rest;
        const text = JSON.stringify({ ...others, results: rows }, null, 1);
        const read = rowsOf([text]).flatMap((part) => (part.kind === 'row' ? [part.value] : []));
        expect(read).toEqual(JSON.parse(JSON.stringify(rows)));
      }),
    );
  });
});

describe('a row', () => {
  it.each([
    ['is no object', 7, /not an object/],
    ['is a list', [], /not an object/],
    ['has no NDC', aRow({ package_ndc: undefined }), /no NDC/],
    ['has an NDC that is none', aRow({ package_ndc: '12-34' }), /no NDC/],
    ['has a number for an NDC', aRow({ package_ndc: 40_965_330_1 }), /no NDC/],
    ['has no name', aRow({ generic_name: ' ' }), /generic_name/],
    ['has no company', aRow({ company_name: '' }), /company_name/],
    ['has no status', aRow({ status: null }), /status/],
    ['has a list for a name', aRow({ generic_name: ['x'] }), /generic_name/],
    ['holds what no database keeps', aRow({ presentation: 'a\u0000b' }), /not text/],
    ['holds half a character', aRow({ openfda: { route: ['\ud800'] } }), /not text/],
    ['is nested without end', aRow({ openfda: JSON.parse('['.repeat(60) + ']'.repeat(60)) }), /not text/],
    ['is longer than a page', aRow({ presentation: 'x'.repeat(20_001) }), /presentation/],
  ])('that %s is refused with the reason', (_what, row, reason) => expect(refusalOf(row)).toMatch(reason));

  it('that is refused still tells its package where it can, so that it is not taken for gone', () => {
    expect(readShortageRow(aRow({ status: '' }))).toMatchObject({ kind: 'refused', ndc: '0409-6533-01' });
  });

  it.each([
    ['0409-6533-01', '00409653301'],
    ['NDC 0409-6533-01', '00409653301'],
    ['00409653301', '00409653301'],
    ['25021-701-02', '25021070102'],
    ['60505-6282-3', '60505628203'],
  ])('keeps the package %s as %s', (printed, ndc11) => expect(anItem({ package_ndc: printed }).ndc11).toBe(ndc11));

  it('leaves open which package ten digits without hyphens are', () => {
    const item = anItem({ package_ndc: '0409653301' });
    expect(item.ndc11).toBeNull();
    expect(item.remarks).toHaveLength(1);
  });

  it('has one identity however its NDC and name are written', () => {
    const other = anItem({ package_ndc: '00409653301', generic_name: 'VANCOMYCIN  hydrochloride injection' });
    expect(other.key).toBe(anItem().key);
    expect(anItem({ status: 'To Be Discontinued' }).key).not.toBe(anItem().key);
  });

  it.each([
    ['06/19/2026', '2026-06-19'],
    ['6/9/2026', '2026-06-09'],
    ['02/29/2024', '2024-02-29'],
    ['02/29/2026', null],
    ['13/01/2026', null],
    ['00/10/2026', null],
    ['2026-06-19', null],
    ['06/19/26', null],
  ])('reads the day %s as %s', (printed, day) => expect(readFeedDate(printed)).toBe(day));

  it('with a day that does not exist is kept, without the day and with a remark', () => {
    expect(anItem({ update_date: '02/30/2026' })).toMatchObject({ updatedOn: null, remarks: [/update_date/] });
  });
});

describe('availability', () => {
  it.each([
    ['Available', 'available'],
    ['Limited Availability', 'limited'],
    ['Unavailable', 'unavailable'],
    ['', 'unknown'],
    ['Avaliable', 'available'],
    ['Availble', 'available'],
    ['Unavailible', 'unavailable'],
    ['UNAVALABLE', 'unavailable'],
    ['Limted Availability', 'limited'],
    ['Not available', 'unavailable'],
    ['Not currently available, expected in July', 'unavailable'],
    ['Product is on back order until November 2026', 'unavailable'],
    ['On backorder', 'unavailable'],
    ['Out of stock', 'unavailable'],
    ['Available on allocation', 'limited'],
    ['Intermittent supply', 'limited'],
    ['Product available', 'available'],
    ['Product will be available in November 2026', 'unknown'],
    ['Available from July', 'unknown'],
    ['Check wholesalers for inventory', 'unknown'],
    ['No longer on backorder', 'unknown'],
    ['TBD', 'unknown'],
    ['=cmd()', 'unknown'],
  ])('%j means %s', (printed, means) => expect(readAvailability(printed)).toBe(means));

  it('is never taken for available when a word of doubt stands by', () => {
    const doubts = ['until', 'expected', 'will be', 'limited', 'not', 'unavailable', 'backordered', 'estimated'];
    fc.assert(
      fc.property(fc.constantFrom(...doubts), fc.boolean(), (doubt, first) => {
        expect(readAvailability(first ? `${doubt} available` : `available ${doubt}`)).not.toBe('available');
      }),
      { numRuns: 30 },
    );
  });
});

describe('status and reason', () => {
  it.each([
    ['Current', 'current'],
    ['current', 'current'],
    ['Resolved', 'resolved'],
    ['To  Be Discontinued', 'to-be-discontinued'],
    ['Discontinued', 'to-be-discontinued'],
    ['Currant', 'other'],
  ])('status %j is %s', (printed, status) => expect(readStatus(printed)).toBe(status));

  // Typed a second time from FD&C Act 506E as the feed words it, on purpose.
  it.each([
    ['Requirements related to complying with good manufacturing practices', 'manufacturing-practice'],
    ['Regulatory delay', 'regulatory-delay'],
    ['Shortage of an active ingredient', 'active-ingredient'],
    ['Shortage of an inactive ingredient component', 'inactive-ingredient'],
    ['Discontinuation of the manufacture of the drug', 'discontinuation'],
    ['Delay in shipping of the drug', 'shipping'],
    ['Demand increase for the drug', 'demand'],
    ['Other', 'other'],
    ['Sunspots', 'other'],
    ['', 'not-stated'],
  ])('reason %j is %s', (printed, reason) => expect(readReason(printed)).toBe(reason));

  it('every reason has words for people', () => {
    expect(Object.values(SHORTAGE_REASONS).every(({ title }) => title.length > 3)).toBe(true);
  });
});

describe('the standing of a package', () => {
  it.each([
    ['current', 'available', 'available'],
    ['current', 'limited', 'limited'],
    ['current', 'unavailable', 'unavailable'],
    ['current', 'unknown', 'unknown'],
    ['resolved', 'unknown', 'available'],
    ['to-be-discontinued', 'unknown', 'ending'],
    ['to-be-discontinued', 'available', 'ending'],
    ['to-be-discontinued', 'unavailable', 'unavailable'],
    ['other', 'limited', 'limited'],
  ] as const)('%s and %s is %s', (status, availability, standing) =>
    expect(standingOf(status, availability)).toBe(standing),
  );

  it('is the worst of its rows where it is on both lists', () => {
    const both = [anItem(), anItem({ status: 'To Be Discontinued', availability: '' })];
    expect(rollUp(both)).toMatchObject({ rows: 2, packages: 1, byStanding: { ending: 1, available: 0 } });
    expect(worstOf([])).toBeUndefined();
  });
});

describe('what changed', () => {
  const shown = (before: ShortageItem | undefined, after: ShortageItem | undefined): unknown[] =>
    changesBetween(before, after).map(({ field, before: was, after: is }) => [field, was, is]);

  it('is told field by field', () => {
    expect(shown(anItem(), anItem({ availability: 'Unavailable' }))).toEqual([
      ['availability', 'available', 'unavailable'],
      ['availabilityText', 'Available', 'Unavailable'],
    ]);
    expect(shown(undefined, anItem())).toEqual([['listed', null, 'yes']]);
    expect(shown(anItem(), undefined)).toEqual([['listed', 'yes', 'no']]);
  });

  it('is nothing when only the day of the last word moved', () => {
    expect(shown(anItem(), anItem({ update_date: '06/16/2026' }))).toEqual([]);
  });

  const out = { availability: 'Unavailable' };
  const ends = { status: 'To Be Discontinued', availability: '' };
  it.each([
    ['a package newly listed', undefined, anItem(out), 'new'],
    ['a package that can no longer be had', anItem(), anItem(out), 'worse'],
    ['a package that can be had again', anItem(out), anItem(), 'better'],
    ['the same', anItem(out), anItem({ ...out, related_info: 'July' }), undefined],
    ['a package marked resolved', anItem(out), anItem({ status: 'Resolved' }), 'resolved'],
    ['a package that left the list', anItem(out), undefined, 'resolved'],
    ['a resolved one that left the list', anItem({ status: 'Resolved' }), undefined, undefined],
    ['a resolved one that is short again', anItem({ status: 'Resolved' }), anItem(out), 'new'],
    ['an announced end', undefined, anItem(ends), 'discontinued'],
    ['an end announced before', anItem(ends), anItem(ends), undefined],
    ['an end that left the list', anItem(ends), undefined, undefined],
    ['a resolved one newly listed', undefined, anItem({ status: 'Resolved' }), undefined],
  ])('%s gives the notice %4$s', (_what, before, after, notice) => expect(noticeOf(before, after)).toBe(notice));
});

describe('the file as a whole', () => {
  it('tells its day, or does not', () => {
    expect(readLastUpdated({ last_updated: '2026-06-19' })).toBe(parseLocalDate('2026-06-19'));
    expect(readLastUpdated({ last_updated: '2026-02-30' })).toBeNull();
    expect(readLastUpdated({})).toBeNull();
  });

  it('is known to be a page of a longer list by its own count', () => {
    expect(rowsMissing({ results: { skip: 0, limit: 1000, total: 1701 } }, 1000)).toBe(701);
    expect(rowsMissing({ results: { skip: 0, limit: 1000, total: 676 } }, 676)).toBe(0);
    expect(rowsMissing({}, 676)).toBe(0);
  });
});
