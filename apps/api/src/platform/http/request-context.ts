import { AsyncLocalStorage } from 'node:async_hooks';

/** For log lines only: what cannot hurt when it is missing. Nothing decides by it. */
export interface RequestContext {
  readonly requestId: string;
  actorId?: string;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
