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
