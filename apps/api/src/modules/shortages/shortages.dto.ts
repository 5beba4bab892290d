import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { SHORTAGE_STATUSES, STANDINGS } from '#domain/shortage';
import { PageRequest } from '../../platform/http/page.dto.js';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { ImportResponse } from './imports.dto.js';

const flag = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);

export class ShortageFilter {
  /** Part of a name, company, or an NDC in any form. */
  @IsOptional() @IsString() @MaxLength(120) q?: string;
  /** Packages of drugs of our formulary only. */
  @IsOptional() @Transform(flag) @IsBoolean() ours?: boolean;
  @IsOptional() @IsIn(SHORTAGE_STATUSES) status?: string;
  /** What it means for who wants to buy that package. */
  @IsOptional() @IsIn(STANDINGS) standing?: string;
}
export class ShortageListRequest extends SearchPageRequest {
  /** Packages of drugs of our formulary only. */
  @IsOptional() @Transform(flag) @IsBoolean() ours?: boolean;
  @IsOptional() @IsIn(SHORTAGE_STATUSES) status?: string;
  /** What it means for who wants to buy that package. */
  @IsOptional() @IsIn(STANDINGS) standing?: string;
}
export class NoticeListRequest extends PageRequest {
  /** Also those that somebody has acknowledged. */
  @IsOptional() @Transform(flag) @IsBoolean() all?: boolean;
}
export class MappingRequest {
  /** Name of the feed, `Vancomycin Hydrochloride Injection`. */
  @IsString() @Length(1, 500) genericName: string;
  /** Our drug; left out: none of ours. */
  @IsOptional() @IsUUID() drugId?: string;
}
export class MappingRemoval {
  @IsString() @Length(1, 500) genericName: string;
}

export class ShortageRow {
  id: string;
  packageNdc: string;
  ndc11: string | null;
  genericName: string;
  companyName: string;
  presentation: string;
  /** `current`, `resolved`, `to-be-discontinued`, `other`. */
  status: string;
  /** `available`, `limited`, `unavailable`, `unknown`: what the maker's words mean. */
  availability: string;
  availabilityText: string;
  /** `available`, `limited`, `unavailable`, `ending`, `unknown`. */
  standing: string;
  reason: string;
  /** The reason in words. */
  reasonTitle: string;
  note: string;
  initialOn: string | null;
  updatedOn: string | null;
  discontinuedOn: string | null;
  productId: string | null;
  productName: string | null;
  drugId: string | null;
  drugName: string | null;
  /** `ndc`, `hand`, `product-ndc`, `ingredient`; null: not ours. */
  matchedBy: string | null;
  /** Since when the feed does not name it any more. */
  goneAt: string | null;
  /** What was not as it ought to be in the row. */
  remarks: string[];
}
export class ShortagePage {
  items: ShortageRow[];
  next: string | null;
}

export class StandingCounts {
  available: number;
  unknown: number;
  limited: number;
  ending: number;
  unavailable: number;
}
export class DrugShortageRow {
  drugId: string;
  drugName: string;
  packages: number;
  byStanding: StandingCounts;
  /** Worst of the packages that we buy; null when none of ours is listed. */
  worstOfOurs: string | null;
  ourPackages: number;
  companies: string[];
  latestUpdate: string | null;
}
export class ShortageChangeRow {
  at: string;
  packageNdc: string;
  companyName: string;
  field: string;
  before: string | null;
  after: string | null;
  /** The feed's own day at which it was seen. */
  feedOf: string | null;
}
export class FeedFreshness {
  /** The import that is shown; null before the first. */
  current: ImportResponse | null;
  /** Days since the feed's own day; null when it has none. */
  ageDays: number | null;
  /** Older than a week, or of no day. */
  old: boolean;
  /** The newest import under way. */
  running: ImportResponse | null;
  openNotices: number;
  /** An address is set, so the feed can be fetched. */
  hasAddress: boolean;
  hasSample: boolean;
}
export class DrugShortageDetail {
  drugId: string;
  drugName: string;
  freshness: FeedFreshness;
  summary: DrugShortageRow | null;
  /** Those still listed first, ours before others. */
  packages: ShortageRow[];
  /** Newest first, at most 500. */
  history: ShortageChangeRow[];
}

export class NoticePackageDto {
  packageNdc: string;
  companyName: string;
  presentation: string;
  standing: string;
  ours: boolean;
}
export class NoticeResponse {
  id: string;
  drugId: string;
  drugName: string;
  /** `new`, `worse`, `better`, `resolved`, `discontinued`. */
  kind: string;
  at: string;
  /** One of the packages is a product of ours. */
  ours: boolean;
  packages: NoticePackageDto[];
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
}
export class NoticePage {
  items: NoticeResponse[];
  next: string | null;
}
export class AcknowledgedAll {
  acknowledged: number;
}

export class NameRow {
  genericName: string;
  packages: number;
  /** What a person decided; null: nobody has. */
  decision: string | null;
  /** Our drug that the name stands for by that decision. */
  drugId: string | null;
  drugName: string | null;
  decidedBy: string | null;
}
export class NamePage {
  items: NameRow[];
  next: string | null;
}
