import { timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Env } from '../config/env.js';
import { KEY, KEY_HEADER, WITHOUT_KEY } from '../http/commands.js';
import { Problem } from '../http/problem.js';
import { requestContext } from '../http/request-context.js';
import type { Actor } from './actor.js';
import { SESSION_COOKIE } from './cookie.js';
import { ACCESS, DESPITE, type Access, type Hindrance, type SignedInRequest } from './decorators.js';
import { permissionsOf } from './permissions.js';
import { csrfTokenOf, Sessions, type LiveSession } from './sessions.js';

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
export const CSRF_HEADER = 'x-csrf-token';
/** Set by the web on requests that nobody's hand caused, so that they do not keep a screen from locking. */
export const BACKGROUND_HEADER = 'x-background';

export type SessionRequest = SignedInRequest & { session?: LiveSession; sessionToken?: string };

/** The one guard. A route that says nothing about who may use it is refused. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly env: Env,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SessionRequest>();
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === undefined) throw denied(request, 'nobody: the route does not say who may use it');
    const changes = !SAFE.has(request.method);
    if (changes) this.refuseForeignOrigin(request);
    if (access === 'public') return true;

    const session = await this.identify(request);
    if (changes) refuseForgery(request);
    this.refuseHindered(context, session);
    const actor = actorOf(session, request);
    request.actor = actor;
    const store = requestContext.getStore();
    if (store) store.actorId = actor.personId;
    const missing = access.filter((permission) => !actor.permissions.has(permission));
    if (missing.length > 0) throw denied(request, missing.join(', '));
    if (changes && !this.reflector.get<boolean | undefined>(WITHOUT_KEY, context.getHandler()))
      refuseWithoutKey(request);
    return true;
  }

  private async identify(request: SessionRequest): Promise<LiveSession> {
    const token = request.cookies[SESSION_COOKIE];
    if (!token) throw new Problem('session.missing', { detail: 'Sign in first.' });
    const session = await this.sessions.find(token, request.headers[BACKGROUND_HEADER] !== undefined);
    if (!session) throw new Problem('session.ended', { detail: 'Your session has ended. Sign in again.' });
    request.session = session;
    request.sessionToken = token;
    return session;
  }

  private refuseHindered(context: ExecutionContext, session: LiveSession): void {
    const despite = this.reflector.get<Hindrance[] | undefined>(DESPITE, context.getHandler()) ?? [];
    if (session.locked && !despite.includes('locked'))
      throw new Problem('session.locked', { detail: `The screen is locked. ${session.printedName} unlocks it.` });
    if (session.passwordMustChange && !despite.includes('password-must-change'))
      throw new Problem('session.password-must-change', { detail: 'Choose a password of your own first.' });
  }

  /** Browsers say where a request that changes something comes from; programs say nothing and carry no cookies by accident. */
  private refuseForeignOrigin(request: FastifyRequest): void {
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const ours = this.env.publicUrl === null ? host : new URL(this.env.publicUrl).host;
    const foreign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== ours);
    if (foreign || site === 'cross-site') throw forged(request);
  }
}

function refuseForgery(request: SessionRequest): void {
  const sent = request.headers[CSRF_HEADER];
  const right = Buffer.from(csrfTokenOf(request.sessionToken ?? ''));
  const given = Buffer.from(typeof sent === 'string' ? sent : '');
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw forged(request);
}

function refuseWithoutKey(request: FastifyRequest): void {
  const key = request.headers[KEY_HEADER];
  if (typeof key === 'string' && KEY.test(key)) return;
  throw new Problem('request.key-missing', {
    detail: 'A request that changes something carries an Idempotency-Key, so that sending it twice changes it once.',
    accepted: 'header Idempotency-Key, 1 to 64 printable characters, new for every command',
  });
}

const actorOf = (session: LiveSession, request: FastifyRequest): Actor => ({
  kind: 'person',
  personId: session.personId,
  name: session.printedName,
  roles: session.roles,
  permissions: permissionsOf(session.roles),
  sessionId: session.sessionId,
  requestId: request.id,
  address: request.ip,
});

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.routeOptions.url ?? ''}`;

const denied = (request: FastifyRequest, needed: string): Problem =>
  new Problem('access.denied', {
    detail: `You may not do this. It needs the permission ${needed}.`,
    audit: { action: 'access.denied', subject: { kind: 'route', id: routeOf(request) }, data: { needed } },
  });

const forged = (request: FastifyRequest): Problem =>
  new Problem('session.forged', {
    detail: 'The request did not come from a page of ours. Reload the page and try again.',
    audit: { action: 'session.forged', subject: { kind: 'route', id: routeOf(request) } },
  });
