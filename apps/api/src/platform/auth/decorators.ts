import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import type { Actor } from './actor.js';
import type { Permission } from './permissions.js';

export const ACCESS = 'access';
export const DESPITE = 'access-despite';

/** Who may use a route: everybody, or people with all of the permissions named. */
export type Access = 'public' | readonly Permission[];
export type Hindrance = 'locked' | 'password-must-change';

/** For everybody, signed in or not. */
export const Public = (): MethodDecorator => SetMetadata<string, Access>(ACCESS, 'public');

/** For people who have all the permissions named; with none named, for anyone signed in. A route with neither is refused. */
export const Requires = (...permissions: Permission[]): MethodDecorator =>
  SetMetadata<string, Access>(ACCESS, permissions);

/** Still answers a session with this hindrance: who am I, unlock, sign out, change my password. */
export const Despite = (...hindrances: Hindrance[]): MethodDecorator => SetMetadata(DESPITE, hindrances);

export type SignedInRequest = FastifyRequest & { actor?: Actor };

/** The signed-in person, for routes that read. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<SignedInRequest>();
  if (!actor) throw new Problem('session.missing', { detail: 'Sign in first.' });
  return actor;
});
