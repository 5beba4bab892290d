import { readNotices } from '#domain/recall';
import { addCalendarDays, type Instant, type LocalDate } from '#domain/time';
import { matchNotices, ourLots } from '../modules/recalls/notice-matching.js';
import { keepMatches, keepNotice } from '../modules/recalls/notice-store.js';
import type { Tx } from '../platform/database/database.js';
import { demoPersonId } from './demo-people.js';
import { stableId } from './stable-id.js';

/**
 * Notices for the made-up lots of the demo pharmacy, marked as such: one that names a lot of ours, one that nearly does, one that says
 * nothing of lots; and one real notice of a product on the shelf (FDA enforcement report, public domain) that means none of ours.
 */
const notices = (today: LocalDate): readonly object[] => {
  const initiated = addCalendarDays(today, -4);
  return [
    {
      id: 'DEMO-0001-R',
      source: 'Demonstration, not a notice of the FDA',
      firm: 'Demonstration of a maker’s recall',
      classification: 'Class II',
      initiated,
      reason: 'Demonstration: particulate matter found in one vial',
      products: [
        { description: 'Ondansetron injection 40 mg/20 mL', ndcs: ['0409-4759-01'], lots: [{ lot: 'ON4759' }] },
      ],
    },
    {
      id: 'DEMO-0002-R',
      source: 'Demonstration, not a notice of the FDA',
      firm: 'Demonstration of a lot that is easily misread',
      classification: 'Class I',
      initiated,
      reason: 'Demonstration: lack of sterility assurance',
      products: [
        {
          description: 'Cefazolin for injection 1 g',
          ndcs: ['0409-0805-01'],
          lots: [{ lot: 'CZ44I0' }, { lot: 'CZ4500' }],
        },
      ],
    },
    {
      id: 'DEMO-0003-R',
      source: 'Demonstration, not a notice of the FDA',
      firm: 'Demonstration of a notice without lots',
      classification: 'Class III',
      initiated,
      reason: 'Demonstration: label wrap covers the bar code',
      products: [
        { description: 'Heparin sodium injection', ndcs: ['0069-0059-02'], lots: ['see the letter of the maker'] },
      ],
    },
    {
      id: 'RC-HOSP-VANC-35',
      source: 'FDA recall notice, public domain',
      firm: 'Hospira Inc.',
      classification: '',
      reason: 'Temperature excursion during shipment',
      products: [
        {
          description: 'Vancomycin HCl for Injection, USP 1 g',
          ndcs: ['0409-6533-01'],
          lots: [{ lot: '35-315-DD', exp: '2015-11-01' }],
        },
      ],
    },
  ];
};

/** What the notices mean of the lots that are there is worked out, not written down. */
export async function insertDemoRecalls(tx: Tx, at: Instant, today: LocalDate): Promise<void> {
  const { notices: read } = readNotices(notices(today), 'Demonstration');
  const matched = await matchNotices(read, await ourLots(tx));
  for (const notice of read) {
    const ids = { next: <T extends string>(): T => stableId('recall-notice', notice.key) as T };
    const { id } = await keepNotice(tx, ids, { notice, personId: demoPersonId('ruth'), at });
    let n = 0;
    const matchIds = {
      next: <T extends string>(): T => stableId('recall-notice-match', `${notice.key}:${(n += 1)}`) as T,
    };
    await keepMatches(tx, matchIds, id, matched.get(notice.key) ?? []);
  }
}
