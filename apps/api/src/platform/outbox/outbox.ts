import { Injectable } from '@nestjs/common';
import { formatInstant } from '#domain/time';
import { Clock } from '../clock.js';
import { Database, type Tx } from '../database/database.js';
import { Ids } from '../ids.js';
import { Notifier, OUTBOX_CHANNEL } from '../database/notifier.js';
import type { OutboxTopics, Topic } from './topics.js';

/** The only writer of messages. A message commits with its cause or not at all; a queue that is down delays it only. */
@Injectable()
export class Outbox {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly notifier: Notifier,
  ) {}

  async add<T extends Topic>(tx: Tx, topic: T, payload: OutboxTopics[T]): Promise<void> {
    const now = formatInstant(this.clock.now());
    await tx.query('insert into outbox_message (id, topic, payload, created_at, due_at) values ($1, $2, $3, $4, $4)', [
      this.ids.next(),
      topic,
      JSON.stringify(payload),
      now,
    ]);
    this.db.afterCommit(tx, () => this.notifier.send(OUTBOX_CHANNEL, ''));
  }
}
