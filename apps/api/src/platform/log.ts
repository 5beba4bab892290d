import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { requestContext } from './http/request-context.js';

/** What we say to the log: facts first, a sentence second. A class, so that it can be injected. */
export abstract class Log {
  abstract debug(facts: object, message?: string): void;
  abstract info(facts: object, message?: string): void;
  abstract warn(facts: object, message?: string): void;
  abstract error(facts: object, message?: string): void;
}

/**
 * One JSON line each. Never a header, a query, a path with ids or a body: they can name a patient. Routes are logged as
 * patterns, people by id.
 */
export const createLog = (level: string, to?: DestinationStream): Logger =>
  pino({ level, base: null, mixin: () => ({ ...requestContext.getStore() }) }, ...(to ? [to] : []));

/** What is safe to log of an error: its kind, code, constraint and stack; driver errors carry row values in other fields. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { driverError, code } = error as { driverError?: { code?: string; constraint?: string }; code?: string };
  // A driver's message may quote a row ("Key (name)=(...) already exists"): the first line of the stack repeats it.
  const fromDriver = driverError !== undefined;
  const stack = (error.stack ?? '').split('\n');
  return {
    error: error.name,
    ...(fromDriver ? {} : { message: error.message }),
    code: driverError?.code ?? code,
    constraint: driverError?.constraint,
    stack: (fromDriver ? stack.filter((line) => line.startsWith('    at ')) : stack).slice(0, 20).join('\n'),
  };
}

/** Nest's own lines through the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly out: Logger) {}
  log(message: unknown, context?: string): void {
    this.out.debug({ context }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.out.warn({ context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    this.out.error({ context, stack }, String(message));
  }
  debug(message: unknown, context?: string): void {
    this.out.debug({ context }, String(message));
  }
  verbose(message: unknown, context?: string): void {
    this.out.trace({ context }, String(message));
  }
}
