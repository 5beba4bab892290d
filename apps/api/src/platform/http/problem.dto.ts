/** One field that is not acceptable. */
export class FieldProblemResponse {
  /** Path of the field. @example "lines.0.dose" */
  field: string;
  message: string;
  accepted?: string;
}

/** What a rule says about the facts. */
export class FindingResponse {
  code: string;
  severity: 'stop' | 'hard' | 'soft' | 'info';
  message: string;
  facts?: Record<string, string>;
  source?: string;
  field?: string;
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
  findings?: FindingResponse[];
}
