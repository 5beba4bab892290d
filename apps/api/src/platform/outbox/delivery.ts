import { Injectable } from '@nestjs/common';
import { formatInstant, instant, MINUTE_MS } from '#domain/time';
import { systemActor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { Database, type Tx } from '../database/database.js';
import { affected, rows } from '../database/sql.js';
import { notFound } from '../http/problem.js';
import { describeError, Log } from '../log.js';
import { Handlers, type Message } from './handlers.js';
import type { Topic } from './topics.js';

/** After so many failures a message waits for a person. */
export const ATTEMPTS_LIMIT = 10;
const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 15 * MINUTE_MS;

/** 2 s, 4 s, 8 s ... at most 15 min. @param failures so far, from 1 */
export const delayAfter = (failures: number): number =>
  Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));

export type Outcome = 'done' | 'not-mine' | 'failed' | 'stuck';

interface MessageRow {
  readonly id: string;
  readonly topic: Topic;
  readonly payload: never;
  readonly attempts: number;
}

/** Runs a delivered message: to its end exactly once, however often and wherever it is delivered. */
@Injectable()
export class Delivery {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly handlers: Handlers,
    private readonly log: Log,
  ) {}

  async run(id: string): Promise<Outcome> {
    const message = await this.find(id);
    if (!message) return 'not-mine';
    const begun = performance.now();
    try {
      const handler = this.handlers.of(message.topic);
      const prepared = await handler.prepare?.(message);
      const done = await this.db.transaction(async (tx) => {
        if (!(await this.claim(tx, id))) return false;
        await handler.handle(tx, message, prepared);
        return true;
      });
      this.log.info(
        { job: message.topic, id, attempt: message.attempt, ms: Math.round(performance.now() - begun) },
        'job',
      );
      return done ? 'done' : 'not-mine';
    } catch (error) {
      this.log.error({ job: message.topic, id, attempt: message.attempt, ...describeError(error) }, 'job failed');
      return this.failed(id, error);
    }
  }

  /** Gives a stuck message another round of attempts. */
  async release(tx: Tx, id: string): Promise<void> {
    const released = await affected(
      tx,
      `update outbox_message set stuck_at = null, attempts = 0, handed_at = null, due_at = $2
       where id = $1 and stuck_at is not null and done_at is null`,
      [id, formatInstant(this.clock.now())],
    );
    if (released === 0) throw notFound('stuck message', id);
  }

  private async find(id: string): Promise<Message<Topic> | undefined> {
    const [row] = await rows<MessageRow>(
      this.db.reader,
      'select id, topic, payload, attempts from outbox_message where id = $1 and done_at is null and stuck_at is null',
      [id],
    );
    if (!row) return undefined;
    const actor = systemActor(`outbox:${row.topic}`, row.id);
    return { id: row.id, topic: row.topic, payload: row.payload, attempt: row.attempts + 1, actor };
  }

  /**
   * Marks the message done, in the transaction that does it. False when it is done already. A delivery that comes while
   * the relay or another worker holds the row waits for it: skipping would drop a job that is quicker than its relay.
   */
  private async claim(tx: Tx, id: string): Promise<boolean> {
    const mine = await rows(
      tx,
      `update outbox_message set done_at = $2, last_error = null where id = $1 and done_at is null returning id`,
      [id, formatInstant(this.clock.now())],
    );
    return mine.length > 0;
  }

  private async failed(id: string, error: unknown): Promise<Outcome> {
    const now = this.clock.now();
    const [row] = await rows<{ attempts: number }>(
      this.db.reader,
      'select attempts from outbox_message where id = $1 and done_at is null',
      [id],
    );
    if (!row) return 'not-mine';
    const attempts = row.attempts + 1;
    const stuck = attempts >= ATTEMPTS_LIMIT;
    await this.db.dataSource.query(
      `update outbox_message set attempts = $2, last_error = $3, handed_at = null, due_at = $4, stuck_at = $5
       where id = $1 and done_at is null and attempts = $2 - 1`,
      [
        id,
        attempts,
        error instanceof Error ? error.name : 'unknown',
        formatInstant(instant(now + delayAfter(attempts))),
        stuck ? formatInstant(now) : null,
      ],
    );
    return stuck ? 'stuck' : 'failed';
  }
}
