import { describe, expect, it } from '@jest/globals';
import type { TracedCsp, TraceHit } from '../../api/types.js';
import { csvCell, tracedCsv } from './csv.js';
import { hitGroups, hitPath } from './hits.js';

describe('a cell of the list for a spreadsheet', () => {
  it.each([
    ['plain', 'plain'],
    ['Hale, Miriam', '"Hale, Miriam"'],
    ['5" x 3', '"5"" x 3"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['-2', "'-2"],
    ['@sum', "'@sum"],
  ])('%s', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});

it('lists every preparation on a line of its own, after the names of the columns', () => {
  const csp: TracedCsp = {
    cspId: 'c',
    cspNumber: 'CSP-000001-A',
    worksheetId: 'w',
    worksheetNumber: 'WS-000001-T',
    title: 'vancomycin 1,250 mg',
    state: 'active',
    place: 'pharmacy',
    where: 'Hood 1, Buffer room',
    mayBeInfused: false,
    neededAt: null,
    dispensedAt: null,
    orderNumber: 'ORD-000001-A',
    prescriber: 'Dr. Example',
    depth: 0,
    budAt: null,
    madeAt: '2026-03-02T16:00:00Z',
    patientId: 'p',
    patientNumber: 'PT-000001-A',
    patientName: 'Hale, Miriam',
    quantity: '',
    unit: 'mg',
    shared: true,
  };
  const lines = tracedCsv([csp, csp]).split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toBe(
    'CSP-000001-A,WS-000001-T,"vancomycin 1,250 mg",active,PT-000001-A,"Hale, Miriam",2026-03-02T16:00:00Z,,,,yes',
  );
});

describe('what was found', () => {
  const hit = (kind: TraceHit['kind'], title = ''): TraceHit => ({ kind, id: 'id', number: 'N', title });

  it.each([
    [hit('lot'), '/trace/lots/id'],
    [hit('csp'), '/trace/csps/id'],
    [hit('worksheet'), '/bench/id'],
    [hit('order'), '/orders/id'],
    [hit('patient'), '/patients/id'],
    [hit('open-container', 'Vancomycin 10 g vial, lot VN 41'), '/trace?q=VN%2041'],
  ])('leads to its page: %o', (found, path) => {
    expect(hitPath(found)).toBe(path);
  });

  it('is grouped by kind, lots first, without empty groups', () => {
    const groups = hitGroups([hit('patient'), hit('lot'), hit('lot')]);
    expect(groups.map(({ title, hits }) => [title, hits.length])).toEqual([
      ['Lots', 2],
      ['Patients', 1],
    ]);
  });
});
