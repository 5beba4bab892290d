import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderResponse } from '../../apps/api/src/modules/orders/orders.dto.js';
import type { WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { demoPatientId } from '../../apps/api/src/seed/demo-orders.js';
import { made } from '../e2e/bench.js';
import {
  approve,
  ceftriaxoneOrder,
  DECISIONS,
  NDC,
  packageCode,
  planned,
  sent,
  vancomycinOrder,
} from '../e2e/journey.js';
import { dispensed, labelled, readBack, verified } from '../e2e/release.js';
import { until } from '../setup/until.js';
import { DESK, Web, type Screen } from './web.js';
import { sign } from './work.js';

/**
 * A buyer's morning: half of the 250 mL bags of sodium chloride were put in quarantine overnight, three home patients are on vancomycin
 * in such bags for weeks, and one ceftriaxone bag of a lot that its maker recalls today has left.
 */
const FEED = path.resolve('reference-data/shortages/openfda_shortages_2026-06-19_subset.json');
const SALINE = 'sodium chloride 0.9 %';
const DEXTROSE = 'dextrose 5 %';
const CEFAZOLIN = '0409-0805-01';

let web: Web;
let buyer: Screen;
let pharmacist: Screen;
let bag: WorksheetRecord;

beforeAll(async () => {
  // The day after the one that the feed is of.
  web = await Web.open({ orders: true, at: '2026-06-20T14:00:00Z' });
  const { pharmacy } = web;
  const { id } = await pharmacy.lot(NDC.saline250, 'J4N377');
  await sent(pharmacy.maya.post(`/api/lots/${id}/quarantine`, { reason: 'Bags of this carton leak' }));
  for (const [mrn, intervalMinutes] of [
    ['D-1001', 480],
    ['D-1002', 360],
    ['D-1003', 720],
  ] as const) {
    const prescription = vancomycinOrder({
      patientId: demoPatientId(mrn),
      intervalMinutes,
      containers: 84,
      daysSupply: (84 * intervalMinutes) / 1440,
    });
    const order = await sent<OrderResponse>(pharmacy.jo.post('/api/orders', prescription), 201);
    await approve(pharmacy.maya, order.id, DECISIONS.vancomycin);
  }
  const one = ceftriaxoneOrder({ containers: 1, daysSupply: 1 });
  bag = await made('Hood 1', pharmacy.ana, await planned(pharmacy, one, DECISIONS.ceftriaxone));
  await verified(pharmacy.daniel, bag.id);
  await labelled(pharmacy.ana, bag);
  await dispensed(pharmacy.ana, await readBack(pharmacy.ana, bag));
  // The next minute: what runs short is worked out again.
  pharmacy.app.clock.advance({ minutes: 2 });
  buyer = await web.screen(DESK, 'buyers-morning/buyer');
  pharmacist = await web.screen(DESK, 'buyers-morning/pharmacist');
});
afterAll(() => web.close());

describe('the feed', () => {
  it('is imported by the buyer from its file and names what the pharmacy buys', async () => {
    await buyer.signIn('ruth');
    await buyer.open('/shortages');
    await buyer.shot('shortages-before');
    await buyer.field('Shortage feed file').setInputFiles(FEED);
    await buyer.text(/Feed of/).waitFor();
    await buyer.settled();
    await buyer.shot('shortages');
    await buyer.page.getByRole('row', { name: /vancomycin/ }).click();
    await buyer.heading(/vancomycin/);
    await buyer.settled();
    await buyer.shot('shortage-of-a-drug', { whole: true });
    await buyer.open('/shortages?tab=imports');
    await buyer.shot('shortage-imports');
    await buyer.expectSound();
  });
});

describe('tomorrow’s problem', () => {
  it('stands in the supply table with the day it begins and how many patients it hits', async () => {
    await buyer.open('/supply?filter=problem');
    const row = buyer.page.getByRole('row', { name: new RegExp(SALINE) });
    await row.waitFor();
    await buyer.settled();
    await buyer.shot('supply-problem');
    await buyer.open('/supply');
    await buyer.shot('supply');
    await row.getByRole('link', { name: SALINE }).click();
    await buyer.heading(SALINE);
    await buyer.settled();
    await buyer.shot('supply-drug', { whole: true });
    for (const name of ['Hale, Miriam', 'Varga, Elena'])
      await buyer.page.getByRole('row', { name: new RegExp(name) }).waitFor();
  });

  it('is tried with a lever', async () => {
    const levers = buyer.page.locator('.levers');
    await levers.getByRole('checkbox').first().check();
    await levers.getByText(/^Together:/).waitFor();
    await buyer.settled();
    await buyer.shot('supply-lever', { whole: true });
    await buyer.expectSound();
  });
});

describe('a substitution', () => {
  let number: string;

  it('is compared for every order and proposed by the buyer', async () => {
    await buyer.page.getByRole('link', { name: 'Substitute' }).click();
    await buyer.heading('New substitution');
    await buyer.field('Base solution to use').fill('dextr');
    await buyer.page.getByRole('option', { name: DEXTROSE }).click();
    await buyer.field(/^Why/).fill('Half of the 250 mL bags are in quarantine');
    await buyer.field(/^Shortage reference/).fill('FDA shortage list of 2026-06-19');
    await buyer.shot('substitution-new');
    await buyer.button('Compare every order').click();
    await buyer.heading(/^SUB-/);
    await buyer.settled();
    number = (await buyer.page.locator('main h1').innerText()).trim();
    await buyer.shot('substitution-compared', { whole: true });
    await buyer.button('Propose to a pharmacist').click();
    await buyer.text(`${number} is proposed. A pharmacist decides.`).waitFor();
    await buyer.settled();
    await buyer.shot('substitution-proposed');
    await buyer.expectSound();
  });

  it('is answered and approved once by a pharmacist', async () => {
    await pharmacist.signIn('daniel');
    await pharmacist.open('/review');
    await pharmacist.page.getByRole('link', { name: number }).waitFor();
    await pharmacist.shot('review-with-a-proposal');
    await pharmacist.page.getByRole('link', { name: number }).click();
    await pharmacist.heading(number);
    await pharmacist.settled();
    await pharmacist.shot('substitution-to-answer');
    await pharmacist.field('Limit').fill('336');
    await pharmacist.field('Reason').fill('Labeling names dextrose 5 % as well');
    await pharmacist.field('Source').fill('Vancomycin labeling in hand');
    await pharmacist.button('Keep the answers and compare again').click();
    await pharmacist.button('Approve for 3 orders').waitFor();
    await pharmacist.settled();
    await pharmacist.shot('substitution-ready', { whole: true });
    await pharmacist.button('Approve for 3 orders').click();
    await sign(pharmacist, 'Sign and approve', 'substitution-signature');
    await pharmacist.text(`${number} is in force.`).waitFor();
    await pharmacist.settled();
    await pharmacist.shot('substitution-approved');
    await pharmacist.expectSound();
  });
});

describe('what is to be bought', () => {
  let order: string;

  it('is ordered in two clicks and marked as sent', async () => {
    web.pharmacy.app.clock.advance({ minutes: 2 });
    await buyer.open('/supply');
    await buyer.field(`Choose ${DEXTROSE}`).check();
    await buyer.field(/^Choose cefazolin$/i).check();
    await buyer.button('Order 2 drugs').click();
    await buyer.button('Make draft orders').waitFor();
    await buyer.settled();
    await buyer.shot('reorder');
    await buyer.button('Make draft orders').click();
    await buyer.heading('Drafts are made');
    await buyer.shot('reorder-made');
    const drafts = buyer.page.getByRole('dialog').getByRole('link', { name: /^PO-/ });
    expect(await drafts.count()).toBe(2);
    await buyer.page
      .getByRole('dialog')
      .getByRole('listitem')
      .filter({ hasText: 'Wholesale' })
      .getByRole('link')
      .click();
    await buyer.heading(/^PO-/);
    await buyer.settled();
    order = (await buyer.page.locator('main h1').innerText()).trim();
    await buyer.shot('purchase-order-draft');
    await buyer.button('Mark as sent').click();
    await buyer.text(`${order} is sent and can be received.`).waitFor();
    await buyer.settled();
    await buyer.shot('purchase-order-sent');
    await buyer.open('/purchasing');
    await buyer.shot('purchasing');
    await buyer.expectSound();
  });

  it('is received by scan, each package with its serial number', async () => {
    await buyer.page.getByRole('row', { name: new RegExp(order) }).click();
    await buyer.heading(order);
    await buyer.page.getByRole('link', { name: 'Receive' }).click();
    await buyer.heading(`Receive ${order}`);
    await buyer.text('Nothing scanned yet').waitFor();
    await buyer.shot('receive-empty');
    const arrived = { ndc: CEFAZOLIN, lotNumber: 'CZ5102', expiresOn: '2027-12-31' };
    for (const serial of ['10000000017', '10000000018']) {
      await buyer.scan(packageCode(arrived, serial));
      await buyer.page.locator('.scan-last', { hasText: serial }).waitFor();
      await buyer.page.locator('.scan-box[data-state="ok"]').waitFor();
    }
    // The same package again is not one more.
    await buyer.scan(packageCode(arrived, '10000000018'));
    await buyer.text(/is counted already/).waitFor();
    await buyer.shot('receive-twice');
    await buyer.field('Put at').selectOption({ label: 'Shelf A' });
    await buyer.button('Take in').click();
    await buyer.heading(/^RCV-/);
    await buyer.settled();
    await buyer.shot('receipt', { whole: true });
    await buyer.expectSound();
  });
});

describe('a recall', () => {
  let number: string;

  it('is opened by the buyer with a scan, and holds what is left', async () => {
    await buyer.open('/recalls?tab=notices');
    await buyer.shot('recall-notices');
    await buyer.open('/recalls/new');
    await buyer.scan(await web.pharmacy.code(NDC.ceftriaxone2g, 'CFX2210'));
    await buyer.page.getByRole('row', { name: new RegExp(bag.csps[0]?.number ?? '') }).waitFor();
    await buyer.page.getByRole('radio', { name: /^Class I\b/ }).check();
    await buyer.field('Reason').fill('Particles in a vial, maker’s letter');
    await buyer.field(/^Source/).fill('Telephone call of the wholesaler');
    await buyer.settled();
    await buyer.shot('recall-before', { whole: true });
    await buyer.button('Open recall and hold').click();
    await buyer.heading(/^RCL-/);
    await buyer.settled();
    number = (await buyer.page.locator('main h1').innerText()).trim();
    await buyer.shot('recall-open', { whole: true });
  });

  it('has its work list worked off', async () => {
    const done = buyer.button('Done');
    for (let left = await done.count(); left > 0; left -= 1) {
      await done.first().click();
      await until('the item is closed', async () => (await done.count()) < left);
    }
    await buyer.text('Nothing is left to do here').waitFor();
    await buyer.shot('recall-worked');
    await buyer.expectSound();
  });

  it('is certified complete and closed by a pharmacist', async () => {
    await pharmacist.open('/recalls');
    await pharmacist.shot('recalls');
    await pharmacist.page.getByRole('row', { name: new RegExp(number) }).click();
    await pharmacist.heading(number);
    await pharmacist.button('Certify completeness').click();
    await sign(pharmacist, 'Sign', 'recall-certify');
    await pharmacist.button('Close recall').click();
    await pharmacist.field('How it ended').fill('The bag came back unused and is replaced');
    await sign(pharmacist, 'Sign and close', 'recall-close');
    await pharmacist.settled();
    await pharmacist.shot('recall-closed', { whole: true });
    await pharmacist.expectSound();
    await web.pharmacy.expectSoundBooks();
  });
});
