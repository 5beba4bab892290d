import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DAY_MS, formatInstant, instant } from '#domain/time';
import { Clock } from '../clock.js';
import { Database, type Tx } from '../database/database.js';
import { OutboxHandler, type Handler } from './handlers.js';

/** How long each is kept; the audit trail holds what happened, so these are only in the way after that. */
const KEEP_DAYS = { idempotency_key: 30, sign_in_attempt: 90, session: 30, outbox_message: 30 } as const;
const EVERY_SECONDS = 86_400;

/** Removes what has served, once a day. */
@Injectable()
@OutboxHandler('platform.tidied')
export class Tidy implements Handler<'platform.tidied'>, OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.db.dataSource.query(
      `insert into schedule (name, topic, every_seconds, next_at) values ('tidy', 'platform.tidied', $1, $2)
       on conflict on constraint schedule_pkey do nothing`,
      [EVERY_SECONDS, formatInstant(instant(this.clock.now() + DAY_MS))],
    );
  }

  async handle(tx: Tx): Promise<void> {
    const before = (days: number): string => formatInstant(instant(this.clock.now() - days * DAY_MS));
    await tx.query('delete from idempotency_key where created_at < $1', [before(KEEP_DAYS.idempotency_key)]);
    await tx.query('delete from sign_in_attempt where at < $1', [before(KEEP_DAYS.sign_in_attempt)]);
    await tx.query('delete from session where ends_at < $1', [before(KEEP_DAYS.session)]);
    await tx.query('delete from outbox_message where done_at < $1', [before(KEEP_DAYS.outbox_message)]);
  }
}
