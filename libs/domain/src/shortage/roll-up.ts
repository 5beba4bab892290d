import type { LocalDate } from '../time/index.js';
import { worstOf } from './changes.js';
import { STANDINGS, type ShortageStatus, type Standing } from './list.js';
import type { ShortageItem } from './row.js';

export interface DrugRollUp {
  /** Rows of the feed. */
  readonly rows: number;
  /** Packages: a package that is on both lists counts once. */
  readonly packages: number;
  readonly byStatus: Readonly<Partial<Record<ShortageStatus, number>>>;
  /** Packages by the worst that is said of each. */
  readonly byStanding: Readonly<Record<Standing, number>>;
  readonly companies: readonly string[];
  readonly latestUpdate: LocalDate | null;
}

export type RolledRow = Pick<
  ShortageItem,
  'packageNdc' | 'ndc11' | 'status' | 'standing' | 'companyName' | 'updatedOn'
>;

/** The rows of one drug as counts of packages: never one flag, for one maker may be out and another deliver. */
export function rollUp(rows: readonly RolledRow[]): DrugRollUp {
  const packages = new Map<string, Standing[]>();
  const byStatus: Partial<Record<ShortageStatus, number>> = {};
  for (const row of rows) {
    const ndc = row.ndc11 ?? row.packageNdc;
    packages.set(ndc, [...(packages.get(ndc) ?? []), row.standing]);
    byStatus[row.status] = (byStatus[row.status] ?? 0) + 1;
  }
  const worst = [...packages.values()].map((standings) => worstOf(standings));
  const updates = rows.flatMap((row) => (row.updatedOn === null ? [] : [row.updatedOn])).toSorted();
  return {
    rows: rows.length,
    packages: packages.size,
    byStatus,
    byStanding: Object.fromEntries(
      STANDINGS.map((standing) => [standing, worst.filter((one) => one === standing).length]),
    ) as Record<Standing, number>,
    companies: [...new Set(rows.map((row) => row.companyName))].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    latestUpdate: updates.at(-1) ?? null,
  };
}

/** A feed older than this is no ground to order on; FDA's is renewed every working day. */
export const FEED_OLD_AFTER_DAYS = 7;
