import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { gateTo, type Gate } from '../../../../../test/setup/redis-gate.js';
import { until } from '../../../../../test/setup/until.js';
import type { Tx } from '../database/database.js';
import { rows } from '../database/sql.js';
import { ATTEMPTS_LIMIT, Delivery } from './delivery.js';
import { Handlers, handlersByTopic, type Handler } from './handlers.js';
import { Outbox } from './outbox.js';
import { JobQueue } from './queue.js';
import { HANDED_LEASE_MS, Relay } from './relay.js';

let app: TestApp;
let gate: Gate;

/** The one topic of the platform, with an effect that can be counted and made to fail. */
let behave: () => Promise<void> = () => Promise.resolve();
const counted: Handler<'platform.tidied'> = {
  async handle(tx, message) {
    await tx.query('insert into effect (id) values ($1)', [message.id]);
    await behave();
  },
};

async function aMessage(also?: (tx: Tx) => Promise<void>): Promise<string> {
  const before = await ids();
  await app.database.transaction(async (tx) => {
    await app.get(Outbox).add(tx, 'platform.tidied', {});
    await also?.(tx);
  });
  const [id] = (await ids()).filter((one) => !before.includes(one));
  if (id === undefined) throw new Error('the message is not there');
  return id;
}
const ids = async (): Promise<string[]> =>
  (
    await rows<{ id: string }>(
      app.database.reader,
      `select id from outbox_message where topic = 'platform.tidied' order by id`,
    )
  ).map(({ id }) => id);
const effects = async (id: string): Promise<number> =>
  (await rows(app.database.reader, 'select 1 from effect where id = $1', [id])).length;
const state = async (id: string): Promise<{ done: boolean; stuck: boolean; attempts: number; handed: boolean }> => {
  const [row] = await rows<{ done: boolean; stuck: boolean; attempts: number; handed: boolean }>(
    app.database.reader,
    `select done_at is not null as done, stuck_at is not null as stuck, attempts, handed_at is not null as handed
     from outbox_message where id = $1`,
    [id],
  );
  if (!row) throw new Error('no such message');
  return row;
};
const done = (id: string) => async (): Promise<boolean> => (await state(id)).done;

