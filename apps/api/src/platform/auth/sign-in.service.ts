import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.js';
import type { PersonId } from '../brand.js';
import { Env } from '../config/env.js';
import { Database, type Tx } from '../database/database.js';
import { affected } from '../database/sql.js';
import { notFound, Problem } from '../http/problem.js';
import type { AnyActor } from './actor.js';
import { passwordFault, Passwords } from './passwords.js';
import { Person } from './person.entity.js';
import { Sessions, type LiveSession } from './sessions.js';
import { accountHash, Throttle } from './throttle.js';

export interface Visitor {
  readonly requestId: string;
  readonly address: string;
}

/** Signing in and out, locking and unlocking, one's own password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
    private readonly throttle: Throttle,
    private readonly audit: Audit,
    private readonly env: Env,
  ) {}

  /** @returns the token for the cookie. A wrong name and a wrong password are answered alike, after the same time. */
  async signIn(visitor: Visitor, login: string, password: string, before?: string): Promise<string> {
    const attempt = await this.throttle.begin(login, visitor.address, 'sign-in');
    const found = await this.db.reader.findOneBy(Person, { login: login.trim().toLowerCase() });
    const person = found?.active && (!found.demo || this.env.demo) ? found : undefined;
    if (!(await this.passwords.matches(person?.passwordHash, password)) || !person) throw refused(login);
    return this.db.transaction(async (tx) => {
      await this.throttle.succeeded(tx, attempt);
      return this.open(tx, visitor, person, before);
    });
  }

  /** One click, in the demo mode, as a made-up person. */
  async signInDemo(visitor: Visitor, personId: PersonId, before?: string): Promise<string> {
    const person = this.env.demo
      ? await this.db.reader.findOneBy(Person, { id: personId, demo: true, active: true })
      : null;
    if (!person) throw notFound('demo person', personId);
    return this.db.transaction((tx) => this.open(tx, visitor, person, before));
  }

  async signOut(session: LiveSession, actor: AnyActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.sessions.end(tx, session.sessionId);
      await this.audit.record(tx, actor, 'session.ended', { kind: 'person', id: session.personId });
    });
  }

  lock(session: LiveSession): Promise<void> {
    return this.sessions.lock(session.sessionId);
  }

  /** Only the person who locked it, by password; anybody else signs in afresh. */
  async unlock(session: LiveSession, visitor: Visitor, password: string): Promise<void> {
    const attempt = await this.throttle.begin(session.login, visitor.address, 'unlock');
    await this.provePassword(session, password);
    await this.db.transaction(async (tx) => {
      await this.throttle.succeeded(tx, attempt);
      await this.sessions.unlock(tx, session.sessionId);
    });
  }

  /** Ends the person's other sessions: whoever knew the old password is out. */
  async changePassword(
    session: LiveSession,
    visitor: Visitor,
    actor: AnyActor,
    old: string,
    fresh: string,
  ): Promise<void> {
    const attempt = await this.throttle.begin(session.login, visitor.address, 'password');
    const proven = await this.provePassword(session, old);
    const fault = fresh === old ? 'is the present one' : passwordFault(fresh, session.login);
    const hash = fault === undefined ? await this.passwords.hash(fresh) : undefined;
    await this.db.transaction(async (tx) => {
      await this.throttle.succeeded(tx, attempt);
      if (hash === undefined) return;
      // An administrator may have given another one meanwhile: then the old password proves nothing any more.
      const part = { passwordHash: hash, passwordMustChange: false };
      const { affected: changed } = await tx.update(Person, { id: session.personId, passwordHash: proven }, part);
      if (changed !== 1) throw refused(session.login);
      await this.sessions.endAllOf(tx, session.personId, session.sessionId);
      await this.audit.record(tx, actor, 'person.password-changed', { kind: 'person', id: session.personId });
    });
    if (fault !== undefined) throw weakPassword('newPassword', fault);
  }

  private async open(tx: Tx, visitor: Visitor, person: Person, before: string | undefined): Promise<string> {
    if (before !== undefined) await this.sessions.endByToken(tx, before);
    // While the password was checked the person may have been deactivated, or the password changed: then their sessions were ended.
    const still = await affected(
      tx,
      'update person set version = version where id = $1 and active and password_hash = $2',
      [person.id, person.passwordHash],
    );
    if (still === 0) throw refused(person.login);
    const { token, sessionId } = await this.sessions.open(tx, person.id);
    const actor: AnyActor = { kind: 'unknown', ...visitor };
    const data = { session: sessionId };
    await this.audit.record(tx, actor, 'session.opened', { kind: 'person', id: person.id }, data);
    return token;
  }

  /** @returns the hash that the password was held against */
  private async provePassword(session: LiveSession, password: string): Promise<string> {
    const person = await this.db.reader.findOneBy(Person, { id: session.personId });
    if (!(await this.passwords.matches(person?.passwordHash, password)) || !person) throw refused(session.login);
    return person.passwordHash;
  }
}

/** Says nothing about which of the two was wrong. */
const refused = (login: string): Problem =>
  new Problem('session.refused', {
    detail: 'The name or the password is not right.',
    audit: { action: 'session.refused', subject: { kind: 'account', id: accountHash(login) } },
  });

export const weakPassword = (field: string, fault: string): Problem =>
  new Problem('person.password-too-weak', {
    detail: `This password will not do: it ${fault}.`,
    fields: [{ field, message: fault, accepted: 'at least 10 characters; a few words are good' }],
  });
