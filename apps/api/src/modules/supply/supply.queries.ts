import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { dateIn, type Instant, type LocalDate } from '#domain/time';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { Sites } from '../../platform/site/site.js';
import { containing } from '../formulary/search-text.js';
import { shortagesOfDrugs, type DrugShortage } from '../shortages/shortage-facts.js';
import { DEFAULT_PAR, parLevels, type ParRow } from './par-levels.js';
import type { StoredAnswer } from './projection.js';
import type { ParResponse, ShortageBadge, SupplyNoticeResponse, SupplyPage, SupplyRow } from './supply.dto.js';
import type { SupplyListRequest } from './supply-requests.dto.js';

interface ListRow {
  readonly drugId: string;
  readonly drugName: string;
  readonly highAlert: boolean;
  readonly computedAt: Instant | null;
  readonly onHand: string | null;
  readonly unit: string | null;
  readonly horizonDays: number | null;
  readonly usableDays: string | null;
  readonly stockoutOn: LocalDate | null;
  readonly stockoutEarly: LocalDate | null;
  readonly stockoutLate: LocalDate | null;
  readonly nextInboundOn: LocalDate | null;
  readonly patientsHit: number | null;
  readonly answer: StoredAnswer | null;
  readonly belowPar: boolean;
  readonly place: string;
}

/** $1 search, $2 filter, $3 today, $4 default least days, $5 sort. Drugs that somebody can buy or has. */
const LIST = `
  select d.id as "drugId", d.name as "drugName", d.high_alert as "highAlert", s.computed_at as "computedAt", trim_scale(s.on_hand)::text as "onHand",
    s.unit, s.horizon_days as "horizonDays", s.usable_days::text as "usableDays", s.stockout_on as "stockoutOn", s.stockout_early as "stockoutEarly",
    s.stockout_late as "stockoutLate", s.next_inbound_on as "nextInboundOn", s.patients_hit as "patientsHit", s.answer,
    coalesce(s.stockout_on < $3::date + coalesce(l.min_days, $4::int), false) as "belowPar", o.place
  from drug d
    left join supply_projection s on s.drug_id = d.id
    left join par_level l on l.drug_id = d.id
    cross join lateral (select case when $5 = 'name' then lower(d.name)
      else coalesce(s.stockout_on::text, case when s.stockout_early is not null then '9998-12-31' else '9999-12-31' end) || lower(d.name) end as place) o
  where d.active and exists (select 1 from product p where p.drug_id = d.id and p.active)
    and ($1::text is null or d.name ilike $1 or exists (select 1 from product p where p.drug_id = d.id and (p.name ilike $1 or p.ndc ilike $1)))
    and case $2
      when 'problem' then s.stockout_early is not null
      when 'shortage' then exists (select 1 from shortage_item i where i.drug_id = d.id and i.gone_at is null and i.status in ('current','to-be-discontinued'))
      when 'below-par' then coalesce(s.stockout_on < $3::date + coalesce(l.min_days, $4::int), false)
      else true end`;

@Injectable()
export class SupplyQueries {
  constructor(
    private readonly sites: Sites,
    private readonly clock: Clock,
  ) {}

  async list(reader: Reader, page: SupplyListRequest): Promise<SupplyPage> {
    const [place, id] = decodeCursor(page.cursor, ['text', 'uuid']) ?? [null, null];
    const found = await rows<ListRow>(
      reader,
      `select * from (${LIST}) listed where $6::text is null or (place, "drugId") > ($6, $7::uuid) order by place, "drugId" limit $8`,
      [...(await this.filters(reader, page)), place, id, page.limit + 1],
    );
    const shown = await this.shown(reader, found);
    return pageOf(
      found,
      page.limit,
      (row) => [row.place, row.drugId],
      (row) => shown(row),
    );
  }

  /** Every drug that the filters leave: for a file or a printed list. */
  async all(reader: Reader, page: SupplyListRequest): Promise<SupplyRow[]> {
    const found = await rows<ListRow>(reader, `${LIST} order by place, d.id`, await this.filters(reader, page));
    const shown = await this.shown(reader, found);
    return found.map((row) => shown(row));
  }

  private async filters(reader: Reader, page: SupplyListRequest): Promise<unknown[]> {
    const { zone } = await this.sites.current(reader);
    const today = dateIn(this.clock.now(), zone);
    return [containing(page.q), page.filter ?? 'all', today, DEFAULT_PAR.minDays, page.sort ?? 'stockout'];
  }

  private async shown(reader: Reader, found: readonly ListRow[]): Promise<(row: ListRow) => SupplyRow> {
    const ids = found.map(({ drugId }) => drugId);
    const [shortages, pars] = await Promise.all([shortagesOfDrugs(reader, ids), parLevels(reader, ids)]);
    return (row) => supplyRow(row, shortages.get(row.drugId), pars.get(row.drugId));
  }
}

function supplyRow(row: ListRow, shortage: DrugShortage | undefined, par: ParRow | undefined): SupplyRow {
  const { answer, place: _, ...rest } = row;
  return {
    ...rest,
    drugName: tallMan(row.drugName),
    usableDays: row.usableDays === null ? null : Number(row.usableDays),
    patientsHit: row.patientsHit ?? 0,
    expiringDollars: answer?.expiringDollars ?? null,
    par: parResponse(par),
    shortage: badgeOf(shortage),
    suggestions: [...(answer?.suggestions ?? [])],
    spark: [...(answer?.spark ?? [])],
  };
}

export const parResponse = (par: ParRow | undefined): ParResponse =>
  par
    ? { minDays: par.minDays, targetDays: par.targetDays, own: true, setBy: par.setBy, revision: par.revision }
    : { ...DEFAULT_PAR, setBy: null, revision: null };

/** Where only resolved packages are listed there is no badge. */
function badgeOf(shortage: DrugShortage | undefined): ShortageBadge | null {
  if (!shortage) return null;
  const { byStanding, byStatus } = shortage;
  if ((byStatus.current ?? 0) + (byStatus['to-be-discontinued'] ?? 0) === 0) return null;
  const worst = (['unavailable', 'ending', 'limited', 'unknown'] as const).find((standing) => byStanding[standing] > 0);
  const { worstOfOurs: ours, packages } = shortage;
  return { standing: ours ?? worst ?? 'available', ours: ours !== undefined, packages };
}

/** Notices that nobody has put away, newest first. */
export const openNotices = (reader: Pick<Reader, 'query'>, drugId: string | null): Promise<SupplyNoticeResponse[]> =>
  rows<SupplyNoticeResponse>(
    reader,
    `select n.id, n.drug_id as "drugId", d.name as "drugName", n.kind, n.message, n.at from supply_notice n join drug d on d.id = n.drug_id
     where n.seen_at is null and ($1::uuid is null or n.drug_id = $1) order by n.at desc, n.id desc limit 100`,
    [drugId],
  );