describe('outbox', () => {
  beforeAll(async () => {
    gate = await gateTo(process.env.TEST_REDIS_URL ?? '');
    app = await startTestApp({ worker: 'inline', redisUrl: gate.url });
    await app.database.dataSource.query('create table effect (id uuid not null)');
    // What modules have to do in turn comes when it comes: here only the platform's own.
    await app.database.dataSource.query(`delete from schedule where topic <> 'platform.tidied'`);
  });
  afterAll(async () => {
    await app.close();
    await gate.close();
  });
  afterEach(() => {
    behave = () => Promise.resolve();
  });
  beforeAll(() => {
    app.get(Handlers).of = () => counted as ReturnType<Handlers['of']>;
  });

  describe('the outbox', () => {
    it('carries a message through the queue to its handler', async () => {
      const id = await aMessage();
      await until('the message is done', done(id));
      expect(await effects(id)).toBe(1);
    });

    it('holds nothing of a transaction that was rolled back', async () => {
      const before = await ids();
      await expect(aMessage(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await ids()).toEqual(before);
    });

    it('keeps messages while the queue is away, and delivers them when it is back', async () => {
      gate.shut();
      await until('the queue is noticed to be away', () => !app.get(JobQueue).isReady());
      const id = await aMessage();
      expect(await app.get(Relay).carry()).toBe(0);
      expect(await state(id)).toMatchObject({ done: false, handed: false });
      gate.open();
      await until('the message is done', done(id));
      expect(await effects(id)).toBe(1);
    });

    it('has one effect when a message is delivered by many at once', async () => {
      gate.shut();
      await until('the queue is away', () => !app.get(JobQueue).isReady());
      const id = await aMessage();
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => app.get(Delivery).run(id)));
      gate.open();
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      expect(await effects(id)).toBe(1);
    });

    it('delivers again what the queue took and forgot, and only after its time', async () => {
      gate.shut();
      await until('the queue is away', () => !app.get(JobQueue).isReady());
      const id = await aMessage();
      // As a relay leaves it that died between handing over and the end of the job, with a queue that lost its memory.
      await app.database.dataSource.query('update outbox_message set handed_at = $2 where id = $1', [
        id,
        app.clock.iso(),
      ]);
      gate.open();
      await until('the queue is back', () => app.get(JobQueue).isReady());
      expect(await app.get(Relay).carry()).toBe(0);
      app.clock.advance({ seconds: HANDED_LEASE_MS / 1000 });
      await until('the message is done', done(id));
      expect(await effects(id)).toBe(1);
    });

    it('has one effect when the relay dies after handing over and before saying so', async () => {
      const id = await aMessage();
      await until('the message is done', done(id));
      await app.get(JobQueue).add(id);
      await until('the queue is empty', async () => (await app.get(JobQueue).waiting()) === 0);
      expect(await app.get(Delivery).run(id)).toBe('not-mine');
      expect(await effects(id)).toBe(1);
    });

    it('tries a failing message again, later each time, and gives it to a person after the tenth', async () => {
      behave = () => Promise.reject(new Error('the printer is on fire'));
      const id = await aMessage();
      await until('it failed once', async () => (await state(id)).attempts === 1);
      for (let attempt = 2; attempt <= ATTEMPTS_LIMIT; attempt += 1) {
        expect(await state(id)).toMatchObject({ attempts: attempt - 1, stuck: false, done: false });
        app.clock.advance({ minutes: 15 });
        await app.get(Relay).carry();
        await until(`it failed ${attempt} times`, async () => (await state(id)).attempts === attempt);
      }
      expect(await state(id)).toMatchObject({ stuck: true, done: false });
      expect(await effects(id)).toBe(0);

      const administrator = await app.signedIn('administrator');
      const stuck = await administrator.get('/api/jobs/stuck').expect(200);
      expect(stuck.body).toMatchObject([{ id, topic: 'platform.tidied', attempts: ATTEMPTS_LIMIT }]);
      expect(JSON.stringify(stuck.body)).not.toContain('fire');
      behave = () => Promise.resolve();
      await administrator.post(`/api/jobs/stuck/${id}/release`).expect(204);
      await until('the message is done', done(id));
      expect(await effects(id)).toBe(1);
    });

    it('runs a job that comes round once, however many workers look', async () => {
      const before = await ids();
      app.clock.advance({ days: 1, minutes: 1 });
      await Promise.all(Array.from({ length: 4 }, () => app.get(Relay).startDueSchedules()));
      expect(await ids()).toHaveLength(before.length + 1);
    });
  });

  describe('an API whose queue is away', () => {
    it('starts, answers, accepts messages, and stops', async () => {
      const shut = await gateTo(process.env.TEST_REDIS_URL ?? '', false);
      const other = await startTestApp({ worker: 'inline', redisUrl: shut.url });
      const administrator = await other.signedIn('administrator');
      const ready = await administrator.get('/api/ready').expect(200);
      expect(ready.body).toEqual({ ready: true, database: 'ok', queue: 'away' });
      await other.database.transaction((tx) => other.get(Outbox).add(tx, 'platform.tidied', {}));
      await other.close();
      await shut.close();
    });
  });

  describe('handlersByTopic', () => {
    const of = (topic: string): { topic: string; handler: string } => ({ topic, handler: topic });
    it.each([
      ['a topic without a handler', ['a', 'b'], ['a'], /no handler for b/],
      ['a topic with two handlers', ['a'], ['a', 'a'], /2 handlers for a/],
      ['a handler for no topic', ['a'], ['a', 'z'], /a handler for z/],
    ])('refuses to start with %s', (_what, topics, found, words) => {
      expect(() => handlersByTopic(topics, found.map(of))).toThrow(words);
    });
  });
});
