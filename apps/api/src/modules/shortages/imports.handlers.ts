import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DAY_MS, formatInstant, instant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import { Env } from '../../platform/config/env.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { OutboxHandler, type Handler, type Message } from '../../platform/outbox/handlers.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { Ids } from '../../platform/ids.js';
import { FeedRefusal } from './feed-file.js';
import { addressShown, failImport, importById, insertImport } from './import-rows.js';
import { Staging } from './staging.js';
import { SwitchOver, type Outcome } from './switch-over.js';

const EVERY_SECONDS = 86_400;

/** Why the file cannot be read, or null: it is staged. */
type Prepared = string | null;

/**
 * Reads a file and switches over to it. Reading is done in chunks ahead of the switch, so a crash costs a chunk; the switch is
 * the one transaction that ends the message, so the picture is the old one or the new one and never something between.
 */
@Injectable()
@OutboxHandler('shortage.import')
export class ReadImport implements Handler<'shortage.import', Prepared> {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly staging: Staging,
    private readonly switchOver: SwitchOver,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  async prepare({ payload: { importId } }: Message<'shortage.import'>): Promise<Prepared> {
    const file = await importById(this.db.reader, importId);
    if (!file || file.finishedAt !== null) return null;
    try {
      if (file.sha256 === null) await this.staging.fetch(importId);
    } catch (error) {
      if (error instanceof FeedRefusal) return error.message;
      throw error;
    }
    await this.staging.stage(importId);
    return null;
  }

  async handle(tx: Tx, message: Message<'shortage.import'>, prepared: Prepared): Promise<void> {
    const { importId } = message.payload;
    const file = await importById(tx, importId);
    if (!file || file.finishedAt !== null) return;
    const at = this.clock.now();
    const outcome: Outcome = prepared === null ? await this.switchOver.apply(tx, file, at) : { refused: prepared };
    if (outcome.refused !== null) await failImport(tx, importId, outcome.refused, at);
    else
      await tx.query(
        `update shortage_import set state = 'done', finished_at = $2, rows_new = $3, rows_changed = $4, rows_gone = $5
         where id = $1`,
        [importId, formatInstant(at), outcome.added, outcome.changed, outcome.gone],
      );
    const action = outcome.refused === null ? 'shortage.imported' : 'shortage.import-failed';
    await this.audit.record(tx, message.actor, action, { kind: 'shortage-import', id: importId }, { ...outcome });
    this.feed.changed(tx, 'shortage', importId);
  }
}

/** Once a day: asks for the feed where it has an address. */
@Injectable()
@OutboxHandler('shortage.due')
export class AskForFeed implements Handler<'shortage.due'>, OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly ids: Ids,
    private readonly outbox: Outbox,
    private readonly feed: Feed,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const name = 'shortage-feed';
    if (this.env.shortageFeedUrl === null) {
      await this.db.dataSource.query('delete from schedule where name = $1', [name]);
      return;
    }
    await this.db.dataSource.query(
      `insert into schedule (name, topic, every_seconds, next_at) values ($1, 'shortage.due', $2, $3)
       on conflict on constraint schedule_pkey do nothing`,
      [name, EVERY_SECONDS, formatInstant(instant(this.clock.now() + DAY_MS))],
    );
  }

  async handle(tx: Tx): Promise<void> {
    const address = this.env.shortageFeedUrl;
    if (address === null) return;
    const [id, at, origin] = [this.ids.next(), this.clock.now(), addressShown(address)];
    await insertImport(tx, { id, source: 'address', origin, forced: false, requestedBy: null, at });
    await this.outbox.add(tx, 'shortage.import', { importId: id });
    this.feed.changed(tx, 'shortage', id);
  }
}
