import type {} from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { Env } from '../config/env.js';
import { SESSION_LIFE_MS } from './sessions.js';

export const SESSION_COOKIE = 'session';

/** Not readable by scripts, never sent from another site; only over TLS where that is how browsers reach us. */
export function setSessionCookie(reply: FastifyReply, env: Env, token: string): void {
  void reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: env.publicUrl?.startsWith('https:') ?? false,
    maxAge: SESSION_LIFE_MS / 1000,
  });
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, { path: '/' });
}
