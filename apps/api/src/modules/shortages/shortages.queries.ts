import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { FEED_OLD_AFTER_DAYS, SHORTAGE_REASONS, type ShortageReason } from '#domain/shortage';
import { dateIn, DAY_MS, formatInstant, parseInstant, type Instant, type LocalDate } from '#domain/time';
import { readNdc } from '#domain/ndc';
import { Clock } from '../../platform/clock.js';
import { Env } from '../../platform/config/env.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { Sites } from '../../platform/site/site.js';
import { containing } from '../formulary/search-text.js';
import { currentImport, IMPORT_COLUMNS, IMPORT_TABLES, type ImportRow } from './import-rows.js';
import { importResponse } from './imports.dto.js';
import { shortagesOfDrugs, type DrugShortage } from './shortage-facts.js';
import type {
  DrugShortageDetail,
  DrugShortageRow,
  FeedFreshness,
  ShortageChangeRow,
  ShortageFilter,
  ShortageListRequest,
  ShortagePage,
  ShortageRow,
} from './shortages.dto.js';

const HISTORY_LIMIT = 500;
const ITEM_COLUMNS = `i.id, i.package_ndc as "packageNdc", i.ndc11, i.generic_name as "genericName",
  i.company_name as "companyName", i.presentation, i.status, i.availability, i.availability_text as "availabilityText",
  i.standing, i.reason, i.note, i.initial_on as "initialOn", i.updated_on as "updatedOn",
  i.discontinued_on as "discontinuedOn", i.product_id as "productId", p.name as "productName", i.drug_id as "drugId",
  d.name as "drugName", i.matched_by as "matchedBy", i.gone_at as "goneAt", i.facts->'remarks' as remarks`;
const ITEM_TABLES = 'shortage_item i left join product p on p.id = i.product_id left join drug d on d.id = i.drug_id';

type ItemRow = Omit<ShortageRow, 'goneAt' | 'reasonTitle' | 'reason'> & {
  goneAt: Instant | null;
  reason: ShortageReason;
};

/** What the screens of shortages read. */
@Injectable()
export class ShortagesQueries {
  constructor(
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly sites: Sites,
  ) {}

  async items(reader: Reader, page: ShortageListRequest): Promise<ShortagePage> {
    const found = await this.page(reader, page, page.cursor, page.limit + 1);
    return pageOf(found, page.limit, (row) => [row.genericName.toLowerCase(), row.id], itemResponse);
  }

  /** Every row of a filter, page by page, for a file. */
  async *allItems(reader: Reader, filter: ShortageFilter, pageRows = 200): AsyncGenerator<ShortageRow> {
    let cursor: string | null = null;
    do {
      const found: ItemRow[] = await this.page(reader, filter, cursor ?? undefined, pageRows + 1);
      const { items, next } = pageOf(found, pageRows, (row) => [row.genericName.toLowerCase(), row.id], itemResponse);
      yield* items;
      cursor = next;
    } while (cursor !== null);
  }

  private page(reader: Reader, filter: ShortageFilter, cursor: string | undefined, limit: number): Promise<ItemRow[]> {
    const [name, id] = decodeCursor(cursor, ['text', 'uuid']) ?? [null, null];
    return rows<ItemRow>(
      reader,
      `select ${ITEM_COLUMNS} from ${ITEM_TABLES}
       where i.gone_at is null
         and ($1::text is null or i.generic_name ilike $1 or i.company_name ilike $1 or i.presentation ilike $1
           or i.package_ndc ilike $1 or d.name ilike $1 or i.ndc11 = any($2::text[]))
         and (not $3::boolean or i.drug_id is not null) and ($4::text is null or i.status = $4)
         and ($5::text is null or i.standing = $5)
         and ($6::text is null or (lower(i.generic_name), i.id) > ($6, $7::uuid))
       order by lower(i.generic_name), i.id limit $8`,
      [
        containing(filter.q),
        ndc11sOf(filter.q),
        filter.ours ?? false,
        filter.status ?? null,
        filter.standing ?? null,
        name,
        id,
        limit,
      ],
    );
  }

