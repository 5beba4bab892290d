import { Catch, HttpException, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError, Log } from '../log.js';
import { Problem, problemBody, type ProblemCode } from './problem.js';
import type { Refusals } from './refusals.js';

/** Ours as told; the framework's own in the same shape; all else says nothing but the request's id, and is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly refusals: Pick<Refusals, 'record'>,
    private readonly log: Log,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = asProblem(error);
    if (problem.status >= 500) this.log.error(describeError(problem.cause ?? error), 'request failed');
    try {
      await this.refusals.record(problem, request);
    } catch (failure) {
      // The refusal stands; that its trace could not be written is itself worth an alarm.
      this.log.error(describeError(failure), 'refusal not recorded');
    }
    sendProblem(reply, problem, request.id);
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.end();
    return;
  }
  const { retryAfterSeconds } = problem.options;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemBody(problem, requestId)));
}

/** Statuses that Nest and Fastify answer with by themselves. */
const FRAMEWORK: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  [HttpStatus.BAD_REQUEST]: ['request.unreadable', 'The request cannot be read.'],
  [HttpStatus.NOT_FOUND]: ['request.not-found', 'There is nothing at this address.'],
  [HttpStatus.PAYLOAD_TOO_LARGE]: ['request.too-large', 'The request is too large.'],
  [HttpStatus.UNSUPPORTED_MEDIA_TYPE]: ['request.wrong-media-type', 'This kind of content is not accepted here.'],
  [HttpStatus.TOO_MANY_REQUESTS]: ['request.too-many', 'Too many requests. Wait a moment.'],
  [HttpStatus.SERVICE_UNAVAILABLE]: ['server.unavailable', 'Not available just now. Try again.'],
};

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = statusOf(error);
  const known = status === undefined ? undefined : (FRAMEWORK[status] ?? otherRefusal(status));
  if (known) return new Problem(known[0], { detail: wordsOf(error, known[1]), cause: error });
  return new Problem('server.failed', {
    detail: 'Something went wrong on our side. It was noted; try again, and if it stays, name the request.',
    cause: error,
  });
}

/** A method or a length that the framework refuses: the sender's doing all the same, not a failure of ours. */
const otherRefusal = (status: number): readonly [ProblemCode, string] | undefined =>
  status >= 400 && status < 500 ? FRAMEWORK[HttpStatus.BAD_REQUEST] : undefined;

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode, code } = Object(error) as { statusCode?: unknown; code?: unknown };
  // Only Fastify's own errors: anything may carry a statusCode.
  return typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' ? statusCode : undefined;
}

/** ParseUUIDPipe and its like say what is wrong; "Cannot GET /path" would repeat an address, which may hold an id. */
const wordsOf = (error: unknown, otherwise: string): string =>
  error instanceof HttpException && error.getStatus() === 400 ? error.message : otherwise;
