import { rollUp, worstOf, type DrugRollUp, type ShortageStatus, type Standing } from '#domain/shortage';
import type { LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/** A package that somebody sells, for who looks for another source. */
export interface OtherSource {
  readonly packageNdc: string;
  readonly companyName: string;
  readonly presentation: string;
  /** Ours, when we have a product of this very package. */
  readonly productId: string | null;
}

/** What the feed in use says of a drug of ours. */
export interface DrugShortage extends DrugRollUp {
  /** The worst that is said of a package that is a product of ours; undefined when the feed names none of them. */
  readonly worstOfOurs: Standing | undefined;
  readonly ourPackages: number;
  /** Packages listed as available: nothing else is said against them anywhere in the feed. */
  readonly available: readonly OtherSource[];
}

interface FactRow {
  readonly drug_id: string;
  readonly productId: string | null;
  readonly packageNdc: string;
  readonly ndc11: string | null;
  readonly companyName: string;
  readonly presentation: string;
  readonly status: ShortageStatus;
  readonly standing: Standing;
  readonly updatedOn: LocalDate | null;
}

/** For each drug that the feed names: counts of packages, the worst of ours, and who still delivers. Others are left out. */
export async function shortagesOfDrugs(
  reader: Pick<Reader, 'query'>,
  drugIds: readonly string[],
): Promise<ReadonlyMap<string, DrugShortage>> {
  const found = await rows<FactRow>(
    reader,
    `select drug_id, product_id as "productId", package_ndc as "packageNdc", ndc11, company_name as "companyName",
       presentation, status, standing, updated_on as "updatedOn"
     from shortage_item where drug_id = any($1::uuid[]) and gone_at is null order by company_name, package_ndc, id`,
    [[...drugIds]],
  );
  const byDrug = new Map<string, FactRow[]>();
  for (const row of found) byDrug.set(row.drug_id, [...(byDrug.get(row.drug_id) ?? []), row]);
  return new Map([...byDrug].map(([id, listed]) => [id, shortageOf(listed)]));
}

function shortageOf(listed: readonly FactRow[]): DrugShortage {
  const ours = listed.filter((row) => row.productId !== null);
  const package_ = (row: FactRow): string => row.ndc11 ?? row.packageNdc;
  const doubted = new Set(listed.filter((row) => row.standing !== 'available').map(package_));
  const available = listed.filter((row) => row.standing === 'available' && !doubted.has(package_(row)));
  return {
    ...rollUp(listed),
    worstOfOurs: worstOf(ours.map((row) => row.standing)),
    ourPackages: new Set(ours.map((row) => row.productId)).size,
    available: available.map(({ packageNdc, companyName, presentation, productId }) => ({
      packageNdc,
      companyName,
      presentation,
      productId,
    })),
  };
}
