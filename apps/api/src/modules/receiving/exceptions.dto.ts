import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { PersonRef } from '../../platform/http/shapes.dto.js';

const STATES = ['open', 'investigating', 'cleared', 'illegitimate'] as const;

export class ExceptionListRequest extends SearchPageRequest {
  @IsOptional() @IsIn(STATES) state?: (typeof STATES)[number];
}
export class InvestigateRequest {
  @IsString() @Length(3, 500) note: string;
}
export class CloseExceptionRequest {
  @IsIn(['cleared', 'illegitimate']) outcome: 'cleared' | 'illegitimate';
  @IsString() @Length(3, 500) reason: string;
}
export class FdaNoticeRequest {
  /** When Form FDA 3911 was sent. */
  @IsISO8601({ strict: true }) notifiedAt: string;
  /** Its incident number. */
  @IsString() @Length(1, 60) reference: string;
}
export class ExceptionResponse {
  id: string;
  kind: string;
  title: string;
  state: string;
  /** The product is suspect: it is held, and a pharmacist decides (DS-06). */
  suspect: boolean;
  message: string;
  supplierName: string | null;
  receiptId: string | null;
  receiptNumber: string | null;
  documentId: string | null;
  productName: string | null;
  lotId: string | null;
  lotNumber: string | null;
  /** The lot may not leave as things are. */
  lotState: string | null;
  openedAt: string;
  openedBy: PersonRef;
  investigatedAt: string | null;
  investigatedBy: PersonRef | null;
  investigationNote: string | null;
  closedAt: string | null;
  closedBy: PersonRef | null;
  closedReason: string | null;
  /** Of an illegitimate product: by when FDA is to be notified (DS-07). */
  fdaNoticeDueAt: string | null;
  fdaNotifiedAt: string | null;
  fdaReference: string | null;
}
export class ExceptionPage {
  items: ExceptionResponse[];
  next: string | null;
}

export class ImportDscsaRequest {
  /** The text of the file, whole: EPCIS 2.0 in JSON. */
  @IsString() @Length(2, 1_000_000) document: string;
  /** The receipt that it belongs to; found by serials and lots where it is left out. */
  @IsOptional() @IsUUID() receiptId?: string;
}
export class DscsaDocumentResponse {
  id: string;
  sha256: string;
  format: string;
  events: number;
  items: number;
  /** Items that are of products in the formulary. */
  known: number;
  matched: number;
  senderGln: string | null;
  supplierName: string | null;
  /** The seller affirms the transaction statement. */
  statement: boolean;
  receiptId: string | null;
  receiptNumber: string | null;
  importedAt: string;
  importedBy: string;
  keepUntil: string;
  /** It was on file already; nothing was changed. */
  duplicate: boolean;
}
