import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { parse } from 'csv-parse/sync';
import { aDrug, aProduct } from '../../../../../test/factories/a-product.js';
import { aFeed, AGGREGATES, MEDIA, SAMPLE, zipOf, type Row } from '../../../../../test/factories/a-shortage-feed.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { aSite } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { Relay } from '../../platform/outbox/relay.js';
import { CHUNK_ROWS } from './staging.js';
import { shortagesOfDrugs } from './shortage-facts.js';

let app: TestApp;
let buyer: SignedIn;
let server: Server;
let answer: (reply: ServerResponse) => void = (reply) => void reply.writeHead(404).end();

const upload = (bytes: Buffer, query = '', key?: string): Promise<Response> =>
  buyer.photo(`/api/shortages/imports${query}`, bytes, MEDIA, key === undefined ? {} : { key }).then((r) => r);
const importOf = async (id: unknown): Promise<Row> =>
  (await buyer.get(`/api/shortages/imports/${String(id)}`).expect(200)).body as Row;
const list = async (query = ''): Promise<Row[]> =>
  ((await buyer.get(`/api/shortages?limit=200${query}`).expect(200)).body as { items: Row[] }).items;
const freshness = async (): Promise<{ current: Row | null; [name: string]: unknown }> =>
  (await buyer.get('/api/shortages/freshness').expect(200)).body;
const count = async (table: string): Promise<number> =>
  (await rows<{ n: number }>(app.database.reader, `select count(*)::int as n from ${table}`))[0]?.n ?? 0;
async function reach(at: string): Promise<void> {
  app.clock.set(at);
  buyer = await app.signedIn('buyer');
}
async function imported(bytes: Buffer, query = ''): Promise<Row> {
  app.clock.advance({ minutes: 1 });
  const begun = await upload(bytes, query);
  expect(begun.status).toBe(201);
  await app.drainOutbox();
  return importOf(begun.body.id);
}
const idOfDrug = (name: string): string => drugs.get(name)?.id ?? '';
const drugs = new Map<string, { id: string }>();

