import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { earliestInDate, mayLeave, type LotState } from '#domain/stock';
import { formatInstant, type Instant, type LocalDate } from '#domain/time';
import { Clock } from '../../../platform/clock.js';
import type { Reader } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { notFound } from '../../../platform/http/problem.js';
import { Sites } from '../../../platform/site/site.js';
import { usableLot } from '../usable.js';
import type {
  HeldLotResponse,
  MergedLotResponse,
  PlaceResponse,
  StockActListRequest,
  StockActResponse,
} from './keeping.dto.js';

const ACTS_SHOWN = 200;
const HELD_SHOWN = 1000;

const PLACES = `
  select o.id, o.name, o.storage, o.kind, o.active, count(distinct l.product_id)::int as products, count(l.id)::int as lots,
    trim_scale(round(coalesce(sum(b.on_hand / p.content), 0), 6))::text as packages,
    (count(l.id) filter (where not ${usableLot('l', '$1::date', '$2::timestamptz')}))::int as "blockedLots"
  from location o
    left join stock_account a on a.kind = 'location' and a.subject_id = o.id
    left join stock_balance b on b.account_id = a.id and b.on_hand > 0
    left join lot l on l.id = b.lot_id
    left join product p on p.id = l.product_id
  group by o.id order by o.kind = 'quarantine', lower(o.name)`;

interface HeldRow extends Omit<HeldLotResponse, 'blocked' | 'expiresOn'> {
  readonly expiresOn: LocalDate;
  readonly usableUntil: Instant | null;
  readonly state: LotState;
  readonly placeKind: string;
}

const HELD = `
  select l.id as "lotId", l.product_id as "productId", p.name as "productName", l.lot_number as "lotNumber", l.expires_on as "expiresOn",
    l.usable_until as "usableUntil", l.state, p.schedule is not null as controlled, o.kind as "placeKind",
    trim_scale(round(b.on_hand / p.content, 6))::text as packages, trim_scale(round(b.allocated / p.content, 6))::text as "promisedPackages"
  from location o
    join stock_account a on a.kind = 'location' and a.subject_id = o.id
    join stock_balance b on b.account_id = a.id and b.on_hand > 0
    join lot l on l.id = b.lot_id
    join product p on p.id = l.product_id
  where o.id = $1 order by lower(p.name), l.expires_on, l.lot_number limit ${HELD_SHOWN}`;

const ACTS = `
  select t.id, t.kind, p.name as "productName", l.lot_number as "lotNumber", coalesce(o.name, c.number) as place,
    trim_scale(t.quantity)::text as quantity, t.unit,
    case when t.location_id is not null then trim_scale(round(t.quantity / p.content, 6))::text end as packages,
    t.reason_code as reason, t.note, trim_scale(t.cost_usd)::text as "costUsd", s.name as "supplierName", d.printed_name as "doneBy",
    w.printed_name as "witnessedBy", t.done_at as "doneAt"
  from stock_act t
    join lot l on l.id = t.lot_id
    join product p on p.id = l.product_id
    join person d on d.id = t.done_by
    left join person w on w.id = t.witnessed_by
    left join location o on o.id = t.location_id
    left join open_container c on c.id = t.open_container_id
    left join supplier s on s.id = t.supplier_id
  where ($1::uuid is null or l.product_id = $1) and ($2::text is null or t.kind = $2)
  order by t.done_at desc, t.id desc limit ${ACTS_SHOWN}`;

const FAMILY = `
  select l.id as "lotId", l.lot_number as "lotNumber", l.expires_on as "expiresOn", m.into_lot_id as "mergedInto",
    i.lot_number as "mergedIntoNumber", w.printed_name as "mergedBy", m.merged_at as "mergedAt", m.reason
  from lot_family($1) f(id)
    join lot l on l.id = f.id
    left join lot_merge m on m.from_lot_id = l.id
    left join lot i on i.id = m.into_lot_id
    left join person w on w.id = m.merged_by
  order by l.received_at, l.id`;

/** What lies where, and what was done at the shelves. */
@Injectable()
export class PlacesQueries {
  constructor(
    private readonly clock: Clock,
    private readonly sites: Sites,
  ) {}

  async places(reader: Reader): Promise<PlaceResponse[]> {
    const { zone } = await this.sites.current(reader);
    const now = this.clock.now();
    return rows<PlaceResponse>(reader, PLACES, [earliestInDate(now, zone), formatInstant(now)]);
  }

  async held(reader: Reader, locationId: string): Promise<HeldLotResponse[]> {
    const [place] = await rows(reader, 'select 1 from location where id = $1', [locationId]);
    if (!place) throw notFound('location', locationId);
    const { zone } = await this.sites.current(reader);
    const now = this.clock.now();
    const found = await rows<HeldRow>(reader, HELD, [locationId]);
    return found.map(({ placeKind, usableUntil, ...row }) => {
      const thing = { kind: 'lot', lot: { ...row, usableUntil }, setAside: placeKind === 'quarantine' } as const;
      const [blocked] = mayLeave({ thing, exit: 'compound' }, now, zone);
      return { ...row, productName: tallMan(row.productName), blocked: blocked?.message ?? null };
    });
  }

  async acts(reader: Reader, asked: StockActListRequest): Promise<StockActResponse[]> {
    const found = await rows<Omit<StockActResponse, 'doneAt'> & { doneAt: Instant }>(reader, ACTS, [
      asked.productId ?? null,
      asked.kind ?? null,
    ]);
    return found.map((act) => ({ ...act, productName: tallMan(act.productName), doneAt: formatInstant(act.doneAt) }));
  }

  /** The lot and every one it was merged with. */
  async family(reader: Reader, lotId: string): Promise<MergedLotResponse[]> {
    const found = await rows<Omit<MergedLotResponse, 'mergedAt'> & { mergedAt: Instant | null }>(reader, FAMILY, [
      lotId,
    ]);
    if (found.length === 0) throw notFound('lot', lotId);
    return found.map((lot) => ({ ...lot, mergedAt: lot.mergedAt === null ? null : formatInstant(lot.mergedAt) }));
  }
}
