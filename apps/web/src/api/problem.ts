import type { Finding } from '#domain/finding';

export interface FieldProblem {
  /** Path of the field in the request, `lines.0.dose`. */
  field: string;
  message: string;
  accepted?: string;
}

/** What the API answers when it refuses (RFC 9457), or what the page says itself when no answer came. */
export interface ProblemDetails {
  status: number;
  code: string;
  detail: string;
  accepted?: string;
  instance?: string;
  fields?: FieldProblem[];
  findings?: Finding[];
}

/** A refusal. `code` is stable, `detail` is for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly accepted: string | undefined;
  readonly instance: string | undefined;
  readonly fields: readonly FieldProblem[];
  readonly findings: readonly Finding[];

  constructor(details: ProblemDetails) {
    super(details.detail);
    this.status = details.status;
    this.code = details.code;
    this.detail = details.detail;
    this.accepted = details.accepted;
    this.instance = details.instance;
    this.fields = details.fields ?? [];
    this.findings = details.findings ?? [];
  }

  /** What is wrong with one field, in words; undefined when nothing is. */
  field(name: string): string | undefined {
    const found = this.fields.find(({ field }) => field === name);
    if (found) return sentence(found.message);
    return this.findings.find(({ field, severity }) => field === name && severity === 'stop')?.message;
  }
}

/** `must be a number` reads `Must be a number.` */
const sentence = (text: string): string => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};

export async function problemOf(response: Response): Promise<ApiProblem> {
  const status = response.status;
  try {
    const body: unknown = await response.json();
    if (isDetails(body)) return new ApiProblem({ ...body, status });
  } catch {
    // Not JSON: a proxy in between has answered, not the API.
  }
  return new ApiProblem({
    status,
    code: 'server.failed',
    detail: `The server answered ${status} without saying why. Try again; if it stays so, tell the administrator.`,
  });
}

const isDetails = (body: unknown): body is ProblemDetails =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;

export const unreachable = (): ApiProblem =>
  new ApiProblem({
    status: 0,
    code: 'network.unreachable',
    detail:
      'The server cannot be reached, so it is not known whether this was saved. Nothing is lost: press again when the connection is back, and it is done once.',
  });

/** Anything that was thrown, as a problem that can be shown. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiProblem({ status: 0, code: 'page.failed', detail: `The page failed: ${detail}` });
}
