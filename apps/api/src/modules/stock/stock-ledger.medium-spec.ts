import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Quantity } from '#domain/quantity';
import { moveStock, type AccountRef, type MovementReason } from '#domain/stock';
import { zoneId } from '#domain/time';
import { aLot, type StockOf } from '../../../../../test/factories/a-lot.js';
import { aLocation, aProduct, type AProduct } from '../../../../../test/factories/a-product.js';
import { someWorksheetLines } from '../../../../../test/factories/a-worksheet-line.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { aSite } from '../../../../../test/setup/world.js';
import { Ids } from '../../platform/ids.js';
import { Allocations } from './allocations.js';
import type { LotId, MovementId } from './ids.js';
import { checkLedger } from './ledger-check.js';
import { StockLedger } from './stock-ledger.js';

const ZONE = zoneId('America/Phoenix');
const WASTE: AccountRef = { kind: 'waste', subjectId: null };
const COUNT: AccountRef = { kind: 'count-difference', subjectId: null };

let app: TestApp;
let world: StockOf;
let ledger: StockLedger;
let allocations: Allocations;
let product: AProduct;
let shelf: string;
const ids = new Ids();

const atShelf = (): AccountRef => ({ kind: 'location', subjectId: shelf });
const mL = (value: string): Quantity => Quantity.of(value, 'mL');

function move(
  reason: Exclude<MovementReason, 'reversed'>,
  lotId: LotId,
  quantity: string,
  from: AccountRef,
  to: AccountRef,
  forLine?: string,
): Promise<MovementId> {
  const reference = { kind: 'test', id: ids.next() };
  const transfers = [{ lotId, quantity: mL(quantity), from, to }];
  const movement = moveStock({ reason, reference, effectiveAt: app.clock.now(), transfers });
  const options = { actor: { personId: world.personId }, ...(forLine !== undefined && { forLine }) };
  return app.database.transaction((tx) => ledger.post(tx, movement, options));
}

const waste = (lotId: LotId, quantity: string): Promise<MovementId> =>
  move('wasted', lotId, quantity, atShelf(), WASTE);

async function balanceOf(lotId: LotId): Promise<{ onHand: string; allocated: string }> {
  const [row] = await app.database.reader.query<{ onHand: string; allocated: string }[]>(
    `select trim_scale(b.on_hand)::text as "onHand", trim_scale(b.allocated)::text as allocated
     from stock_balance b join stock_account a on a.id = b.account_id
     where b.lot_id = $1 and a.kind = 'location' and a.subject_id = $2`,
    [lotId, shelf],
  );
  return row ?? { onHand: 'none', allocated: 'none' };
}

const stateOf = async (lotId: LotId): Promise<string | undefined> =>
  (await app.database.reader.query<{ state: string }[]>('select state from lot where id = $1', [lotId]))[0]?.state;

const lineFor = async (...products: AProduct[]): Promise<string[]> =>
  someWorksheetLines(app.database.reader, {
    personId: world.personId,
    drugId: product.drugId,
    productIds: products.map((p) => p.id),
  });

const allocate = (lineId: string, packages: number, extra: object = {}): ReturnType<Allocations['allocate']> =>
  app.database.transaction((tx) =>
    allocations.allocate(tx, {
      needs: [{ lineId, productId: product.id, packages, ...extra }],
      at: app.clock.now(),
      zone: ZONE,
    }),
  );

const aLotHere = (quantity: string, more: { expiresOn?: string; state?: string } = {}): Promise<LotId> =>
  aLot(world, { productId: product.id, locationId: shelf, quantity, ...more });

