import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { moveStock, type AccountRef } from '#domain/stock';
import { zoneId } from '#domain/time';
import { Allocations } from '../../apps/api/src/modules/stock/allocations.js';
import type { LotId, MovementId } from '../../apps/api/src/modules/stock/ids.js';
import { checkLedger } from '../../apps/api/src/modules/stock/ledger-check.js';
import { StockLedger } from '../../apps/api/src/modules/stock/stock-ledger.js';
import { Ids } from '../../apps/api/src/platform/ids.js';
import { aLot, type StockOf } from '../factories/a-lot.js';
import { aDrug, aLocation, aProduct } from '../factories/a-product.js';
import { someWorksheetLines } from '../factories/a-worksheet-line.js';
import { startTestApp, type TestApp } from '../setup/app.js';
import { aSite } from '../setup/world.js';

const WORKERS = 8;
const STEPS = 30;
const PRODUCTS = 4;
const LOTS_OF_EACH = 3;
const PACKAGES_OF_EACH = 12;
const ZONE = zoneId('America/Chicago');
const WASTE: AccountRef = { kind: 'waste', subjectId: null };
const COUNT: AccountRef = { kind: 'count-difference', subjectId: null };

/** What may be refused when stock is scarce; anything else is a defect. */
const EXPECTED = new Set(['stock.not-enough', 'stock.not-allocated', 'stock.already-reversed', 'stock.not-reversible']);

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

let app: TestApp;
let world: StockOf;
let ledger: StockLedger;
let allocations: Allocations;
const ids = new Ids();
const lots: { id: LotId; productId: string }[] = [];
let products: string[];
let drugId: string;
let shelf: AccountRef;

type Random = (below: number) => number;
const actor = (): { personId: StockOf['personId'] } => ({ personId: world.personId });
const one = <T>(list: readonly T[], random: Random): T => list[random(list.length)] as T;

function move(
  reason: 'wasted' | 'counted' | 'opened' | 'discarded',
  lotId: string,
  quantity: string,
  [from, to]: readonly [AccountRef, AccountRef],
  forLine?: string,
): Promise<MovementId> {
  const transfers = [{ lotId, quantity: Quantity.of(quantity, 'mL'), from, to }];
  const movement = moveStock({
    reason,
    reference: { kind: 'test', id: ids.next() },
    effectiveAt: app.clock.now(),
    transfers,
  });
  return app.database.transaction((tx) =>
    ledger.post(tx, movement, { actor: actor(), ...(forLine !== undefined && { forLine }) }),
  );
}

/** A worksheet's life, or a piece of it: promise, open some of what was promised, take a step back, give the rest back. */
async function worksheet(random: Random): Promise<void> {
  const wanted = products.filter(() => random(2) === 0);
  const productIds = wanted.length > 0 ? wanted : [one(products, random)];
  const lines = await someWorksheetLines(app.database.reader, { personId: world.personId, drugId, productIds });
  const needs = lines.map((lineId, i) => ({ lineId, productId: productIds[i] ?? '', packages: 1 + random(3) }));
  const made = await app.database.transaction((tx) =>
    allocations.allocate(tx, { needs, at: app.clock.now(), zone: ZONE }),
  );
  for (const { lineId, lotId } of made.slice(0, random(made.length + 1))) {
    const container: AccountRef = { kind: 'open-container', subjectId: ids.next() };
    const opened = await move('opened', lotId, '2.5', [shelf, container], lineId);
    if (random(3) === 0)
      await app.database.transaction((tx) =>
        ledger.reverse(tx, opened, { actor: actor(), at: app.clock.now(), reason: 'undone', forLine: lineId }),
      );
    else if (random(2) === 0) await move('discarded', lotId, '1.25', [container, WASTE]);
  }
  if (random(4) > 0)
    await app.database.transaction((tx) => allocations.release(tx, { lineIds: lines, at: app.clock.now() }));
}

