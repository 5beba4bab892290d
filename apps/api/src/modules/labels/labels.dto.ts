import { IsOptional, IsString, Length } from 'class-validator';
import { WorksheetCard, WorksheetCspDto, WorksheetLabelDto } from '../worksheets/worksheets.dto.js';

export class LabelsResponse {
  labels: WorksheetLabelDto[];
  /** All current labels of the worksheet, one a page. */
  pdfUrl: string;
}

export class ActivationResponse {
  csp: WorksheetCspDto;
  worksheet: WorksheetCard;
}

export class DispensingRequest {
  /** A pharmacist's reason where a hard finding stands, for example a beyond-use date before the last dose. */
  @IsOptional() @IsString() @Length(3, 500) overrideReason?: string;
}
