import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Test } from 'supertest';
import type { WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { demoSupplierId } from '../../apps/api/src/seed/demo-purchasing.js';
import { stableId } from '../../apps/api/src/seed/stable-id.js';
import { Bench, made } from '../e2e/bench.js';
import {
  ceftriaxoneOrder,
  DECISIONS,
  drugId,
  fluorouracilOrder,
  NDC,
  type Pharmacy,
  planned,
  productId,
  sent,
  vancomycinOrder,
} from '../e2e/journey.js';
import { dispensed, labelled, readBack, verified } from '../e2e/release.js';
import { until } from '../setup/until.js';
import { DESK, TABLET, Web, type Screen, type Size } from './web.js';

/** A day's work lies about: something in every state, so that no screen is looked at empty only. */
const FENTANYL = '0409-9094-22';
let web: Web;
const at = {
  order: '',
  patient: '',
  lot: '',
  csp: '',
  formula: '',
  receipt: '',
  purchaseOrder: '',
  supplier: '',
  substitution: '',
  recall: '',
  count: '',
  controlled: '',
};
const worksheet = { toMake: '', making: '', made: '', verified: '', dispensed: '' };

beforeAll(async () => {
  web = await Web.open({ orders: true, at: '2026-06-20T14:00:00Z' });
  const { pharmacy } = web;
  const ceftriaxone = (): Promise<WorksheetRecord> =>
    planned(pharmacy, ceftriaxoneOrder({ containers: 1, daysSupply: 1 }), DECISIONS.ceftriaxone);
  const gone = await made('Hood 1', pharmacy.ana, await ceftriaxone());
  await verified(pharmacy.daniel, gone.id);
  await labelled(pharmacy.ana, gone);
  await dispensed(pharmacy.ana, await readBack(pharmacy.ana, gone));
  const checked = await made('Hood 2', pharmacy.ana, await ceftriaxone());
  await verified(pharmacy.daniel, checked.id);
  const waiting = await made(
    'Cabinet 1',
    pharmacy.ana,
    await planned(pharmacy, fluorouracilOrder(), DECISIONS.fluorouracil),
  );
  const begun = await Bench.at('Hood 1', pharmacy.ana, await ceftriaxone());
  await begun.until((s) => s.kind === 'draw');
  const next = await planned(pharmacy, vancomycinOrder(), DECISIONS.vancomycin);
  Object.assign(worksheet, {
    toMake: next.id,
    making: begun.record.id,
    made: waiting.id,
    verified: checked.id,
    dispensed: gone.id,
  });
  const open = await sent<{ items: { id: string; patient: { id: string } }[] }>(
    pharmacy.maya.get('/api/orders?state=received'),
  );
  at.order = open.items[0]?.id ?? '';
  at.patient = open.items[0]?.patient.id ?? '';
  at.lot = (await pharmacy.lot(NDC.ceftriaxone2g, 'CFX2210')).id;
  at.csp = gone.csps[0]?.id ?? '';
  at.formula = next.formula.id;
  await buyersDay(pharmacy);
});
afterAll(() => web.close());

/** What a buyer finds: the feed is read, an order came in part, a draft of a substitution, a recall, a count, figures of supply. */
async function buyersDay(pharmacy: Pharmacy): Promise<void> {
  const { ruth, maya } = pharmacy;
  const [{ id: location }] = await sent<[{ id: string }]>(ruth.get('/api/facility/locations'));
  Object.assign(at, {
    purchaseOrder: stableId('purchase-order', 'part'),
    supplier: demoSupplierId('Example Wholesale Co.'),
    receipt: stableId('receipt', 'demo-stranger'),
    controlled: productId(FENTANYL),
    substitution: await idOf(
      ruth.post('/api/substitutions', {
        kind: 'base',
        drugId: drugId('sodium chloride 0.9 %'),
        toDrugId: drugId('dextrose 5 %'),
        reason: 'Sodium chloride is short',
      }),
    ),
    recall: await idOf(
      maya.post('/api/recalls', {
        kind: 'class-2',
        reason: 'Particles in one vial',
        scope: { kind: 'product', subjectId: productId(NDC.potassium) },
      }),
    ),
    count: await idOf(ruth.post('/api/stock-counts', { scope: 'location', locationId: location })),
  });
  await sent(ruth.post('/api/shortages/imports/sample'), 201);
  pharmacy.app.clock.advance({ minutes: 2 });
  await until('the feed is read and supply is worked out', async () => {
    const { current } = await sent<{ current: unknown }>(ruth.get('/api/shortages/freshness'));
    const { items } = await sent<{ items: { computedAt: string | null }[] }>(ruth.get('/api/supply'));
    return current !== null && items.some(({ computedAt }) => computedAt !== null);
  });
}
const idOf = async (request: Test): Promise<string> => (await sent<{ id: string }>(request, 201)).id;

/** Who looks, at what, under which name the picture is kept. Addresses are asked for when the day's work is there. */
const SCREENS: readonly (readonly [who: string, name: string, address: () => string])[] = [
  ['maya', 'bench', () => '/bench'],
  ['maya', 'bench-progress', () => '/bench?tab=progress'],
  ['maya', 'bench-check', () => '/bench?tab=check'],
  ['maya', 'bench-label', () => '/bench?tab=label'],
  ['maya', 'bench-gather', () => `/bench/${worksheet.toMake}`],
  ['maya', 'bench-of-another', () => `/bench/${worksheet.making}`],
  ['ana', 'bench-on-another-tablet', () => `/bench/${worksheet.making}`],
  ['maya', 'bench-made', () => `/bench/${worksheet.made}`],
  ['maya', 'dispense', () => `/dispense/${worksheet.verified}`],
  ['maya', 'dispensed', () => `/dispense/${worksheet.dispensed}`],
  ['maya', 'verify', () => '/verify'],
  ['maya', 'verify-record', () => `/verify/${worksheet.made}`],
  ['maya', 'verify-signed', () => `/verify/${worksheet.dispensed}`],
  ['maya', 'review', () => '/review'],
  ['maya', 'review-order', () => `/review/${at.order}`],
  ['jo', 'orders', () => '/orders?tab=all'],
  ['jo', 'order-new', () => '/orders/new'],
  ['maya', 'order', () => `/orders/${at.order}`],
  ['maya', 'order-change', () => `/orders/${at.order}/change`],
  ['jo', 'patients', () => '/patients'],
  ['jo', 'patient-new', () => '/patients/new'],
  ['jo', 'patient', () => `/patients/${at.patient}`],
  ['jo', 'patient-edit', () => `/patients/${at.patient}/edit`],
  ['ruth', 'stock', () => '/stock'],
  ['ruth', 'stock-receive', () => '/stock/receive'],
  ['ruth', 'stock-product', () => `/stock/products/${productId(NDC.ceftriaxone2g)}`],
  ['ruth', 'stock-places', () => '/stock?tab=places'],
  ['ruth', 'stock-counts', () => '/stock?tab=counts'],
  ['ruth', 'stock-count', () => `/stock/counts/${at.count}`],
  ['maya', 'stock-open', () => '/stock?tab=open'],
  ['maya', 'stock-controlled', () => '/stock?tab=controlled'],
  ['maya', 'stock-controlled-product', () => `/stock/controlled/${at.controlled}`],
  ['ruth', 'stock-as-of', () => '/stock?tab=as-of'],
  ['ruth', 'stock-inventory', () => '/stock/inventory'],
  ['maya', 'stock-made', () => '/stock/made'],
  ['maya', 'stock-made-new', () => '/stock/made/new'],
  ['ruth', 'stock-receipt', () => `/stock/receipts/${at.receipt}`],
  ['ruth', 'stock-receive-order', () => `/stock/receive?order=${at.purchaseOrder}`],
  ['ruth', 'purchasing', () => '/purchasing'],
  ['ruth', 'purchase-order', () => `/purchasing/orders/${at.purchaseOrder}`],
  ['ruth', 'purchase-order-new', () => '/purchasing/orders/new'],
  ['ruth', 'suppliers', () => '/purchasing/suppliers'],
  ['ruth', 'supplier', () => `/purchasing/suppliers/${at.supplier}`],
  ['ruth', 'purchasing-exceptions', () => '/purchasing/exceptions'],
  ['ruth', 'supply', () => '/supply'],
  ['ruth', 'supply-drug', () => `/supply/drugs/${drugId('cefazolin')}`],
  ['ruth', 'shortages', () => '/shortages'],
  ['ruth', 'shortage-packages', () => '/shortages?tab=packages&ours=true'],
  ['ruth', 'shortage-notices', () => '/shortages?tab=notices'],
  ['ruth', 'shortage-names', () => '/shortages?tab=names'],
  ['ruth', 'shortage-imports', () => '/shortages?tab=imports'],
  ['ruth', 'shortage-drug', () => `/shortages/drugs/${drugId('carboplatin')}`],
  ['ruth', 'substitutions', () => '/substitutions'],
  ['ruth', 'substitution-new', () => `/substitutions/new?drugId=${drugId('cefazolin')}`],
  ['maya', 'substitution', () => `/substitutions/${at.substitution}`],
  ['ruth', 'recalls', () => '/recalls'],
  ['ruth', 'recall-notices', () => '/recalls?tab=notices'],
  ['ruth', 'recall-new', () => '/recalls/new'],
  ['maya', 'recall', () => `/recalls/${at.recall}`],
  ['ana', 'day-plan', () => '/bench/plan'],
  ['maya', 'formulas', () => '/formulas'],
  ['maya', 'formula', () => `/formulas/${at.formula}`],
  ['maya', 'formula-new', () => '/formulas/new'],
  ['maya', 'formula-edit', () => `/formulas/${at.formula}/edit`],
  ['maya', 'trace', () => '/trace'],
  ['maya', 'trace-search', () => '/trace?q=CFX'],
  ['maya', 'trace-lot', () => `/trace/lots/${at.lot}`],
  ['maya', 'trace-csp', () => `/trace/csps/${at.csp}`],
  ['maya', 'calculator-bud', () => '/calculators?tab=bud'],
  ['maya', 'calculator-dose', () => '/calculators?tab=dose'],
  ['maya', 'calculator-vials', () => '/calculators?tab=vials'],
  ['maya', 'calculator-code', () => '/calculators?tab=code'],
  ['alex', 'administration-people', () => '/administration?tab=people'],
  ['priya', 'administration-rooms', () => '/administration?tab=rooms'],
  ['priya', 'administration-stability', () => '/administration?tab=stability'],
  ['priya', 'administration-locations', () => '/administration?tab=locations'],
  ['alex', 'administration-site', () => '/administration?tab=site'],
  ['alex', 'administration-account', () => '/administration?tab=account'],
  ['maya', 'no-such-page', () => '/nowhere'],
];

/**
 * Both windows, both schemes. Structure and names are the same in both, colors differ by scheme alone (and are judged in the
 * light with all the rest).
 */
const LOOKS: readonly (readonly [look: string, size: Size, scheme: 'light' | 'dark', asked: 'all' | 'color'])[] = [
  ['1024-light', TABLET, 'light', 'all'],
  ['1280-dark', DESK, 'dark', 'color'],
];

/** Each look of the page that is open, without loading it again: what is wrong with it. */
async function faultsOf(screen: Screen, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [look, size, colorScheme, asked] of LOOKS) {
    await screen.page.emulateMedia({ colorScheme });
    await screen.page.setViewportSize(size);
    await screen.settled();
    await screen.shot(`${name}-${look}`);
    const wide = await screen.overflow();
    if (wide > 0) faults.push(`${look}: wider than the window by ${wide} px`);
    const found = await screen.violations(asked);
    faults.push(...found.map((fault) => `${look}: ${fault}`));
  }
  return [...faults, ...screen.faults().map((fault) => `console: ${fault}`)];
}

describe('every screen, light and dark, at 1280x800 and 1024x768, is accessible, whole and silent', () => {
  const screens = new Map<string, Screen>();
  const screenOf = async (who: string): Promise<Screen> => {
    const known = screens.get(who);
    if (known) return known;
    const screen = await web.screen(DESK, `screens/${who}`);
    screens.set(who, screen);
    await screen.signIn(who);
    return screen;
  };

  it.each(SCREENS)('for %s: %s', async (who, name, address) => {
    const screen = await screenOf(who);
    await screen.open(address());
    expect(await faultsOf(screen, name)).toEqual([]);
  });

  it('before anybody has signed in', async () => {
    const screen = await web.screen(DESK, 'screens/nobody');
    await screen.page.goto('/');
    await screen.button(/Ana Reyes/).waitFor();
    expect(await faultsOf(screen, 'sign-in')).toEqual([]);
  });

  it('when it is locked', async () => {
    const screen = await web.screen(DESK, 'screens/nobody');
    await screen.signIn('sam');
    await screen.button('Lock the screen').click();
    await screen.heading('Locked');
    expect(await faultsOf(screen, 'locked')).toEqual([]);
    await screen.field('Password').fill('demo');
    await screen.press('Enter');
    await screen.heading('Bench');
  });
});
