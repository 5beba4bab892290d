import { Injectable } from '@nestjs/common';
import {
  answerOf,
  calendarFrom,
  noticesBetween,
  prepare,
  runCase,
  suggestOrders,
  type Calendar,
  type Prepared,
  type Runs,
  type SupplyAnswer,
  type SupplyStanding,
} from '#domain/supply';
import { dateIn, formatInstant, type LocalDate, type ZoneId } from '#domain/time';
import { Clock } from '../../platform/clock.js';
import { Database, type Reader, type Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Ids } from '../../platform/ids.js';
import { Sites } from '../../platform/site/site.js';
import { Breath } from './breath.js';
import { parOf, parLevels, type Par } from './par-levels.js';
import { HORIZON_DAYS, supplyOf, type DrugSupply } from './supply-facts.js';
import { countedOffer } from './supply-market.js';

/** A stock-out that comes nearer by so many days is worth telling. */
const NEARER_DAYS = 3;

/** What is stored of a projection beside its columns: for the list, and to see what has changed. No names: they are read fresh. */
export interface StoredAnswer {
  readonly spark: readonly number[];
  readonly patientsHit: readonly { readonly patientId: string; readonly firstOn: LocalDate }[];
  readonly expiringDollars: string;
  readonly suggestions: readonly {
    readonly packs: number;
    readonly packages: number;
    readonly dollars: string;
    readonly supplier: string;
    readonly product: string;
  }[];
}

export interface Projected {
  readonly drugId: string;
  readonly today: LocalDate;
  readonly answer: SupplyAnswer;
  readonly stored: StoredAnswer;
}

@Injectable()
export class Projections {
  constructor(
    private readonly db: Database,
    private readonly sites: Sites,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly feed: Feed,
  ) {}

  async calendar(reader: Pick<Reader, 'query'> = this.db.reader): Promise<Calendar> {
    const { zone } = await this.sites.current(reader as Reader);
    return this.calendarOf(zone);
  }

  /** Where its days begin is worked out once a day: ninety times the rules of a time zone take longer than a projection. */
  calendarOf(zone: ZoneId): Calendar {
    const [now, before] = [this.clock.now(), this.kept];
    const stands = before?.zone === zone && before.today === dateIn(now, zone);
    this.kept = stands ? before : calendarFrom(now, zone, HORIZON_DAYS);
    return { ...this.kept, now };
  }

  private kept: Calendar | undefined;

  /** Projections of some drugs, in short slices of work. */
  async project(drugIds: readonly string[]): Promise<Projected[]> {
    const reader = this.db.reader;
    const calendar = await this.calendar();
    const [supplies, pars] = await Promise.all([supplyOf(reader, drugIds, calendar), parLevels(reader, drugIds)]);
    const breath = new Breath();
    const projected: Projected[] = [];
    for (const supply of supplies) projected.push(await projectOne(supply, parOf(pars, supply.drug.id), breath));
    return projected;
  }

  /** Writes them, and tells what changed since the last ones. */
  async store(tx: Tx, projected: readonly Projected[]): Promise<void> {
    if (projected.length === 0) return;
    const known = await standings(
      tx,
      projected.map(({ drugId }) => drugId),
    );
    const now = formatInstant(this.clock.now());
    for (const one of projected) {
      const before = known.get(one.drugId);
      const after = { stockoutOn: one.answer.stockoutOn, patientsHit: one.stored.patientsHit };
      await tx.query(UPSERT, rowOf(one, now));
      if (!before) continue;
      for (const change of noticesBetween(before, after, NEARER_DAYS))
        await tx.query(
          `insert into supply_notice (id, drug_id, kind, message, before, after, at) values ($1, $2, $3, $4, $5, $6, $7)`,
          [this.ids.next(), one.drugId, change.kind, change.message, shown(before), shown(after), now],
        );
      this.feed.changed(tx, 'supply', one.drugId);
    }
    if (known.size === 0) this.feed.changed(tx, 'supply', projected[0]?.drugId ?? '');
  }
}