describe('shortages', () => {
  beforeAll(async () => {
    server = createServer((_request, reply) => answer(reply));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    app = await startTestApp({
      demo: true,
      at: '2026-06-20T14:00:00Z',
      env: { SHORTAGE_FEED_URL: `http://127.0.0.1:${port}/shortages.json?api_key=secret` },
    });
    await aSite(app);
    buyer = await app.signedIn('buyer');
  }, 30_000);
  afterAll(async () => {
    await app.close();
    await new Promise((closed) => server.close(closed));
  });
  beforeAll(async () => {
    for (const row of await rows<{ id: string; name: string }>(app.database.reader, 'select id, name from drug'))
      drugs.set(row.name, row);
    const { id } = await aProduct(app.database.reader, { drugId: idOfDrug('carboplatin'), name: 'Carboplatin 600 mg' });
    await app.database.reader.query(`update product set ndc = '60505-6282-6', ndc11 = '60505628206' where id = $1`, [
      id,
    ]);
  });

  describe('before the first feed', () => {
    it('nothing is shown, and nothing is old', async () => {
      expect(await freshness()).toMatchObject({ current: null, old: false, running: null, openNotices: 0 });
      expect(await list()).toEqual([]);
      expect((await buyer.get('/api/shortages/drugs').expect(200)).body).toEqual([]);
    });
  });

  describe('a file that is no feed', () => {
    it.each([
      ['is empty', '', /ends in the middle|empty/],
      ['is a web page', '<html>', /Line 1/],
      ['is of another format', '{"drugs": []}', /no list "results"/],
      ['has no rows', '{"meta": {}, "results": []}', /empty/],
      ['breaks off', '{"results": [{"a": 1},\n{"b"', /Line 2/],
      ['has a row that is no JSON', '{"results": [{"a": 1},\n\n{b: 2}]}', /Line 3, row 2/],
      ['is a page of a longer list', '{"meta": {"results": {"total": 9}}, "results": [{}]}', /8 rows are missing/],
      ['is a broken archive', 'PK\u0003\u0004 and nothing more', /zip archive/],
    ])('because it %s is refused whole', async (_what, text, words) => {
      const answer_ = await upload(Buffer.from(text));
      expect(answer_.status).toBe(422);
      expect(answer_.body).toMatchObject({ code: 'shortage.not-a-feed', detail: expect.stringMatching(words) });
    });

    it('because it is not UTF-8 is refused whole', async () => {
      const answer_ = await upload(Buffer.from([...Buffer.from('{"results": ["'), 0xff, 0xfe, ...Buffer.from('"]}')]));
      expect(answer_.body).toMatchObject({ code: 'shortage.not-a-feed', detail: expect.stringMatching(/UTF-8/) });
    });

    it('because it unpacks to more than the limit is refused whole', async () => {
      const answer_ = await upload(zipOf(Buffer.alloc(51 * 1024 * 1024, 0x20), { size: 10 }));
      expect(answer_.status).toBe(413);
    });

    it('because it is larger than 50 MB is refused unread', async () => {
      const begun = buyer.photo('/api/shortages/imports', Buffer.alloc(51 * 1024 * 1024, 0x20), MEDIA);
      expect((await begun).status).toBe(413);
    });

    it('in another media type is refused', async () => {
      await buyer.photo('/api/shortages/imports', Buffer.from('{}'), 'text/plain').expect(415);
      await buyer.post('/api/shortages/imports', { results: [] }).expect(415);
    });

    it('leaves nothing behind', async () => {
      expect(await count('shortage_import')).toBe(0);
      expect(await count('shortage_import_piece')).toBe(0);
    });
  });

  describe('an import that dies in the middle', () => {
    it('goes on where it stopped, shows nothing before it is whole, and reads no row twice', async () => {
      const sql = (text: string): Promise<unknown> => app.database.dataSource.query(text);
      await sql(`create table read_row (row_number int)`);
      await sql(`create function die() returns trigger language plpgsql as $$ begin
      if new.row_number = 350 and not exists (select 1 from read_row where row_number = 676) then raise exception 'power cut'; end if;
      return new; end $$`);
      await sql(`create function note_read() returns trigger language plpgsql as $$ begin
      insert into read_row values (new.row_number); return new; end $$`);
      await sql('create trigger note before insert on shortage_import_row for each row execute function note_read()');
      await sql('create trigger die after insert on shortage_import_row for each row execute function die()');
      const begun = await upload(SAMPLE, '?name=feed.json');
      expect(begun.status).toBe(201);
      expect(begun.body).toMatchObject({ state: 'queued', rowsTotal: 676, rowsDone: 0, lastUpdated: '2026-06-19' });
      await expect(app.drainOutbox()).rejects.toThrow('failed');

      expect(await importOf(begun.body.id)).toMatchObject({ state: 'running', rowsDone: 3 * CHUNK_ROWS });
      expect(await list()).toEqual([]);
      expect(await freshness()).toMatchObject({ current: null, running: { rowsDone: 3 * CHUNK_ROWS } });

      await sql('drop trigger die on shortage_import_row');
      app.clock.advance({ seconds: 5 });
      await app.drainOutbox();
      expect(await importOf(begun.body.id)).toMatchObject({
        ...{
          state: 'done',
          rowsDone: 676,
          rowsRefused: 0,
          rowsNew: 676,
          rowsChanged: 0,
          rowsGone: 0,
          origin: 'feed.json',
        },
      });
      expect(await rows(app.database.reader, 'select row_number from read_row group by 1 having count(*) > 1')).toEqual(
        [],
      );
      await sql('drop trigger note on shortage_import_row');
      expect(await count('shortage_import_piece')).toBe(0);
      expect(await count('shortage_import_row')).toBe(0);
    });
  });

  describe('the picture', () => {
    it('counts as the published counts say', async () => {
      const found = await rows<Row>(
        app.database.reader,
        `select generic_name as name, count(*)::int as rows, count(distinct package_ndc)::int as packages,
         max(updated_on) as latest from shortage_item group by 1`,
      );
      const wrong = AGGREGATES.filter(({ input, expected }) => {
        const row = found.find((one) => one['name'] === input.generic_name);
        return (
          row?.['rows'] !== expected.rows ||
          row['packages'] !== expected.distinct_package_ndcs ||
          row['latest'] !== expected.latest_update
        );
      });
      expect(wrong).toEqual([]);
      expect(AGGREGATES).toHaveLength(20);
    });

    it('finds our drugs by NDC and by ingredient, and no mixture', async () => {
      const ours = await list('&ours=true');
      expect(new Set(ours.map((row) => row['drugName']))).toEqual(
        new Set([
          ...['vancomycin', 'CARBOplatin', 'gemcitabine', 'heparin', 'piperacillin and tazobactam'],
          ...['dextrose 5 %', 'sodium chloride 0.9 %', 'sterile water for injection'],
        ]),
      );
      const product = ours.filter((row) => row['productId'] !== null && row['drugName'] === 'CARBOplatin');
      expect(product.map((row) => [row['packageNdc'], row['matchedBy'], row['status']].join(' ')).toSorted()).toEqual([
        '60505-6282-6 ndc current',
        '60505-6282-6 ndc to-be-discontinued',
      ]);
      expect(ours.filter((row) => row['matchedBy'] === 'product-ndc').map((row) => row['packageNdc'])).toContain(
        '60505-6282-7',
      );
    });

    it('judges each package, never the drug as one', async () => {
      const { body } = await buyer.get(`/api/shortages/drugs/${idOfDrug('carboplatin')}`).expect(200);
      expect(body.summary).toMatchObject({ packages: 19, worstOfOurs: 'unavailable', ourPackages: 1 });
      expect(Object.values<number>(body.summary.byStanding).reduce((a, b) => a + b)).toBe(19);
      expect(body.packages).toHaveLength(22);
      expect(body.packages[0]).toMatchObject({ productName: expect.stringContaining('600 mg') });
      const facts = (await shortagesOfDrugs(app.database.reader, [idOfDrug('carboplatin'), idOfDrug('heparin')])).get(
        idOfDrug('carboplatin'),
      );
      expect(facts?.available.length).toBe(body.summary.byStanding.available);
      expect(facts?.available.map((one) => one.packageNdc)).not.toContain('60505-6282-6');
    });

    it.each([
      ['q=teva', (row: Row) => /teva/i.test(JSON.stringify(row))],
      ['q=60505628206', (row: Row) => row['packageNdc'] === '60505-6282-6'],
      ['status=resolved', (row: Row) => row['status'] === 'resolved'],
      ['standing=limited', (row: Row) => row['standing'] === 'limited'],
      ['q=%25', () => true],
    ])('is filtered by %s', async (query, fits) => {
      const found = await list(`&${query}`);
      expect(found.every(fits)).toBe(true);
      expect(found.length).toBeGreaterThan(0);
    });

    it('is read page by page, each package once', async () => {
      const seen: unknown[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await buyer.get(`/api/shortages?limit=150${cursor && `&cursor=${cursor}`}`).expect(200);
        seen.push(...page.body.items.map((row: Row) => row['id']));
        cursor = page.body.next as string | null;
      }
      expect(new Set(seen).size).toBe(676);
      expect(seen).toHaveLength(676);
    });

    it('tells its age: fresh to the seventh day, old from the eighth', async () => {
      await reach('2026-06-26T20:00:00Z');
      expect(await freshness()).toMatchObject({ ageDays: 7, old: false });
      await reach('2026-06-27T06:00:00Z');
      expect(await freshness()).toMatchObject({ ageDays: 8, old: true });
    });

    it('gives one notice for each of our drugs and kind', async () => {
      const { body } = await buyer.get('/api/shortages/notices').expect(200);
      const told = body.items.map((one: Row) => `${String(one['drugName'])} ${String(one['kind'])}`).toSorted();
      expect(told).toContain('CARBOplatin new');
      expect(told).toContain('CARBOplatin discontinued');
      expect(new Set(told).size).toBe(told.length);
      expect(await freshness()).toMatchObject({ openNotices: told.length });
    });
  });

  describe('the same file again', () => {
    it('is nothing new', async () => {
      const again = await upload(SAMPLE);
      expect(again.body).toMatchObject({ already: true, state: 'done' });
      expect(await count('shortage_import')).toBe(1);
    });

    it('by five people at once is one import', async () => {
      const file = aFeed('2026-06-20');
      const answers = await Promise.all(Array.from({ length: 5 }, () => upload(file)));
      const taken = answers.filter(({ status }) => status === 201);
      expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
      expect(new Set(taken.map(({ body }) => body.id)).size).toBe(1);
      expect(taken.filter(({ body }) => body.already === false)).toHaveLength(1);
      await app.drainOutbox();
    });

    it('after a lost reply is the first answer, and what it does not change is no change', async () => {
      const [changes, notices] = [await count('shortage_change'), await count('shortage_notice')];
      const key = 'the-same-key';
      const first = await upload(aFeed('2026-06-21'), '', key);
      const second = await upload(aFeed('2026-06-21'), '', key);
      expect(second.body).toEqual(first.body);
      expect((await upload(aFeed('2026-06-22'), '', key)).body.code).toBe('request.key-reused');
      await app.drainOutbox();
      expect(await importOf(first.body.id)).toMatchObject({ state: 'done', rowsNew: 0, rowsChanged: 0, rowsGone: 0 });
      expect([await count('shortage_change'), await count('shortage_notice')]).toEqual([changes, notices]);
    });
  });

  describe('a newer file', () => {
    const isOurs = (row: Row): boolean => row['package_ndc'] === '60505-6282-6' && row['status'] === 'Current';
    it('switches over with what changed, field by field, and tells what matters', async () => {
      const before = await count('shortage_notice');
      const done = await imported(
        aFeed('2026-06-24', (all) =>
          all
            .filter((row) => row['generic_name'] !== 'Sterile Water Injection')
            .map((row) => (isOurs(row) ? { ...row, availability: 'Avaliable' } : row)),
        ),
      );
      expect(done).toMatchObject({ state: 'done', rowsNew: 0, rowsChanged: 1, rowsGone: 5 });
      const { body } = await buyer.get(`/api/shortages/drugs/${idOfDrug('carboplatin')}`).expect(200);
      expect(body.history.slice(0, 2)).toMatchObject([
        { packageNdc: '60505-6282-6', field: 'availability', before: 'unavailable', after: 'available' },
        { packageNdc: '60505-6282-6', field: 'availabilityText', before: 'Unavailable', after: 'Avaliable' },
      ]);
      const notices = (await buyer.get('/api/shortages/notices').expect(200)).body.items as Row[];
      expect(
        notices
          .slice(0, 2)
          .map((one) => [one['drugName'], one['kind'], one['ours']].join(' '))
          .toSorted(),
      ).toEqual(['CARBOplatin better true', 'sterile water for injection resolved false']);
      expect(await count('shortage_notice')).toBe(before + 2);
      expect(await list('&q=Sterile%20Water%20Injection')).toEqual([]);
      const gone = await buyer.get(`/api/shortages/drugs/${idOfDrug('sterile water for injection')}`).expect(200);
      expect(gone.body).toMatchObject({
        summary: null,
        packages: Array.from({ length: 5 }, () => ({ goneAt: expect.any(String) })),
      });
    });

    it('brings back what had gone, as one package with one history', async () => {
      expect(await imported(aFeed('2026-06-25'))).toMatchObject({ rowsNew: 5, rowsChanged: 1, rowsGone: 0 });
      const { body } = await buyer.get(`/api/shortages/drugs/${idOfDrug('sterile water for injection')}`).expect(200);
      expect(body.history.map((row: Row) => row['after']).join(' ')).toBe(
        [...Array(5).fill('yes'), ...Array(5).fill('no'), ...Array(5).fill('yes')].join(' '),
      );
      expect(await count('shortage_item')).toBe(676);
    });

    it('keeps a package whose row is damaged, and names row, line and reason', async () => {
      const done = await imported(
        aFeed('2026-06-26', (all) => [
          ...all.map((row, at) => (at === 4 ? { ...row, status: 5 } : at === 5 ? 'nothing' : row)),
          ...all.slice(0, 1),
        ]),
      );
      expect(done).toMatchObject({ state: 'done', rowsTotal: 677, rowsRefused: 2, rowsGone: 1 });
      expect(done['refused']).toMatchObject([
        { rowNumber: 5, line: 1, ndc: expect.any(String), reason: expect.stringContaining('status') },
        { rowNumber: 6, line: 1, ndc: null, reason: 'the row is not an object' },
      ]);
    });

    it('that says two things about one package: the newer word counts and the other is named', async () => {
      const done = await imported(
        aFeed('2026-06-27', (all) => [
          ...all,
          ...all.filter(isOurs).map((row) => ({ ...row, update_date: '01/01/2020', availability: 'Available' })),
        ]),
      );
      expect(done).toMatchObject({ rowsRefused: 1, refused: [{ rowNumber: 677, ndc: '60505-6282-6' }] });
      expect((await list('&q=60505-6282-6&status=current'))[0]).toMatchObject({ availability: 'unavailable' });
    });

    it('of which more than a tenth cannot be read changes nothing', async () => {
      const done = await imported(aFeed('2026-06-28', (all) => all.map((row, at) => (at % 9 === 0 ? 0 : row))));
      expect(done).toMatchObject({ state: 'failed', error: expect.stringContaining('another format') });
      expect((await freshness()).current).toMatchObject({ lastUpdated: '2026-06-27' });
      expect(await count('shortage_import_row')).toBe(0);
    });

    it('that would empty the list changes nothing, unless a person insists', async () => {
      const part = aFeed('2026-06-28', (all) => all.slice(0, 100));
      expect(await imported(part)).toMatchObject({ state: 'failed', error: expect.stringContaining('whole feed') });
      expect(await imported(part, '?force=true')).toMatchObject({ state: 'done' });
      expect(await imported(aFeed('2026-06-28'))).toMatchObject({ state: 'done' });
    });
  });

  describe('an older file', () => {
    it('is refused, and so is one without a day; forced it is taken', async () => {
      const older = aFeed('2026-06-27', (all) => all.toReversed());
      expect((await upload(older)).body).toMatchObject({ code: 'shortage.older', status: 409 });
      expect((await upload(aFeed(undefined))).body).toMatchObject({ code: 'shortage.older' });
      expect(await imported(older, '?force=true')).toMatchObject({ state: 'done', lastUpdated: '2026-06-27' });
    });

    it('that was asked for before a newer one, and is read after it, does not win', async () => {
      const [early, late] = [await upload(aFeed('2026-06-28')), await upload(aFeed('2026-06-29'))];
      await app.database.dataSource.query(
        `update outbox_message set due_at = due_at + interval '1 hour' where done_at is null and payload->>'importId' = $1`,
        [early.body.id],
      );
      await app.drainOutbox();
      await reach('2026-06-30T08:00:00Z');
      await app.drainOutbox();
      expect(await importOf(late.body.id)).toMatchObject({ state: 'done' });
      expect(await importOf(early.body.id)).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('2026-06-29'),
      });
    });
  });

  describe('the feed from its address', () => {
    const fetched = async (): Promise<Row> => {
      const begun = await buyer.post('/api/shortages/imports/fetch', {}).expect(201);
      await app.drainOutbox();
      return importOf(begun.body.id);
    };

    it('is fetched, also as the archive that openFDA offers, and its key is shown to nobody', async () => {
      answer = (reply) => void reply.end(zipOf(aFeed('2026-06-30')));
      const done = await fetched();
      expect(done).toMatchObject({ state: 'done', lastUpdated: '2026-06-30', source: 'address' });
      expect(JSON.stringify(done)).not.toContain('secret');
    });

    it.each([
      ['an error', (reply: ServerResponse) => void reply.writeHead(500).end('no'), /answered 500/],
      ['a web page', (reply: ServerResponse) => void reply.end('<html>'), /Line 1/],
      ['a broken answer', (reply: ServerResponse) => void reply.destroy(), /cannot be reached/],
      [
        'more than it may',
        (reply: ServerResponse) => {
          reply.writeHead(200, { 'content-length': String(60 * 1024 * 1024) });
          reply.flushHeaders();
        },
        /50 MB/,
      ],
    ])('that answers with %s changes nothing, and says so', async (_what, how, words) => {
      answer = how;
      expect(await fetched()).toMatchObject({ state: 'failed', error: expect.stringMatching(words) });
      expect((await freshness()).current).toMatchObject({ lastUpdated: '2026-06-30' });
    });

    it('is asked for once a day', async () => {
      answer = (reply) => void reply.end(aFeed('2026-07-01'));
      await reach('2026-07-01T15:00:00Z');
      await Promise.all([app.get(Relay).startDueSchedules(), app.get(Relay).startDueSchedules()]);
      await app.drainOutbox();
      expect((await freshness()).current).toMatchObject({ lastUpdated: '2026-07-01', requestedBy: null });
    });
  });

  describe('what people say', () => {
    const NAME = 'Heparin Sodium Injection';
    const drugOf = async (): Promise<unknown[]> => [
      ...new Set((await list(`&q=${encodeURIComponent(NAME)}`)).map((row) => row['drugId'])),
    ];

    it('that a name is none of ours, or another drug, holds over imports until it is taken back', async () => {
      await buyer.post('/api/shortages/names', { genericName: NAME }).expect(200);
      expect(await drugOf()).toEqual([null]);
      await imported(aFeed('2026-07-02'));
      expect(await drugOf()).toEqual([null]);
      const vancomycin = idOfDrug('vancomycin');
      const { body } = await buyer.post('/api/shortages/names', { genericName: NAME, drugId: vancomycin }).expect(200);
      expect(body.items).toMatchObject([{ genericName: NAME, decision: 'ours', drugId: vancomycin }]);
      expect(await drugOf()).toEqual([vancomycin]);
      await buyer.post('/api/shortages/names/removal', { genericName: NAME }).expect(204);
      expect(await drugOf()).toEqual([idOfDrug('heparin')]);
    });

    it('about a name or a drug that does not exist is refused', async () => {
      await buyer.post('/api/shortages/names', { genericName: 'Moonshine' }).expect(404);
      await buyer.post('/api/shortages/names', { genericName: NAME, drugId: buyer.personId }).expect(422);
      await buyer.post('/api/shortages/names/removal', { genericName: NAME }).expect(404);
    });

    it('is not needed for a drug that was added since: it is found when asked', async () => {
      const furosemide = await aDrug(app.database.reader, { name: 'furosemide' });
      expect((await list('&q=furosemide')).every((row) => row['drugId'] === null)).toBe(true);
      await buyer.post('/api/shortages/matches').expect(204);
      expect((await list('&q=furosemide')).filter((row) => row['drugId'] === furosemide.id)).toHaveLength(17);
    });

    it('of a notice is who saw it first, also when two do at once', async () => {
      const [newest] = (await buyer.get('/api/shortages/notices?limit=1').expect(200)).body.items as { id: string }[];
      const other = await app.signedIn('pharmacist');
      const path = `/api/shortages/notices/${newest?.id}/acknowledgment`;
      const both = await Promise.all([buyer.post(path).expect(200), other.post(path).expect(200)]);
      expect(new Set(both.map(({ body }) => body.acknowledgedBy)).size).toBe(1);
      const left = await freshness();
      const { body } = await buyer.post(`/api/shortages/notices/${newest?.id}/acknowledgment-of-all`).expect(200);
      expect(body.acknowledged).toBe(left['openNotices']);
      expect(await freshness()).toMatchObject({ openNotices: 0 });
    });

    it('is for who may: a technician sees, a nurse does not', async () => {
      const technician = await app.signedIn('technician');
      await technician.get('/api/shortages').expect(200);
      await technician.post('/api/shortages/imports/fetch', {}).expect(403);
      await technician.post('/api/shortages/names', { genericName: NAME }).expect(403);
      await (await app.signedIn('nurse')).get('/api/shortages').expect(403);
    });
  });

  describe('the file for a spreadsheet', () => {
    it('has every row of the filter, and no formula of a stranger', async () => {
      await imported(
        aFeed('2026-07-03', (all) => [
          ...all,
          {
            ...all[0],
            package_ndc: '99999-001-01',
            company_name: '=HYPERLINK("http://x","y")',
            presentation: '@SUM(1)',
          },
        ]),
      );
      const { text, headers } = await buyer.get('/api/shortages/export.csv').expect(200);
      expect(headers['content-type']).toContain('text/csv');
      const read = parse(text, { bom: true, columns: true }) as Record<string, string>[];
      expect(read).toHaveLength(677);
      const strange = read.find((row) => row['NDC'] === '99999-001-01');
      expect(strange).toMatchObject({ Company: `'=HYPERLINK("http://x","y")`, Presentation: `'@SUM(1)` });
      const some = await buyer.get('/api/shortages/export.csv?q=carboplatin&status=current').expect(200);
      expect(parse(some.text, { bom: true, columns: true })).toHaveLength(18);
    });
  });
});