async function step(random: Random): Promise<void> {
  const lot = one(lots, random);
  const quantity = String(2.5 * (1 + random(4)));
  switch (random(4)) {
    case 0:
      return void (await move('wasted', lot.id, quantity, [shelf, WASTE]));
    case 1:
      return void (await move('counted', lot.id, quantity, [COUNT, shelf]));
    default:
      return worksheet(random);
  }
}

async function worker(seed: number, refused: string[]): Promise<void> {
  const random = numbers(seed);
  for (let n = 0; n < STEPS; n += 1)
    await step(random).catch((error: { code?: string }) => {
      if (error.code === undefined || !EXPECTED.has(error.code)) throw error;
      refused.push(error.code);
    });
}

describe('ledger under load', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aSite(app);
    ledger = app.get(StockLedger);
    allocations = app.get(Allocations);
    const { personId } = await app.signedIn('pharmacist');
    world = { database: app.database, ledger, personId };
    const locationId = await aLocation(app.database.reader);
    shelf = { kind: 'location', subjectId: locationId };
    ({ id: drugId } = await aDrug(app.database.reader));
    products = [];
    for (let p = 0; p < PRODUCTS; p += 1) {
      const product = await aProduct(app.database.reader, { drugId, content: '2.5' });
      products.push(product.id);
      for (let l = 0; l < LOTS_OF_EACH; l += 1) {
        const quantity = String(2.5 * PACKAGES_OF_EACH);
        const expiresOn = `2027-0${l + 1}-28`;
        lots.push({
          id: await aLot(world, { productId: product.id, locationId, quantity, expiresOn }),
          productId: product.id,
        });
      }
    }
  });
  afterAll(() => app.close());

  describe('the ledger under load', () => {
    it(`is whole after ${WORKERS * STEPS} commands from ${WORKERS} sides at once, and refuses only for want of stock`, async () => {
      const refused: string[] = [];
      await Promise.all(Array.from({ length: WORKERS }, (_, seed) => worker(seed + 1, refused)));
      const report = await checkLedger(app.database.reader);
      expect(report.mismatches).toEqual([]);
      expect(report.movements).toBeGreaterThan(WORKERS * STEPS);
      expect(report.allocations).toBeGreaterThan(100);
      expect(refused.filter((code) => code !== 'stock.not-enough')).toEqual([]);
    }, 60_000);

    it('is found out when a balance, a promise or an entry is not what it should be', async () => {
      // Whatever is left after the load: something lies there, and something is promised.
      const [lot] = lots;
      if (!lot) throw new TypeError('no lot');
      await move('counted', lot.id, '25', [COUNT, shelf]);
      const [lineId = ''] = await someWorksheetLines(app.database.reader, {
        personId: world.personId,
        drugId,
        productIds: [lot.productId],
      });
      const needs = [{ lineId, productId: lot.productId, packages: 1 }];
      await app.database.transaction((tx) => allocations.allocate(tx, { needs, at: app.clock.now(), zone: ZONE }));
      const broken = async (sql: string): Promise<string[]> => {
        const found: string[] = [];
        const undo = new Error('undo');
        await app.database
          .transaction(async (tx) => {
            await tx.query(sql);
            found.push(...(await checkLedger(tx)).mismatches.map((m) => m.check));
            throw undo;
          })
          .catch((error: unknown) => expect(error).toBe(undo));
        return [...new Set(found)];
      };
      expect(await broken(`update stock_balance set on_hand = on_hand + 1 where account_kind = 'location'`)).toEqual([
        'on hand equals the sum of entries',
        'balances after each entry form a chain',
      ]);
      expect(await broken(`update allocation set quantity = quantity + 1 where state = 'active'`)).toEqual([
        'allocated equals what is promised and not yet used',
      ]);
      expect(
        await broken(
          `alter table stock_entry disable trigger user; update stock_entry set balance_after = balance_after + 1 where line = 1`,
        ),
      ).toEqual(['balances after each entry form a chain']);
      expect(await broken(`update stock_balance set unit = 'mg'`)).toEqual([
        'a balance carries the marks of its account and the unit of its product',
      ]);
    });
  });
});