const shown = ({ stockoutOn, patientsHit }: SupplyStanding): string =>
  JSON.stringify({ stockoutOn, patients: new Set(patientsHit.map((hit) => hit.patientId)).size });

const UPSERT = `
  insert into supply_projection (drug_id, computed_at, today, horizon_days, unit, on_hand, usable_days, stockout_on, stockout_early,
    stockout_late, patients_hit, next_inbound_on, answer)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  on conflict on constraint supply_projection_pk do update set computed_at = excluded.computed_at, today = excluded.today,
    horizon_days = excluded.horizon_days, unit = excluded.unit, on_hand = excluded.on_hand, usable_days = excluded.usable_days,
    stockout_on = excluded.stockout_on, stockout_early = excluded.stockout_early, stockout_late = excluded.stockout_late,
    patients_hit = excluded.patients_hit, next_inbound_on = excluded.next_inbound_on, answer = excluded.answer`;

function rowOf({ drugId, today, answer, stored }: Projected, now: string): unknown[] {
  return [
    drugId,
    now,
    today,
    answer.horizonDays,
    answer.unit,
    answer.onHand,
    answer.usableDays,
    answer.stockoutOn,
    answer.stockoutEarly,
    answer.stockoutLate,
    new Set(stored.patientsHit.map((hit) => hit.patientId)).size,
    answer.nextInboundOn,
    JSON.stringify(stored),
  ];
}

async function standings(tx: Tx, drugIds: readonly string[]): Promise<Map<string, SupplyStanding>> {
  const found = await rows<{ drugId: string; stockoutOn: LocalDate | null; answer: StoredAnswer }>(
    tx,
    `select drug_id as "drugId", stockout_on as "stockoutOn", answer from supply_projection
     where drug_id = any($1::uuid[]) order by drug_id for update`,
    [drugIds],
  );
  return new Map(found.map((row) => [row.drugId, { stockoutOn: row.stockoutOn, patientsHit: row.answer.patientsHit }]));
}

async function runs(prepared: Prepared, breath: Breath): Promise<Runs> {
  const expected = runCase(prepared, 'expected');
  await breath.take();
  const early = runCase(prepared, 'early');
  await breath.take();
  const late = runCase(prepared, 'late');
  await breath.take();
  return { expected, early, late, 'on-hand': runCase(prepared, 'on-hand') };
}

async function projectOne(supply: DrugSupply, par: Par, breath: Breath): Promise<Projected> {
  const { facts } = supply;
  await breath.take();
  const prepared = prepare(facts, []);
  const answer = answerOf(prepared, await runs(prepared, breath));
  await breath.take();
  const suggestions = suggestOrders(facts, par, usualOffers(supply));
  return {
    drugId: supply.drug.id,
    today: facts.calendar.today,
    answer,
    stored: {
      spark: sparkOf(answer),
      patientsHit: answer.patientsHit.map(({ patientId, firstOn }) => ({ patientId, firstOn })),
      expiringDollars: answer.expiring.reduce((sum, { dollars }) => sum + Number(dollars ?? 0), 0).toFixed(2),
      suggestions: suggestions.map(({ packs, packages, dollars, offer }) => ({
        packs,
        packages,
        dollars,
        supplier: offer.supplierName,
        product: offer.product.productName,
      })),
    },
  };
}

/** What would be bought without changing a formula. */
export const usualOffers = ({ offers, usual, facts }: DrugSupply): ReturnType<typeof countedOffer>[] =>
  offers.filter((offer) => usual.has(offer.productId)).map((offer) => countedOffer(offer, facts.unit));

const SPARK_POINTS = 30;
/** Thirty points over the projection, in percent of the most there is: a picture, not a figure. */
function sparkOf({ series }: SupplyAnswer): number[] {
  const left = series.map(({ expected }) => Number(expected));
  const most = Math.max(...left, 0);
  return Array.from({ length: Math.min(SPARK_POINTS, left.length) }, (_, i) => {
    const at = left[Math.floor((i * left.length) / SPARK_POINTS)] ?? 0;
    return most === 0 ? 0 : Math.round((at / most) * 100);
  });
}
