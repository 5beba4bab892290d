import { describe, expect, it } from '@jest/globals';
import { shortNumber } from '#domain/barcode';
import { parseInstant, zoneId } from '#domain/time';
import { paper } from '#labels';
import { drillReport, noticeList } from './recall-papers.js';
import type { RecallDrillResponse, RecallItemDto, RecallResponse } from './recalls.dto.js';

const LETTERHEAD = {
  zone: zoneId('America/Phoenix'),
  pharmacyName: 'Copper State Infusion Pharmacy, 602-555-0142',
  printedAt: parseInstant('2026-03-02T16:14:00Z'),
};
const RECALL: RecallResponse = {
  id: 'r',
  number: shortNumber('RCL', 7),
  state: 'open',
  kind: 'class-1',
  reason: 'Particles seen',
  scopeText: 'Lot 6123456A of vancomycin 1 g vial',
  openedAt: '2026-03-02T16:14:00.000Z',
  openedBy: 'Rosa Lind, PharmD',
  lots: 1,
  csps: 1,
  patients: 1,
  itemsOpen: 2,
  itemsTotal: 3,
  certifiedAt: null,
  endedAt: null,
  sourceReference: '',
  noticeKey: null,
  work: [],
  lotList: [],
  worksheets: [],
  certificate: null,
  certifiedBy: null,
  endedBy: null,
  endReason: '',
  revision: 1,
};
const ITEM: RecallItemDto = {
  id: 'i',
  kind: 'retrieve',
  place: 'patient',
  detail: '',
  lotNumber: null,
  productName: null,
  locationName: null,
  cspNumber: 'CSP-000123-K',
  cspState: 'dispensed',
  title: 'vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL',
  where: '',
  mayBeInfused: true,
  patientId: 'p',
  patientNumber: 'PT-000012-3',
  patientName: 'Łukasiewicz, Żaneta',
  patientPhone: '602-555-0101',
  orderNumber: 'ORD-000001-1',
  orderId: null,
  prescriber: 'Dr. Petr Dvořák',
  state: 'open',
  note: '',
  closedBy: null,
  closedAt: null,
};
const DRILL: RecallDrillResponse = {
  id: 'd',
  scopeText: 'Every lot of vancomycin 1 g vial',
  askedBy: 'Rosa Lind, PharmD',
  askedAt: '2026-03-02T16:14:00.000Z',
  firstAnswerMs: 41,
  completeMs: 180,
  lots: 5,
  csps: 31,
  patients: 7,
  byPlace: [{ name: 'at the patient', count: 20 }],
  completeness: {
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-03-02T16:14:00.000Z',
    csps: 40,
    linked: 39,
    exceptions: [],
    exceptionCounts: [{ name: 'no-lot-link', count: 1 }],
    note: '',
  },
  note: '',
};

describe('the notice list', () => {
  it('names patients as they are written, what they have, and what was done about it', () => {
    const facts = noticeList(
      RECALL,
      new Map([
        [
          'p',
          [
            { ...ITEM, kind: 'notify-patient', state: 'done', note: 'Called 9:40' },
            { ...ITEM, kind: 'notify-prescriber', state: 'cannot', note: 'Closed until Monday' },
            ITEM,
          ],
        ],
        [null, [{ ...ITEM, kind: 'segregate', patientId: null, detail: '14 packages on Shelf B2' }]],
      ]),
      LETTERHEAD,
    );
    expect(facts.groups).toEqual([
      { heading: 'Put aside in the pharmacy', lines: [], items: [{ mark: 'open', text: '14 packages on Shelf B2' }] },
      {
        heading: 'Łukasiewicz, Żaneta (PT-000012-3)',
        lines: ['Telephone 602-555-0101', 'Prescriber: Dr. Petr Dvořák'],
        items: [
          { mark: 'done', text: 'Tell the patient – Called 9:40' },
          { mark: 'cannot', text: 'Cannot be done: Tell Dr. Petr Dvořák – Closed until Monday' },
          {
            mark: 'open',
            text: 'Get back CSP-000123-K, vancomycin 1,250\u00a0mg in sodium chloride 0.9\u00a0% 250\u00a0mL (at the patient, may be infused)',
          },
        ],
      },
    ]);
    expect(paper(facts).findings).toEqual([]);
  });

  it('is refused for a name that the fonts lack letters of, and says whose', () => {
    const made = paper(noticeList(RECALL, new Map([['p', [{ ...ITEM, patientName: '李, Wei' }]]]), LETTERHEAD));
    expect(made.document).toBeNull();
    expect(made.findings.map(({ code, field }) => [code, field])).toEqual([
      ['label.unprintable-character', '李, Wei (PT-000012-3)'],
    ]);
  });

  it('prints whatever was written down as reason or note, with such letters spelled out', () => {
    const work = new Map([['p', [{ ...ITEM, note: 'Told 李' }]]]);
    const facts = noticeList({ ...RECALL, reason: 'Letter of 李' }, work, LETTERHEAD);
    expect(paper(facts).findings).toEqual([]);
    expect(JSON.stringify(facts)).toMatch(/Letter of \[U\+674E\].*Told \[U\+674E\]/);
  });

  it('says when nobody has to be told, and when the recall is over', () => {
    const over = { ...RECALL, state: 'withdrawn', endedAt: '2026-03-02T17:14:00.000Z' } as const;
    const facts = noticeList(over, new Map(), LETTERHEAD);
    expect(facts.notes).toEqual(['Nobody has to be told: nothing has left the pharmacy.']);
    expect(facts.summary).toContainEqual({ label: 'Ended', value: 'withdrawn 2026-03-02 10:14 MST' });
    expect(paper(facts).findings).toEqual([]);
  });
});

describe('the drill report', () => {
  it('fits on one page and says what was found, how fast, and what is missing', () => {
    const facts = drillReport(DRILL, LETTERHEAD);
    expect(paper(facts).document?.pages).toHaveLength(1);
    const values = new Map(facts.summary.map(({ label, value }) => [label, value]));
    expect(['First answer', 'Lot links', 'Exceptions', 'Note'].map((label) => values.get(label))).toEqual([
      'after 41 ms',
      '39 of 40 preparations of the period',
      'no lot link: 1',
      undefined,
    ]);
  });
});
