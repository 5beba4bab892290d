import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NDC } from '../e2e/journey.js';
import { DESK, Web, type Screen, TABLET } from './web.js';
import { approve, keyOrder, labelAndDispense, plan, Tablet, verify } from './work.js';

/**
 * The three prescriptions as the people would bring them to their patients: nurse, pharmacist, technician, second pharmacist.
 * Of the vancomycin bags 2 to 14 and labels 4 to 14 go over HTTP in the technician's own session, because they are the same
 * again; everything else is done at the screens.
 */
let web: Web;
let nurse: Screen;
let maya: Screen;
let daniel: Screen;
let hood: Screen;
beforeAll(async () => {
  web = await Web.open();
  nurse = await web.screen(DESK, 'make-one-bag/nurse');
  maya = await web.screen(DESK, 'make-one-bag/review');
  daniel = await web.screen(DESK, 'make-one-bag/verify');
  hood = await web.screen(TABLET, 'make-one-bag/bench');
});
afterAll(() => web.close());

describe('vancomycin, 14 bags for a home patient', () => {
  let order: string;
  let tablet: Tablet;

  it('is keyed by the nurse without a mouse', async () => {
    await nurse.page.goto('/');
    await nurse.button(/Jo Bennett/).waitFor();
    await nurse.shot('sign-in');
    await nurse.signIn('jo');
    order = await keyOrder(
      nurse,
      {
        patient: 'Hale, Miriam',
        drug: 'vancomycin',
        dose: '1250',
        base: { name: 'sodium chloride 0.9 %', volume: '250' },
        every: '12',
        over: '90',
        days: '7',
        storage: 'Refrigerator',
        device: 'Stationary',
        prescriber: 'Dr. L. Amari',
      },
      'vancomycin',
    );
    await nurse.text('vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL, IV every 12 h over 90 min').waitFor();
    await nurse.shot('order');
  });

  it('is reviewed and approved', async () => {
    await maya.signIn('maya');
    await approve(maya, order, { hours: '336', source: 'Labeling in hand', why: '14 days refrigerated' }, 'vancomycin');
  });

  it('is planned and claimed at the hood', async () => {
    await hood.signIn('ana');
    await plan(hood, order, 'vancomycin-gather');
    tablet = await Tablet.claim(hood, /Hood 1/);
    await hood.shot('vancomycin-first-step');
  });

  it('is made: the first bag at the screen', async () => {
    await tablet.ready();
    await hood.scan(await web.pharmacy.code(NDC.potassium, 'KC6651'));
    await hood.text(/Wrong drug: scanned potassium chloride/).waitFor();
    await hood.shot('vancomycin-wrong-drug');
    await tablet.until((s) => s.kind === 'reconstitute');
    await hood.shot('vancomycin-reconstitute');
    await tablet.until((s) => s.kind === 'draw');
    await hood.shot('vancomycin-draw');
    await tablet.until((s) => s.kind === 'base' && s.cspPosition === 2);
    await hood.shot('vancomycin-second-bag');
  });

  it('is made: thirteen bags alike over the same session, then counted and photographed at the screen', async () => {
    await tablet.bench.until((s) => s.kind === 'inspect');
    await tablet.ready();
    await hood.shot('vancomycin-inspect');
    await tablet.finish();
    await tablet.complete('vancomycin');
    await hood.expectSound();
  });

  it('is verified by the other pharmacist and next in the queue is nothing', async () => {
    await daniel.signIn('daniel');
    await verify(daniel, tablet.bench.record.number, 'vancomycin');
    await daniel.expectSound();
  });

  it('is labelled, read back and dispensed by the technician', async () => {
    await labelAndDispense(hood, tablet.bench.record.id, 'vancomycin');
  });

  it('is traced from its lot', async () => {
    await maya.open('/trace');
    await maya.scan(await web.pharmacy.code(NDC.vancomycin10g, 'VB2401'));
    await maya.text('VB2401').waitFor();
    await maya.settled();
    await maya.shot('trace-found');
    const { id } = await web.pharmacy.lot(NDC.vancomycin10g, 'VB2401');
    await maya.open(`/trace/lots/${id}`);
    const bags = maya.page.getByRole('row', { name: /CSP-\d{6}-.\s*vancomycin.*Dispensed.*Hale, Miriam/ });
    expect(await bags.count()).toBe(14);
    await maya.shot('trace-lot', { whole: true });
    await maya.page.getByRole('link', { name: tablet.bench.record.csps[0]?.number ?? '' }).click();
    for (const lot of ['VB2401', 'J4N201', 'W7850A']) await maya.page.getByRole('link', { name: lot }).waitFor();
    await maya.shot('trace-csp');
  });
});