  /** Our drugs that the feed names, the worst of our own packages first. */
  async drugs(reader: Reader): Promise<DrugShortageRow[]> {
    const found = await rows<{ id: string; name: string }>(
      reader,
      `select id, name from drug where id in (select drug_id from shortage_item where gone_at is null)`,
    );
    const facts = await shortagesOfDrugs(
      reader,
      found.map(({ id }) => id),
    );
    return found
      .flatMap(({ id, name }) => {
        const shortage = facts.get(id);
        return shortage ? [drugRow(id, name, shortage)] : [];
      })
      .toSorted((a, b) => a.drugName.localeCompare(b.drugName, 'en'));
  }

  async drug(reader: Reader, id: string): Promise<DrugShortageDetail> {
    const [drug] = await rows<{ name: string }>(reader, 'select name from drug where id = $1', [id]);
    if (!drug) throw notFound('drug', id);
    const [freshness, facts, packages, history] = await Promise.all([
      this.freshness(reader),
      shortagesOfDrugs(reader, [id]),
      rows<ItemRow>(
        reader,
        `select ${ITEM_COLUMNS} from ${ITEM_TABLES} where i.drug_id = $1
         order by i.gone_at is not null, i.product_id is null, lower(i.company_name), i.package_ndc, i.id`,
        [id],
      ),
      historyOf(reader, id),
    ]);
    const shortage = facts.get(id);
    return {
      drugId: id,
      drugName: tallMan(drug.name),
      freshness,
      summary: shortage ? drugRow(id, drug.name, shortage) : null,
      packages: packages.map(itemResponse),
      history,
    };
  }

  async freshness(reader: Reader): Promise<FeedFreshness> {
    const [current, running, [open], site] = await Promise.all([
      currentImport(reader),
      rows<ImportRow>(
        reader,
        `select ${IMPORT_COLUMNS} from ${IMPORT_TABLES} where i.state in ('queued','running')
         order by i.requested_at desc, i.id desc limit 1`,
      ),
      rows<{ n: number }>(reader, 'select count(*)::int as n from shortage_notice where acknowledged_at is null'),
      this.sites.current(reader),
    ]);
    const ageDays = current?.lastUpdated ? daysBetween(current.lastUpdated, dateIn(this.clock.now(), site.zone)) : null;
    return {
      current: current ? importResponse(current) : null,
      ageDays,
      old: current !== undefined && (ageDays === null || ageDays > FEED_OLD_AFTER_DAYS),
      running: running[0] ? importResponse(running[0]) : null,
      openNotices: open?.n ?? 0,
      hasAddress: this.env.shortageFeedUrl !== null,
      hasSample: this.env.demo,
    };
  }
}

async function historyOf(reader: Reader, drugId: string): Promise<ShortageChangeRow[]> {
  const found = await rows<Omit<ShortageChangeRow, 'at'> & { at: Instant }>(
    reader,
    `select c.at, i.package_ndc as "packageNdc", i.company_name as "companyName", c.field, c.before, c.after,
       m.last_updated as "feedOf"
     from shortage_change c join shortage_item i on i.id = c.item_id join shortage_import m on m.id = c.import_id
     where i.drug_id = $1 order by c.at desc, i.company_name, i.package_ndc, c.id limit ${HISTORY_LIMIT}`,
    [drugId],
  );
  return found.map((row) => ({ ...row, at: formatInstant(row.at) }));
}

const drugRow = (id: string, name: string, shortage: DrugShortage): DrugShortageRow => ({
  drugId: id,
  drugName: tallMan(name),
  packages: shortage.packages,
  byStanding: { ...shortage.byStanding },
  worstOfOurs: shortage.worstOfOurs ?? null,
  ourPackages: shortage.ourPackages,
  companies: [...shortage.companies],
  latestUpdate: shortage.latestUpdate,
});

const itemResponse = (row: ItemRow): ShortageRow => ({
  ...row,
  reasonTitle: SHORTAGE_REASONS[row.reason].title,
  productName: row.productName === null ? null : tallMan(row.productName),
  drugName: row.drugName === null ? null : tallMan(row.drugName),
  goneAt: row.goneAt === null ? null : formatInstant(row.goneAt),
});

const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Math.round((parseInstant(`${to}T00:00:00Z`) - parseInstant(`${from}T00:00:00Z`)) / DAY_MS);

/** A keyed NDC in any form. */
function ndc11sOf(text: string | undefined): string[] {
  const reading = readNdc(text ?? '');
  const found = reading.kind === 'ndc' ? [reading.ndc] : reading.kind === 'candidates' ? reading.candidates : [];
  return found.flatMap((ndc) => (ndc.ndc11 === null ? [] : [ndc.ndc11.replaceAll('-', '')]));
}
