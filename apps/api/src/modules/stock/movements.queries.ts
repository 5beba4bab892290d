import { Injectable } from '@nestjs/common';
import { formatInstant, MINUTE_MS, type Instant } from '#domain/time';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import type { MovementListRequest, MovementPage, MovementResponse, OpenContainerResponse } from './stock.dto.js';

interface MovementRow extends Omit<MovementResponse, 'effectiveAt'> {
  readonly effectiveAt: Instant;
}

interface ContainerRow extends Omit<OpenContainerResponse, 'openedAt' | 'inUseUntil' | 'minutesLeft'> {
  readonly openedAt: Instant;
  readonly inUseUntil: Instant | null;
}

/** Newest first. By lot and by product through the index of entries, so that old lots cost no more than new ones. */
const PAGES = {
  all: `select id from stock_movement where $1::uuid is null and ($2::uuid is null or id < $2) order by id desc limit $3`,
  lot: `select distinct movement_id as id from stock_entry where lot_id = $1 and ($2::uuid is null or movement_id < $2)
    order by id desc limit $3`,
  product: `select distinct e.movement_id as id from lot l join stock_entry e on e.lot_id = l.id
    where l.product_id = $1 and ($2::uuid is null or e.movement_id < $2) order by id desc limit $3`,
} as const;

const MOVEMENTS = `
  select m.id, m.reason, m.note, m.reference_kind as "referenceKind", m.reference_id as "referenceId",
    m.effective_at as "effectiveAt", w.printed_name as who,
    exists (select 1 from stock_movement r where r.reverses_id = m.id) as reversed,
    (select json_agg(json_build_object(
        'account', coalesce(o.name, c.number, s.number, k.number, replace(a.kind, '-', ' ')), 'lotNumber', l.lot_number,
        'quantity', trim_scale(e.quantity)::text, 'unit', e.unit, 'balanceAfter', trim_scale(e.balance_after)::text)
        order by e.line)
      from stock_entry e
        join stock_account a on a.id = e.account_id
        join lot l on l.id = e.lot_id
        left join location o on o.id = a.subject_id
        left join open_container c on c.id = a.subject_id
        left join csp s on s.id = a.subject_id
        left join worksheet k on k.id = a.subject_id
      where e.movement_id = m.id) as entries
  from stock_movement m join person w on w.id = m.actor_id
  where m.id = any($1::uuid[]) order by m.id desc`;

const CONTAINERS = `
  select c.id, c.number, p.name as "productName", l.lot_number as "lotNumber", l.expires_on as "expiresOn",
    c.opened_at as "openedAt", w.printed_name as "openedBy", c.in_use_until as "inUseUntil",
    trim_scale(coalesce(b.on_hand, 0))::text as remaining, p.stock_unit as unit, c.state, p.schedule is not null as controlled,
    (select k.number from worksheet_step s join worksheet k on k.id = s.worksheet_id
     where s.open_container_id = c.id order by s.position limit 1) as "worksheetNumber"
  from open_container c
    join lot l on l.id = c.lot_id
    join product p on p.id = l.product_id
    join person w on w.id = c.opened_by
    left join stock_account a on a.kind = 'open-container' and a.subject_id = c.id
    left join stock_balance b on b.account_id = a.id and b.lot_id = c.lot_id`;

const CONTAINERS_SHOWN = 200;

@Injectable()
export class MovementsQueries {
  constructor(private readonly clock: Clock) {}

  async movements(reader: Reader, page: MovementListRequest): Promise<MovementPage> {
    const [after] = decodeCursor(page.cursor, ['uuid']) ?? [null];
    const which = page.lotId !== undefined ? 'lot' : page.productId !== undefined ? 'product' : 'all';
    const found = await rows<{ id: string }>(reader, PAGES[which], [
      page.lotId ?? page.productId ?? null,
      after,
      page.limit + 1,
    ]);
    const shown = await rows<MovementRow>(reader, MOVEMENTS, [found.slice(0, page.limit).map((m) => m.id)]);
    const byId = new Map(shown.map((m) => [m.id, m]));
    return pageOf(
      found,
      page.limit,
      (m) => [m.id],
      ({ id }) => {
        const movement = byId.get(id);
        if (!movement) throw new TypeError(`movement ${id} is gone`);
        return { ...movement, effectiveAt: formatInstant(movement.effectiveAt) };
      },
    );
  }

  /** Those that must be thrown away first come first. */
  async containers(reader: Reader, state: 'open' | 'discarded' = 'open'): Promise<OpenContainerResponse[]> {
    const found = await rows<ContainerRow>(
      reader,
      `${CONTAINERS} where c.state = $1
       order by case when $1 = 'open' then c.in_use_until end nulls first, c.opened_at desc limit ${CONTAINERS_SHOWN}`,
      [state],
    );
    return found.map((row) => this.response(row));
  }

  async container(reader: Reader, id: string): Promise<OpenContainerResponse | null> {
    const [found] = await rows<ContainerRow>(reader, `${CONTAINERS} where c.id = $1`, [id]);
    return found ? this.response(found) : null;
  }

  private response({ openedAt, inUseUntil, ...row }: ContainerRow): OpenContainerResponse {
    return {
      ...row,
      openedAt: formatInstant(openedAt),
      inUseUntil: inUseUntil === null ? null : formatInstant(inUseUntil),
      minutesLeft: inUseUntil === null ? null : Math.floor((inUseUntil - this.clock.now()) / MINUTE_MS),
    };
  }
}
