import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLocalDate } from '#domain/time';
import { concernOf, matchLot, readLotText, readNotices, type LotClaim, type RecallNotice } from './index.js';

interface Case {
  readonly id: string;
  readonly input: { readonly stock: { readonly ndc: string; readonly lot: string } };
  readonly expected: { readonly affected: boolean; readonly recall_ids: readonly string[] };
}

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'));
const CASES = fixture('recall_match_cases.json') as readonly Case[];
const RECORDS = fixture('recalls_with_lots.json') as readonly { id: string; recall_number: string }[];
const { notices, refused } = readNotices(RECORDS, 'test');
const idOf = (notice: RecallNotice): string =>
  RECORDS.find((r) => r.recall_number === notice.key || r.id === notice.key)?.id ?? '';
/** The defect is a wrong bar code: the scan gives another NDC of the maker. A person has to look. */
const DOUBTFUL = new Set(['RCM-X-BARCODE']);

describe('the published notices', () => {
  it('are read, all of them', () => {
    expect(refused).toEqual([]);
    expect(notices).toHaveLength(27);
    expect(CASES).toHaveLength(206);
  });

  it.each(CASES.map((c) => [c.id, c] as const))('%s: a lot of ours is matched', (id, { input, expected }) => {
    const answers = notices.map((n) => ({
      id: idOf(n),
      ...matchLot({ ndc: input.stock.ndc, lotNumber: input.stock.lot }, n),
    }));
    const sure = answers.filter((a) => a.verdict === 'affected').map((a) => a.id);
    const shown = answers.filter((a) => a.verdict !== 'not').map((a) => a.id);
    if (DOUBTFUL.has(id)) expect({ sure, shown }).toEqual({ sure: [], shown: expected.recall_ids });
    else expect(sure.sort()).toEqual([...expected.recall_ids].sort());
  });
});

const lots = (...claims: LotClaim[]): readonly LotClaim[] => claims;
const lot = (text: string, expiry: string | null = null): LotClaim => ({
  kind: 'lot',
  lot: text,
  expiry: expiry === null ? null : parseLocalDate(expiry),
});
const notice = (
  product: { ndcs?: string[]; lots?: readonly LotClaim[]; description?: string },
  firm = 'Acme Pharma',
): RecallNotice => ({
  key: 'D-0001-2026',
  source: 'test',
  firm,
  classification: 'class-2',
  status: '',
  reason: '',
  initiatedOn: null,
  products: [
    {
      description: product.description ?? 'Ceftriaxone for injection',
      ndcs: product.ndcs ?? [],
      lots: product.lots ?? [],
    },
  ],
});
const range = (from: string, to: string): LotClaim => ({ kind: 'range', from, to, expiry: null });
const ours = { ndc: '0409-7332-01', lotNumber: 'AB1205', drugName: 'ceftriaxone', manufacturer: 'Acme Pharma LLC' };

