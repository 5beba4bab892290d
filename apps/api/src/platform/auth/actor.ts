import type { PersonId, SessionId } from '../brand.js';
import type { Permission, Role } from './permissions.js';

/** A signed-in person, for the length of one request. */
export interface Actor {
  readonly kind: 'person';
  readonly personId: PersonId;
  /** As printed on records: name and credentials. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  readonly sessionId: SessionId;
  readonly requestId: string;
  readonly address: string;
}

/** Work that no person asked for at this moment: a job, a command line. */
export interface SystemActor {
  readonly kind: 'system';
  readonly name: string;
  readonly requestId: string;
}

/** Somebody who has not proven who they are, at a sign-in page. */
export interface UnknownActor {
  readonly kind: 'unknown';
  readonly requestId: string;
  readonly address: string;
}

export type AnyActor = Actor | SystemActor | UnknownActor;

export const systemActor = (name: string, requestId = name): SystemActor => ({ kind: 'system', name, requestId });
