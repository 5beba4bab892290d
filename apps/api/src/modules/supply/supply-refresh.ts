import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { formatInstant, instant, MINUTE_MS, dateIn, type Instant } from '#domain/time';
import { Clock } from '../../platform/clock.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { affected, rows } from '../../platform/database/sql.js';
import { OutboxHandler, type Handler, type Message } from '../../platform/outbox/handlers.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { Sites } from '../../platform/site/site.js';
import { Projections, type Projected } from './projection.js';
import { firstIdAt } from './supply-facts.queries.js';

const EVERY_SECONDS = 60;
/** Drugs of one message: a few hundred milliseconds of work, in slices. */
const CHUNK = 25;
/** A transaction that was open this long when changes were looked at is looked for again. */
const OVERLAP_MS = MINUTE_MS;

/** Asks for projections to be made again: a drug that waits already is not asked for twice. */
@Injectable()
export class SupplyRefresh {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async ask(tx: Tx, drugIds: readonly string[]): Promise<void> {
    if (drugIds.length === 0) return;
    const added = await rows<{ id: string; first: boolean }>(
      tx,
      `insert into supply_request (drug_id, asked_at) select id, $2 from unnest($1::uuid[]) as t(id) order by id
       on conflict on constraint supply_request_pk do update set asked_at = greatest(supply_request.asked_at, excluded.asked_at)
       returning drug_id as id, xmax = 0 as first`,
      [[...new Set(drugIds)], formatInstant(this.clock.now())],
    );
    const fresh = added.filter(({ first }) => first).map(({ id }) => id);
    for (let i = 0; i < fresh.length; i += CHUNK)
      await this.outbox.add(tx, 'supply.project', { drugIds: fresh.slice(i, i + CHUNK) });
  }

  /** The requests are served, but for those that were repeated after `begun`: these go round again. */
  async served(tx: Tx, drugIds: readonly string[], begun: Instant): Promise<void> {
    await affected(tx, 'delete from supply_request where drug_id = any($1::uuid[]) and asked_at <= $2', [
      drugIds,
      formatInstant(begun),
    ]);
    const again = await rows<{ id: string }>(
      tx,
      'select drug_id as id from supply_request where drug_id = any($1::uuid[]) order by drug_id',
      [drugIds],
    );
    if (again.length > 0) await this.outbox.add(tx, 'supply.project', { drugIds: again.map(({ id }) => id) });
  }
}

interface Made {
  readonly begun: Instant;
  readonly projected: readonly Projected[];
}

/** Makes projections, outside of any request. */
@Injectable()
@OutboxHandler('supply.project')
export class ProjectSupply implements Handler<'supply.project', Made> {
  constructor(
    private readonly projections: Projections,
    private readonly refresh: SupplyRefresh,
    private readonly clock: Clock,
  ) {}

  async prepare(message: Message<'supply.project'>): Promise<Made> {
    const begun = this.clock.now();
    return { begun, projected: await this.projections.project(message.payload.drugIds) };
  }

  async handle(tx: Tx, message: Message<'supply.project'>, made: Made): Promise<void> {
    await this.projections.store(tx, made.projected);
    await this.refresh.served(tx, message.payload.drugIds, made.begun);
  }
}

/** Drugs with a product, whose projection is missing, of another day, or older than the last change of what it stands on. */
const CHANGED = `
  with told as materialized (
    select a.subject_kind as kind, a.subject_id::uuid as id, a.at from audit_entry a
    where a.id >= $3::uuid and a.at >= $2 and a.subject_kind in ('order','worksheet','lot','recall','purchase-order')
      and a.subject_id ~ '^[0-9a-f-]{36}$'
  ), changed as (
    select p.drug_id, m.recorded_at as at from stock_movement m
      join stock_entry e on e.movement_id = m.id join lot l on l.id = e.lot_id join product p on p.id = l.product_id
      where m.id >= $3::uuid and m.recorded_at >= $2
    union all
    select li.drug_id, t.at from told t join infusion_order_version v on v.order_id = t.id
      join infusion_order_line li on li.version_id = v.id where t.kind = 'order'
    union all
    select li.drug_id, t.at from told t join worksheet_line li on li.worksheet_id = t.id where t.kind = 'worksheet'
    union all
    select p.drug_id, t.at from told t join lot l on l.id = t.id join product p on p.id = l.product_id where t.kind = 'lot'
    union all
    select p.drug_id, t.at from told t join recall_lot r on r.recall_id = t.id join lot l on l.id = r.lot_id
      join product p on p.id = l.product_id where t.kind = 'recall'
    union all
    select p.drug_id, t.at from told t join purchase_order_line li on li.purchase_order_id = t.id
      join product p on p.id = li.product_id where t.kind = 'purchase-order'
    union all
    select i.drug_id, c.at from shortage_change c join shortage_item i on i.id = c.item_id
      where i.drug_id is not null and c.at >= $2
  ), newest as (select drug_id, max(at) as at from changed group by drug_id)
  select d.id from drug d
    left join supply_projection s on s.drug_id = d.id
    left join newest n on n.drug_id = d.id
  where d.active and exists (select 1 from product p where p.drug_id = d.id and p.active)
    and (s.drug_id is null or s.today <> $1::date or n.at >= s.computed_at - $4 * interval '1 millisecond')
  order by s.stockout_on nulls last, d.id`;

/** Once a minute: what changed is projected again; after midnight everything is. */
@Injectable()
@OutboxHandler('supply.watched')
export class WatchSupply implements Handler<'supply.watched'>, OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly sites: Sites,
    private readonly refresh: SupplyRefresh,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.db.dataSource.query(
      `insert into schedule (name, topic, every_seconds, next_at) values ('supply', 'supply.watched', $1, $2)
       on conflict on constraint schedule_pkey do nothing`,
      [EVERY_SECONDS, formatInstant(instant(this.clock.now()))],
    );
  }

  async handle(tx: Tx): Promise<void> {
    const site = await this.sites.find(tx);
    if (!site) return;
    const now = this.clock.now();
    const [last] = await rows<{ at: Instant }>(tx, 'select looked_at as at from supply_watch for update');
    const since = instant((last?.at ?? now) - OVERLAP_MS);
    const changed = await rows<{ id: string }>(tx, CHANGED, [
      dateIn(now, site.zone),
      formatInstant(since),
      firstIdAt(instant(since - OVERLAP_MS)),
      OVERLAP_MS,
    ]);
    await this.refresh.ask(
      tx,
      changed.map(({ id }) => id),
    );
    await tx.query(
      `insert into supply_watch (looked_at) values ($1)
       on conflict on constraint supply_watch_pk do update set looked_at = excluded.looked_at`,
      [formatInstant(now)],
    );
  }
}