describe('matchLot', () => {
  it.each([
    ['package NDC and lot', ['0409-7332-01'], lots(lot('AB1205')), 'affected'],
    ['the 11-digit form', ['00409733201'], lots(lot('ab1205 ')), 'affected'],
    ['the 12-digit form', ['000409-7332-01'], lots(lot('AB-1205')), 'affected'],
    ['a product NDC and lot', ['0409-7332'], lots(lot('AB1205')), 'affected'],
    ['another package of the product', ['0409-7332-02'], lots(lot('AB1205')), 'doubtful'],
    ['another product of the maker, same lot', ['0409-9999-01'], lots(lot('AB1205')), 'doubtful'],
    ['another maker, same lot', ['0338-0049-18'], lots(lot('AB1205')), 'not'],
    ['no NDC, same lot', [], lots(lot('AB1205')), 'doubtful'],
    ['no NDC, other lot', [], lots(lot('AB1206')), 'not'],
    ['all lots of the package', ['0409-7332-01'], lots({ kind: 'all' }), 'affected'],
    ['all lots of another package', ['0409-7332-02'], lots({ kind: 'all' }), 'doubtful'],
    ['a text nobody could read', ['0409-7332-01'], lots({ kind: 'unread', text: '?' }), 'doubtful'],
    [
      'a lot list and a rest that was not read',
      ['0409-7332-01'],
      lots(lot('X1'), { kind: 'unread', text: '?' }),
      'doubtful',
    ],
    ['no lots at all', ['0409-7332-01'], lots(), 'doubtful'],
    ['other lots', ['0409-7332-01'], lots(lot('AB1206')), 'not'],
    ['letter O for zero', ['0409-7332-01'], lots(lot('AB12O5')), 'doubtful'],
    ['below a range', ['0409-7332-01'], lots(range('AB1206', 'AB1210')), 'not'],
    ['first of a range', ['0409-7332-01'], lots(range('AB1205', 'AB1210')), 'affected'],
    ['last of a range', ['0409-7332-01'], lots(range('AB1200', 'AB1205')), 'affected'],
    ['above a range', ['0409-7332-01'], lots(range('AB1200', 'AB1204')), 'not'],
    ['a range whose ends differ in form', ['0409-7332-01'], lots(range('AB1', 'AC99999')), 'doubtful'],
  ])('%s: %s', (_, ndcs, claims, verdict) => {
    expect(matchLot(ours, notice({ ndcs: [...ndcs], lots: claims })).verdict).toBe(verdict);
  });

  it('takes ten bare digits for what they may be: doubtful, never sure (NDC-02)', () => {
    const bare = { ...ours, ndc: '0409733201' };
    expect(matchLot(bare, notice({ ndcs: ['0409-7332-01'], lots: lots(lot('AB1205')) })).verdict).toBe('doubtful');
  });

  it('goes by drug and maker where a notice has neither NDC nor lots', () => {
    const bare = notice({ description: 'Ceftriaxone for Injection, USP, 2 g' }, 'ACME PHARMA INC');
    expect(matchLot(ours, bare).verdict).toBe('doubtful');
    expect(matchLot({ ...ours, manufacturer: 'Fresenius Kabi' }, bare).verdict).toBe('not');
    expect(matchLot({ ...ours, drugName: 'cefazolin' }, bare).verdict).toBe('not');
  });

  it('remarks on an expiry that differs, and still matches', () => {
    const answer = matchLot(
      { ...ours, expiresOn: parseLocalDate('2027-01-31') },
      notice({ ndcs: [ours.ndc], lots: lots(lot('AB1205', '2026-12-31')) }),
    );
    expect(answer).toMatchObject({ verdict: 'affected', why: expect.stringContaining('expiry differs') });
  });

  it('never says that a product is of no concern when one of its lots is', () => {
    const ndcs = ['0409-7332-01', '0409-7332-02', '0409-9999-01', '0338-0049-18', '0409-7332', ''];
    fc.assert(
      fc.property(fc.constantFrom(...ndcs), fc.constantFrom(...ndcs), fc.boolean(), (mine, theirs, named) => {
        const stock = { ...ours, ndc: mine === '' ? null : mine };
        const one = notice({ ndcs: theirs === '' ? [] : [theirs], lots: named ? lots(lot('AB1205')) : lots() });
        const concern = concernOf(stock, one);
        const { verdict } = matchLot(stock, one);
        return verdict === 'not' || concern === 'any-lot' || (concern === 'named-lots' && named);
      }),
    );
  });

  it('never drops a lot that is named with its NDC, however the lot is cased or separated', () => {
    const lotText = fc.stringMatching(/^[A-Z0-9]{4,12}$/).filter((t) => /\d/.test(t));
    fc.assert(
      fc.property(lotText, fc.nat(3), fc.boolean(), (text, cut, lower) => {
        const printed = `${text.slice(0, cut)}${cut > 0 ? '-' : ''}${text.slice(cut)}`;
        const mine = lower ? text.toLowerCase() : ` ${text} `;
        return (
          matchLot(
            { ndc: '00409733201', lotNumber: mine },
            notice({ ndcs: ['0409-7332-01'], lots: lots(lot(printed)) }),
          ).verdict === 'affected'
        );
      }),
    );
  });
});

describe('readLotText', () => {
  const exact = (...texts: string[]): LotClaim[] => texts.map((t) => lot(t));
  it.each<[string, LotClaim[]]>([
    ['Lot P0001178, Exp. 05/2023', [lot('P0001178', '2023-05-31')]],
    [
      'Lots: A1234, A1235 Exp 12/24; B1000 Exp 1/25',
      [lot('A1234', '2024-12-31'), lot('A1235', '2024-12-31'), lot('B1000', '2025-01-31')],
    ],
    ['Lot #: 13-405 DK, Exp 1JUL2021', [lot('13-405 DK', '2021-07-01')]],
    ['NDC 0409-6625-02 Lot 56-148-EV', exact('56-148-EV')],
    ['Lot numbers 17-272718 through 17-272799', [range('17-272718', '17-272799')]],
    [
      'Lots AB100 - AB199, exp. Nov 2027',
      [{ ...range('AB100', 'AB199'), expiry: parseLocalDate('2027-11-30') } as LotClaim],
    ],
    ['All lots within expiry', [{ kind: 'all' }]],
    ['Lot 20170726@35', exact('20170726@35')],
    ['', []],
  ])('%s', (text, claims) => {
    expect(readLotText(text)).toEqual(claims);
  });

  it.each(['All lots except A123', 'see attached list', 'Various', 'NDC 0409-6625-02'])(
    '%s: left for a person to read',
    (text) => {
      expect(readLotText(text)).toEqual([{ kind: 'unread', text }]);
    },
  );

  it('never throws, and never makes nothing of something', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        return readLotText(text).length > 0 || text.trim() === '';
      }),
    );
  });
});
