import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aLot } from '../../../../../test/factories/a-lot.js';
import { aProduct } from '../../../../../test/factories/a-product.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';
import { StockLedger } from '../stock/stock-ledger.js';

let app: TestApp;
let designated: SignedIn;

let serial = 0;
const aRoom = (change: object = {}): object => ({
  name: `Room ${(serial += 1)}`,
  kind: 'iso7-buffer',
  certifiedUntil: '2026-08-31',
  active: true,
  ...change,
});
const aHood = (roomId: string, change: object = {}): object => ({
  roomId,
  name: `Hood ${(serial += 1)}`,
  kind: 'lafw',
  certifiedUntil: '2026-08-31',
  active: true,
  ...change,
});
const idOf = (answer: { body: { id: string } }): string => answer.body.id;
const add = async (path: string, body: object): Promise<string> =>
  idOf(await designated.post(`/api/facility/${path}`, body).expect(201));

describe('facility', () => {
  beforeAll(async () => {
    app = await startTestApp();
    ({ designatedPerson: designated } = await aPharmacyWith(app, { designatedPerson: true }));
  });
  afterAll(() => app.close());

  describe('rooms and hoods', () => {
    it('show what may be made in them today', async () => {
      const room = await add('rooms', aRoom());
      const hood = await add('hoods', aHood(room));
      const { body } = await designated.get('/api/facility/rooms').expect(200);
      const found = body.find((r: { id: string }) => r.id === room);
      expect(found).toMatchObject({ certificationCurrent: true, hoods: [{ id: hood, categoryHazardous: null }] });
      expect(found.hoods[0].category).toBeGreaterThanOrEqual(2);
    });

    it.each([
      ['2026-03-01', false, null],
      ['2026-03-02', true, 2],
    ])('certified until %s: current %s on 2 March', async (certifiedUntil, current, category) => {
      const room = await add('rooms', aRoom());
      const { body } = await designated.post('/api/facility/hoods', aHood(room, { certifiedUntil })).expect(201);
      expect(body).toMatchObject({ certificationCurrent: current, category });
    });

    it('are held to a lower category with the reason (CAT-09)', async () => {
      const room = await add('rooms', aRoom());
      const hood = await add('hoods', aHood(room));
      const limited = aRoom({ categoryLimit: 1, categoryLimitReason: 'pressure out of limits' });
      const { body } = await designated.put(`/api/facility/rooms/${room}`, limited).expect(200);
      expect(body.hoods).toMatchObject([{ id: hood, category: 1 }]);
    });

    it('need a reason for a lower category', async () => {
      const { body } = await designated.post('/api/facility/rooms', aRoom({ categoryLimit: 1 })).expect(400);
      expect(body).toMatchObject({ code: 'request.invalid' });
    });

    it('have names of their own', async () => {
      const room = aRoom();
      await add('rooms', room);
      expect((await designated.post('/api/facility/rooms', room).expect(409)).body.code).toBe('facility.name-taken');
      const id = await add('rooms', aRoom());
      const hood = aHood(id);
      await add('hoods', hood);
      expect((await designated.post('/api/facility/hoods', hood).expect(409)).body.code).toBe('facility.name-taken');
    });

    it('refuse a hood in a room that there is not, and a date that the calendar does not have', async () => {
      const nowhere = '0198f000-0000-7000-8000-000000000000';
      expect((await designated.post('/api/facility/hoods', aHood(nowhere)).expect(422)).body.code).toBe(
        'request.refers-to-nothing',
      );
      await designated.post('/api/facility/rooms', aRoom({ certifiedUntil: '2026-02-30' })).expect(400);
      await designated.put(`/api/facility/hoods/${nowhere}`, aHood(nowhere)).expect(404);
    });
  });

  describe('locations', () => {
    it('keep their storage while there is stock, and may be renamed', async () => {
      const shelf = { name: 'Shelf A', storage: 'CRT', kind: 'shelf', active: true };
      const locationId = await add('locations', shelf);
      const product = await aProduct(app.database.reader);
      const world = { database: app.database, ledger: app.get(StockLedger), personId: designated.personId };
      await aLot(world, { productId: product.id, locationId, quantity: '1' });
      const path = `/api/facility/locations/${locationId}`;
      expect((await designated.put(path, { ...shelf, storage: 'FRZ' }).expect(409)).body.code).toBe('facility.in-use');
      expect((await designated.put(path, { ...shelf, active: false }).expect(409)).body.code).toBe('facility.in-use');
      expect((await designated.put(path, { ...shelf, name: 'Shelf B' }).expect(200)).body.name).toBe('Shelf B');
    });
  });
});
