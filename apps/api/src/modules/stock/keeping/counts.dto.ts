import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
} from 'class-validator';

export class StartCountRequest {
  @IsIn(['location', 'products', 'controlled']) scope: 'location' | 'products' | 'controlled';
  @IsOptional() @IsUUID() locationId?: string;
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @IsUUID('all', { each: true }) productIds?: string[];
  @IsOptional() @IsString() @Length(0, 300) note?: string;
}
export class CountedRequest {
  /** Which count of the line this is, as the sheet says: of two at once the second is told. */
  @IsInt() @Min(1) @Max(100) round: number;
  /** Whole packages on the shelf, 0 where there is none. */
  @IsInt() @Min(0) @Max(1000000) packages: number;
}
export class FoundLotRequest {
  @IsUUID() locationId: string;
  @IsUUID() lotId: string;
}
export class CountDecisionRequest {
  /** `accept`: the books follow the count. `refuse`: they stay, the count was wrong. */
  @IsIn(['accept', 'refuse']) decision: 'accept' | 'refuse';
  @IsString() @Length(3, 300) reason: string;
  @IsString() @Length(1, 200) password: string;
}
export class CountEntryResponse {
  round: number;
  countedBy: string;
  countedAt: string;
  packages: number;
  /** What the books said at that moment, in packages. */
  expected: string;
  difference: string;
}
export class CountLineResponse {
  id: string;
  position: number;
  locationId: string;
  locationName: string;
  lotId: string;
  productName: string;
  lotNumber: string;
  expiresOn: string;
  /** Two persons count it, one after the other. */
  controlled: boolean;
  /** While the count is open nobody is told whether a count agrees: `to-count`, `recount` or `counted`. */
  state: string;
  /** Of the next entry. */
  round: number;
  countedBy: string[];
  /** Empty until the count is submitted. */
  entries: CountEntryResponse[];
  difference: string | null;
  decidedBy: string | null;
  reason: string | null;
  /** Whether you may decide on it: not who counted it. */
  youMayDecide: boolean;
}
export class CountSummary {
  id: string;
  number: string;
  scope: string;
  locationName: string | null;
  state: string;
  note: string;
  startedBy: string;
  startedAt: string;
  closedAt: string | null;
  lines: number;
  /** Lines that need no more counting. */
  counted: number;
  /** Differences that nobody decided on; 0 while the count is open. */
  openVariances: number;
}
export class CountResponse extends CountSummary {
  sheet: CountLineResponse[];
}
export class CountListRequest {
  @IsOptional() @IsIn(['open', 'submitted', 'closed', 'cancelled']) state?: string;
}
