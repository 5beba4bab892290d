import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Audit } from '../audit/audit.js';
import type { AnyActor } from '../auth/actor.js';
import type { SignedInRequest } from '../auth/decorators.js';
import { Throttle } from '../auth/throttle.js';
import { AUDITED_PROBLEMS, type Problem } from './problem.js';

/** Writes down what was refused, in a transaction of its own, for the one that refused was rolled back. */
@Injectable()
export class Refusals {
  constructor(
    private readonly audit: Audit,
    private readonly throttle: Throttle,
  ) {}

  async record(problem: Problem, request: FastifyRequest): Promise<void> {
    const { attempt, audit } = problem.options;
    if (attempt) await this.throttle.failed(attempt.login, attempt.address, attempt.kind);
    if (!AUDITED_PROBLEMS.has(problem.code)) return;
    const subject = audit?.subject ?? { kind: 'route', id: `${request.method} ${request.routeOptions.url ?? ''}` };
    const data = { refused: problem.code, ...audit?.data };
    await this.audit.recordAlone(whoAsked(request), audit?.action ?? problem.code, subject, data);
  }
}

const whoAsked = (request: SignedInRequest): AnyActor =>
  request.actor ?? { kind: 'unknown', requestId: request.id, address: request.ip };
