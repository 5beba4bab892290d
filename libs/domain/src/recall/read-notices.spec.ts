import { describe, expect, it } from '@jest/globals';
import { readNotices, readNoticeRows, UnreadableNotices } from './index.js';

const openFda = {
  recall_number: 'D-0336-2024',
  classification: 'Class II',
  status: 'Ongoing',
  recalling_firm: 'Baxter Healthcare Corporation',
  reason_for_recall: 'Presence of particulate matter',
  recall_initiation_date: '20240123',
  product_description: 'Norepinephrine in 5% Dextrose, 8 mg/250 mL, NDC 0338-0108-20',
  code_info: 'Lot # 23I21G64, Exp 07/31/2024',
  openfda: { package_ndc: ['0338-0112-20'] },
};

describe('a file of notices', () => {
  it('is read as openFDA publishes it; what is printed goes before what openFDA adds', () => {
    const { notices, refused } = readNotices({ meta: {}, results: [openFda] }, 'openFDA');
    expect(refused).toEqual([]);
    expect(notices).toEqual([
      {
        key: 'D-0336-2024',
        source: 'openFDA',
        firm: 'Baxter Healthcare Corporation',
        classification: 'class-2',
        status: 'Ongoing',
        reason: 'Presence of particulate matter',
        initiatedOn: '2024-01-23',
        products: [
          {
            description: openFda.product_description,
            ndcs: ['0338-0108-20'],
            lots: [{ kind: 'lot', lot: '23I21G64', expiry: '2024-07-31' }],
          },
        ],
      },
    ]);
  });

  it('is read from rows with columns, without lots where it has none', () => {
    const row = {
      recall_number: 'D-0744-2026',
      report_date: '2026-08-12',
      firm: 'Sunny',
      product: 'Cyclophosphamide',
      reason: 'steel',
      classification: 'Class I',
    };
    expect(readNoticeRows([row], 'csv').notices[0]).toMatchObject({
      classification: 'class-1',
      initiatedOn: '2026-08-12',
      products: [{ ndcs: [], lots: [] }],
    });
  });

  it.each([
    ['no number', { ...openFda, recall_number: '' }, '"recall_number" is missing'],
    ['no product', { ...openFda, product_description: undefined }, '"product_description" is missing'],
    ['a number for a text', { ...openFda, code_info: 5 }, '"code_info" is not text'],
    ['a date that does not exist', { ...openFda, recall_initiation_date: '20240230' }, '2024-02-30'],
    [
      'codes that are no list',
      { ...openFda, product_description: 'x', code_info: 'Lot A1234', openfda: { package_ndc: 'x' } },
      '"package_ndc" is not a list',
    ],
    ['control characters', { ...openFda, reason_for_recall: 'a\u0000b' }, 'control characters'],
    ['a text too long', { ...openFda, code_info: 'A1 '.repeat(10_000) }, 'longer than 20000'],
    ['nothing', null, 'missing'],
    ['an empty list of products', { id: 'X', products: [] }, '"products" is empty'],
  ])('refuses a record with %s, by its place, and reads the others', (_, record, reason) => {
    const { notices, refused } = readNotices([record, { ...openFda, recall_number: 'D-0002-2024' }], 'test');
    expect(notices.map((n) => n.key)).toEqual(['D-0002-2024']);
    expect(refused).toEqual([{ row: 1, reason: expect.stringContaining(reason) }]);
  });

  it('refuses the second of two records with one number', () => {
    expect(readNotices([openFda, openFda], 'test').refused).toEqual([
      { row: 2, reason: 'D-0336-2024 is in the file twice' },
    ]);
  });

  it.each([[{}], ['text'], [null], [{ results: {} }]])('is refused whole when it is no list: %j', (json) => {
    expect(() => readNotices(json, 'test')).toThrow(UnreadableNotices);
  });

  it('is not fooled by a field with the name of something that every object has', () => {
    const hostile: unknown = JSON.parse('[{"__proto__": {"recall_number": "D-1"}, "product_description": "x"}]');
    expect(readNotices(hostile, 'test').refused).toEqual([{ row: 1, reason: '"recall_number" is missing' }]);
  });
});