describe('stock ledger', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aSite(app);
    ledger = app.get(StockLedger);
    allocations = app.get(Allocations);
    const { personId } = await app.signedIn('pharmacist');
    world = { database: app.database, ledger, personId };
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    product = await aProduct(app.database.reader);
    shelf = await aLocation(app.database.reader);
  });

  describe('StockLedger.post', () => {
    it('moves what leaves one account into another and writes the balance after each entry', async () => {
      const lot = await aLotHere('10');
      const id = await waste(lot, '2.5');
      expect(await balanceOf(lot)).toEqual({ onHand: '7.5', allocated: '0' });
      const entries = await app.database.reader.query(
        'select trim_scale(quantity)::text as quantity, trim_scale(balance_after)::text as after from stock_entry where movement_id = $1 order by line',
        [id],
      );
      expect(entries).toEqual([
        { quantity: '-2.5', after: '7.5' },
        { quantity: '2.5', after: '2.5' },
      ]);
    });

    it('refuses to take more than there is, says how much is missing, and changes nothing', async () => {
      const lot = await aLotHere('10');
      await expect(waste(lot, '10.5')).rejects.toMatchObject({
        code: 'stock.not-enough',
        options: { findings: [{ facts: { missing: '0.5 mL', onHand: '10 mL' } }] },
      });
      expect(await balanceOf(lot)).toEqual({ onHand: '10', allocated: '0' });
    });

    it('refuses to take what is promised to a worksheet', async () => {
      const lot = await aLotHere('3');
      const [line = ''] = await lineFor(product);
      await allocate(line, 2);
      await expect(waste(lot, '1.5')).rejects.toMatchObject({
        code: 'stock.not-enough',
        options: { findings: [{ facts: { promised: '2 mL', missing: '0.5 mL' } }] },
      });
      await waste(lot, '1');
      expect(await balanceOf(lot)).toEqual({ onHand: '2', allocated: '2' });
    });

    it('refuses a unit in which the product is not kept, as a mistake of the program', async () => {
      const lot = await aLotHere('3');
      const movement = moveStock({
        reason: 'wasted',
        reference: { kind: 'test', id: ids.next() },
        effectiveAt: app.clock.now(),
        transfers: [{ lotId: lot, quantity: Quantity.of('1', 'mg'), from: atShelf(), to: WASTE }],
      });
      const posted = app.database.transaction((tx) =>
        ledger.post(tx, movement, { actor: { personId: world.personId } }),
      );
      await expect(posted).rejects.toThrow(TypeError);
    });

    it('lets exactly 10 of 25 at once take one from 10, and the ledger agrees', async () => {
      const lot = await aLotHere('10');
      const outcomes = await Promise.allSettled(Array.from({ length: 25 }, () => waste(lot, '1')));
      const refused = outcomes.filter((o) => o.status === 'rejected').map((o) => (o.reason as { code?: string }).code);
      expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(10);
      expect(new Set(refused)).toEqual(new Set(['stock.not-enough']));
      expect(await balanceOf(lot)).toEqual({ onHand: '0', allocated: '0' });
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });

    it('makes an account once, however many use it first at the same moment', async () => {
      const lots = await Promise.all(Array.from({ length: 8 }, () => aLotHere('1')));
      const csp = { kind: 'csp', subjectId: ids.next() } as const;
      await Promise.all(lots.map((lot) => move('base-used', lot, '1', atShelf(), csp)));
      const accounts = await app.database.reader.query('select 1 from stock_account where subject_id = $1', [
        csp.subjectId,
      ]);
      expect(accounts).toHaveLength(1);
    });

    it('calls a lot depleted when the last of it has gone, and available when some is found', async () => {
      const lot = await aLotHere('2');
      await waste(lot, '1');
      expect(await stateOf(lot)).toBe('available');
      await waste(lot, '1');
      expect(await stateOf(lot)).toBe('depleted');
      await move('counted', lot, '1', COUNT, atShelf());
      expect(await stateOf(lot)).toBe('available');
    });

    it('keeps a lot available while an opened container still has some of it', async () => {
      const lot = await aLotHere('1');
      const container: AccountRef = { kind: 'open-container', subjectId: ids.next() };
      await move('opened', lot, '1', atShelf(), container);
      expect(await stateOf(lot)).toBe('available');
      await move('discarded', lot, '1', container, WASTE);
      expect(await stateOf(lot)).toBe('depleted');
    });
  });

  describe('StockLedger.reverse', () => {
    const reverse = (id: MovementId, forLine?: string): Promise<MovementId> =>
      app.database.transaction((tx) =>
        ledger.reverse(tx, id, {
          actor: { personId: world.personId },
          at: app.clock.now(),
          reason: 'scanned by mistake',
          ...(forLine !== undefined && { forLine }),
        }),
      );

    it('mirrors the movement and leaves it on record', async () => {
      const lot = await aLotHere('4');
      const id = await waste(lot, '3');
      await reverse(id);
      expect(await balanceOf(lot)).toEqual({ onHand: '4', allocated: '0' });
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });

    it('takes a movement back once, also when two try at the same moment', async () => {
      const lot = await aLotHere('4');
      const id = await waste(lot, '3');
      const outcomes = await Promise.allSettled([reverse(id), reverse(id)]);
      expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(reverse(id)).rejects.toMatchObject({ code: 'stock.already-reversed' });
      expect(await balanceOf(lot)).toEqual({ onHand: '4', allocated: '0' });
    });

    it('does not reverse a reversal', async () => {
      const lot = await aLotHere('4');
      const undone = await reverse(await waste(lot, '3'));
      await expect(reverse(undone)).rejects.toMatchObject({ code: 'stock.not-reversible' });
    });

    it('refuses when what is to come back has moved on', async () => {
      const lot = await aLotHere('4');
      const container: AccountRef = { kind: 'open-container', subjectId: ids.next() };
      const opened = await move('opened', lot, '1', atShelf(), container);
      await move('discarded', lot, '1', container, WASTE);
      await expect(reverse(opened)).rejects.toMatchObject({ code: 'stock.not-enough' });
    });

    it('promises to the line again what its reversed step had taken', async () => {
      const lot = await aLotHere('2');
      const [line = ''] = await lineFor(product);
      await allocate(line, 1);
      const container: AccountRef = { kind: 'open-container', subjectId: ids.next() };
      const opened = await move('opened', lot, '1', atShelf(), container, line);
      expect(await balanceOf(lot)).toEqual({ onHand: '1', allocated: '0' });
      await reverse(opened, line);
      expect(await balanceOf(lot)).toEqual({ onHand: '2', allocated: '1' });
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });
  });

  describe('Allocations', () => {
    it('promises whole packages, first expired first, over as many lots as it takes', async () => {
      const later = await aLotHere('5', { expiresOn: '2027-06-30' });
      const sooner = await aLotHere('2', { expiresOn: '2026-09-30' });
      const [line = ''] = await lineFor(product);
      const made = await allocate(line, 4);
      expect(made.map((a) => [a.lotId, a.packages])).toEqual([
        [sooner, 2],
        [later, 2],
      ]);
      expect(await balanceOf(sooner)).toEqual({ onHand: '2', allocated: '2' });
    });

    it('promises all or nothing, and says what is missing and why each lot was passed over', async () => {
      const good = await aLotHere('1');
      await aLotHere('5', { state: 'quarantine' });
      await aLotHere('5', { expiresOn: '2026-02-28' });
      const [line = ''] = await lineFor(product);
      await expect(allocate(line, 3)).rejects.toMatchObject({
        code: 'stock.not-enough',
        options: {
          findings: [
            { code: 'stock.not-enough', facts: { missing: '2' } },
            { code: 'lot.expired' },
            { code: 'lot.quarantined' },
          ],
        },
      });
      expect(await balanceOf(good)).toEqual({ onHand: '1', allocated: '0' });
    });

    it('passes over a lot that would cut the beyond-use date short, unless a pharmacist gave a reason', async () => {
      const short = await aLotHere('1', { expiresOn: '2026-03-05' });
      const [line = ''] = await lineFor(product);
      const usableUntil = app.clock.now() + 7 * 86_400_000;
      await expect(allocate(line, 1, { usableUntil })).rejects.toMatchObject({ code: 'stock.not-enough' });
      await allocate(line, 1, { usableUntil, overrideReason: 'starts tomorrow, 2 days only' });
      const [row] = await app.database.reader.query<{ lot_id: string; override_reason: string }[]>(
        'select lot_id, override_reason from allocation where worksheet_line_id = $1',
        [line],
      );
      expect(row).toEqual({ lot_id: short, override_reason: 'starts tomorrow, 2 days only' });
    });

    it('never promises from a quarantine location', async () => {
      const cage = await aLocation(app.database.reader, { kind: 'quarantine' });
      await aLot(world, { productId: product.id, locationId: cage, quantity: '5' });
      const [line = ''] = await lineFor(product);
      await expect(allocate(line, 1)).rejects.toMatchObject({ code: 'stock.not-enough' });
    });

    it('does not promise the same package to two lines of one worksheet', async () => {
      const lot = await aLotHere('3');
      const [one = '', two = ''] = await lineFor(product, product);
      const needs = [one, two].map((lineId) => ({ lineId, productId: product.id, packages: 2 }));
      const both = app.database.transaction((tx) =>
        allocations.allocate(tx, { needs, at: app.clock.now(), zone: ZONE }),
      );
      await expect(both).rejects.toMatchObject({ code: 'stock.not-enough' });
      expect(await balanceOf(lot)).toEqual({ onHand: '3', allocated: '0' });
    });

    it('over-allocates nothing and always takes the earliest when 30 run into a stock-out', async () => {
      const lots = [await aLotHere('4', { expiresOn: '2026-10-31' }), await aLotHere('6', { expiresOn: '2027-10-31' })];
      const lines = await lineFor(...Array.from({ length: 30 }, () => product));
      const outcomes = await Promise.allSettled(lines.map((line) => allocate(line, 1)));
      const made = outcomes.flatMap((o) => (o.status === 'fulfilled' ? o.value : []));
      expect(made).toHaveLength(10);
      expect(made.filter((a) => a.lotId === lots[0])).toHaveLength(4);
      const codes = outcomes.flatMap((o) => (o.status === 'rejected' ? [(o.reason as { code?: string }).code] : []));
      expect(new Set(codes)).toEqual(new Set(['stock.not-enough']));
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });

    it('gives back what was not used, once', async () => {
      const lot = await aLotHere('5');
      const [line = ''] = await lineFor(product);
      await allocate(line, 3);
      await move('base-used', lot, '1', atShelf(), { kind: 'csp', subjectId: ids.next() }, line);
      const release = (): Promise<{ rest: string }[]> =>
        app.database.transaction((tx) => allocations.release(tx, { lineIds: [line], at: app.clock.now() }));
      expect((await release()).map((r) => Number(r.rest))).toEqual([2]);
      expect(await release()).toEqual([]);
      expect(await balanceOf(lot)).toEqual({ onHand: '4', allocated: '0' });
      expect((await checkLedger(app.database.reader)).mismatches).toEqual([]);
    });

    it('refuses to take for a line what was not promised to it', async () => {
      const lot = await aLotHere('5');
      const [line = ''] = await lineFor(product);
      const csp: AccountRef = { kind: 'csp', subjectId: ids.next() };
      await expect(move('base-used', lot, '1', atShelf(), csp, line)).rejects.toMatchObject({
        code: 'stock.not-allocated',
      });
    });
  });

  describe('the database', () => {
    const refused = async (sql: string, parameters: unknown[] = []): Promise<unknown> =>
      app.database
        .transaction((tx) => tx.query(sql, parameters))
        .then(
          () => 'accepted',
          (error: { code?: string }) => error.code,
        );

    it.each(['stock_movement', 'stock_entry'])('refuses to change or delete a row of %s', async (table) => {
      await waste(await aLotHere('2'), '1');
      const column = table === 'stock_entry' ? 'unit' : 'note';
      expect(await refused(`update ${table} set ${column} = 'x'`)).not.toBe('accepted');
      expect(await refused(`delete from ${table}`)).not.toBe('accepted');
    });

    it('refuses a movement that does not balance, at commit', async () => {
      const lot = await aLotHere('2');
      const account = await app.database.transaction((tx) => ledger.accountFor(tx, 'location', shelf));
      const movement = ids.next();
      const unbalanced = app.database.transaction(async (tx) => {
        await tx.query(
          `insert into stock_movement (id, reason, reference_kind, reference_id, effective_at, recorded_at, actor_id)
         values ($1, 'wasted', 'test', $1, now(), now(), $2)`,
          [movement, world.personId],
        );
        await tx.query(`insert into stock_entry values ($1, 1, $2, $3, -1, 'mL', 1)`, [movement, account, lot]);
      });
      await expect(unbalanced).rejects.toMatchObject({ code: 'stock.out-of-balance' });
    });

    it('refuses a balance below zero and promises beyond what is there', async () => {
      const lot = await aLotHere('2');
      const set = (part: string): Promise<unknown> =>
        refused(`update stock_balance set ${part} where lot_id = $1 and account_kind = 'location'`, [lot]);
      expect(await set('on_hand = -1')).toBe('stock.never-below-zero');
      expect(await set('allocated = 3')).toBe('stock.promised');
    });

    it.each([
      [`update lot set state = 'gone'`, 'request.invalid'],
      [`update lot set lot_number = ' a'`, 'request.invalid'],
      [`update allocation set used = quantity + 1`, 'stock.not-allocated'],
      [`update allocation set state = 'gone'`, 'request.invalid'],
      [`update allocation set resolved_at = now() where state = 'active'`, 'request.invalid'],
      [`update stock_account set may_be_negative = true where kind = 'location'`, 'request.invalid'],
      [`update stock_account set kind = 'cellar'`, 'request.invalid'],
    ])('refuses %s', async (sql, code) => {
      await aLotHere('2');
      const [line = ''] = await lineFor(product);
      await allocate(line, 1);
      expect(await refused(sql)).toBe(code);
    });
  });
});