describe('cefTRIAXone, 3 bags', () => {
  let order: string;
  let tablet: Tablet;

  it('is keyed, approved and planned', async () => {
    order = await keyOrder(
      nurse,
      {
        patient: 'Osei, Thomas',
        drug: 'cefTRIAXone',
        dose: '2 g',
        base: { name: 'sodium chloride 0.9 %', volume: '100' },
        every: '24',
        over: '30',
        days: '3',
        storage: 'Refrigerator',
        device: 'Gravity',
        prescriber: 'Dr. K. Brandt',
      },
      'ceftriaxone',
    );
    await approve(maya, order, { hours: '240', source: 'Labeling in hand', why: '10 days' }, 'ceftriaxone');
    await plan(hood, order, 'ceftriaxone-gather');
  });

  it('is made bag by bag at the screen, where an expired lot is refused', async () => {
    tablet = await Tablet.claim(hood, /Hood 2/);
    await tablet.until((s) => s.kind === 'open' && tablet.bench.line(s).ndc === NDC.ceftriaxone2g);
    await hood.scan(await web.pharmacy.code(NDC.ceftriaxone2g, 'CFX2105'));
    await hood.text(/Lot CFX2105 expired/).waitFor();
    await hood.shot('ceftriaxone-expired-lot');
    await tablet.finish();
    await tablet.complete('ceftriaxone');
  });

  it('is verified, labelled, read back and dispensed', async () => {
    await hood.signOut();
    await hood.signIn('sam');
    await verify(daniel, tablet.bench.record.number, 'ceftriaxone');
    await labelAndDispense(hood, tablet.bench.record.id, 'ceftriaxone');
  });
});

describe('fluorouracil over 46 h, a hazardous drug', () => {
  let order: string;
  let tablet: Tablet;

  it('is keyed by the dose per square meter, approved and planned', async () => {
    order = await keyOrder(
      nurse,
      {
        patient: 'Varga, Elena',
        drug: 'fluorouracil',
        perSquareMeter: '2400',
        continuous: true,
        over: '46 h',
        containers: '1',
        storage: 'Room',
        device: 'Ambulatory',
        prescriber: 'Dr. S. Iyer',
      },
      'fluorouracil',
    );
    await approve(maya, order, { hours: '72', source: 'Easypump studies', why: 'By analogy' }, 'fluorouracil');
    await plan(hood, order, 'fluorouracil-gather');
  });

  it('is made in the hazardous cabinet', async () => {
    expect(await hood.page.getByRole('radio', { name: /Hood 1/ }).isDisabled()).toBe(true);
    await hood.text(/Not allowed: This drug needs a containment hood/).waitFor();
    tablet = await Tablet.claim(hood, /Cabinet 1/);
    await tablet.finish();
    await tablet.complete('fluorouracil');
  });

  it('is verified, labelled, read back, dispensed, and the books balance', async () => {
    await verify(daniel, tablet.bench.record.number, 'fluorouracil');
    await labelAndDispense(hood, tablet.bench.record.id, 'fluorouracil');
    await web.pharmacy.expectSoundBooks();
  });
});
