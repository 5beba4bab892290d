import { FindingDto } from './shapes.dto.js';

/** One field that is not acceptable. */
export class FieldProblemResponse {
  /** Path of the field. @example "lines.0.dose" */
  field: string;
  message: string;
  accepted?: string;
}

/** Problem details (RFC 9457). */
export class ProblemResponse {
  /** @example "urn:problem:request.invalid" */
  type: string;
  title: string;
  status: number;
  /** Stable; what programs rely on. @example "request.invalid" */
  code: string;
  /** For people: what is wrong and what to do. */
  detail: string;
  /** The request, as the log and the audit trail name it. */
  instance: string;
  fields?: FieldProblemResponse[];
  accepted?: string;
  findings?: FindingDto[];
}
