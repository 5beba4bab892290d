import { IsIn, IsString, Length } from 'class-validator';
import { PageRequest } from '../../platform/http/page.dto.js';

export class ImportNoticesRequest {
  /** `json`: openFDA enforcement reports, or notices with their lots. `csv`: a header with recall_number, report_date, firm, product, reason, classification. */
  @IsIn(['json', 'csv']) format: 'json' | 'csv';
  /** Name of the file, or where it came from. */
  @IsString() @Length(1, 200) source: string;
  /** The file as it is, at most 900,000 characters. */
  @IsString() @Length(1, 900_000) text: string;
}
export class RefusedRecallNotice {
  row: number;
  reason: string;
}
export class ImportNoticesResponse {
  added: number;
  changed: number;
  unchanged: number;
  refused: RefusedRecallNotice[];
  /** Lots that wait for a decision now, of the notices in this file. */
  waiting: number;
}
export class RecallNoticeMatchDto {
  id: string;
  lotId: string;
  lotNumber: string;
  productId: string;
  productName: string;
  manufacturer: string;
  ndc: string;
  expiresOn: string;
  lotState: string;
  verdict: 'affected' | 'doubtful';
  why: string;
  state: 'waiting' | 'opened' | 'not-ours';
  reason: string;
  recallId: string | null;
  decidedBy: string | null;
}
export class RecallNoticeResponse {
  id: string;
  key: string;
  source: string;
  firm: string;
  classification: 'class-1' | 'class-2' | 'class-3' | 'unclassified';
  status: string;
  reason: string;
  initiatedOn: string | null;
  productText: string;
  importedAt: string;
  waiting: number;
  matches: RecallNoticeMatchDto[];
}
export class RecallNoticesRequest extends PageRequest {}
export class RecallNoticePage {
  items: RecallNoticeResponse[];
  /** Notices on file, matched or not. */
  onFile: number;
  next: string | null;
}
export class NotOursRequest {
  @IsString() @Length(3, 500) reason: string;
}
