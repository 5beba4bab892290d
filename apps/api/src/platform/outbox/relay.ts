import { Injectable } from '@nestjs/common';
import { formatInstant, instant, MINUTE_MS } from '#domain/time';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { rows } from '../database/sql.js';
import { Ids } from '../ids.js';
import { JobQueue } from './queue.js';

const BATCH = 100;
/** A message that the queue took this long ago and that is not done is handed over again: the queue may have forgotten it. */
export const HANDED_LEASE_MS = 2 * MINUTE_MS;

/** Carries waiting messages to the queue. */
@Injectable()
export class Relay {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly queue: JobQueue,
  ) {}

  /**
   * Hands over what is due. The one place that talks to another server inside a transaction: the rows stay locked, so no
   * other relay takes them, until the queue has answered, which it must within two seconds.
   * @returns how many were handed over; the rest waits, also when the queue is away
   */
  async carry(): Promise<number> {
    if (!this.queue.isReady()) return 0;
    await this.startDueSchedules();
    return this.db.transaction(async (tx) => {
      const now = this.clock.now();
      const due = await rows<{ id: string }>(
        tx,
        `select id from outbox_message
         where done_at is null and stuck_at is null and due_at <= $1 and (handed_at is null or handed_at <= $2)
         order by due_at limit ${BATCH} for update skip locked`,
        [formatInstant(now), formatInstant(instant(now - HANDED_LEASE_MS))],
      );
      for (const { id } of due) await this.queue.add(id);
      if (due.length > 0)
        await tx.query('update outbox_message set handed_at = $2 where id = any($1::uuid[])', [
          due.map(({ id }) => id),
          formatInstant(now),
        ]);
      return due.length;
    });
  }

  /** Due schedules become messages: in one statement, so that of several workers one does it. */
  async startDueSchedules(): Promise<void> {
    const now = formatInstant(this.clock.now());
    await this.db.transaction(async (tx) => {
      const due = await rows<{ topic: string }>(
        tx,
        `update schedule set next_at = $1::timestamptz + every_seconds * interval '1 second'
         where name in (select name from schedule where next_at <= $1 for update skip locked) returning topic`,
        [now],
      );
      for (const { topic } of due)
        await tx.query(
          `insert into outbox_message (id, topic, payload, created_at, due_at) values ($1, $2, '{}', $3, $3)`,
          [this.ids.next(), topic, now],
        );
    });
  }
}
