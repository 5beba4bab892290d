import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { formatInstant, HOUR_MS, instant, MINUTE_MS, type Instant } from '#domain/time';
import type { PersonId, SessionId } from '../brand.js';
import { Clock } from '../clock.js';
import { Env } from '../config/env.js';
import { Database, type Tx } from '../database/database.js';
import { rows } from '../database/sql.js';
import { Ids } from '../ids.js';
import type { Role } from './permissions.js';

/** A working day and its overtime: after this, the password again, however busy the screen was. */
export const SESSION_LIFE_MS = 12 * HOUR_MS;
/** The moment of the last touch is written at most this often: a busy screen does not write at every request. */
const TOUCH_EVERY_MS = 30_000;

export interface LiveSession {
  readonly sessionId: SessionId;
  readonly personId: PersonId;
  readonly login: string;
  readonly printedName: string;
  readonly initials: string;
  readonly roles: readonly Role[];
  readonly demo: boolean;
  readonly passwordMustChange: boolean;
  readonly locked: boolean;
  readonly endsAt: Instant;
}

interface SessionRow {
  readonly id: SessionId;
  readonly person_id: PersonId;
  readonly last_seen_at: Instant;
  readonly ends_at: Instant;
  readonly locked_at: Instant | null;
  readonly login: string;
  readonly printed_name: string;
  readonly initials: string;
  readonly roles: Role[];
  readonly demo: boolean;
  readonly password_must_change: boolean;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What the web sends back in a header; only a page of ours can read it, for it comes from the session's own token. */
export const csrfTokenOf = (token: string): string => sha256(`csrf:${token}`);

/** Sessions live in the database: any process serves any of them, and ending one ends it everywhere at once. */
@Injectable()
export class Sessions {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly env: Env,
  ) {}

  /** @returns the token for the cookie; the database keeps only its hash */
  async open(tx: Tx, personId: PersonId): Promise<{ token: string; sessionId: SessionId }> {
    const token = this.ids.secret();
    const sessionId = this.ids.next<SessionId>();
    const now = this.clock.now();
    await tx.query(
      'insert into session (id, person_id, token_hash, created_at, last_seen_at, ends_at) values ($1, $2, $3, $4, $4, $5)',
      [sessionId, personId, sha256(token), formatInstant(now), formatInstant(instant(now + SESSION_LIFE_MS))],
    );
    return { token, sessionId };
  }

  /**
   * The session behind a token; nothing when there is none, it has ended, or its person may no longer sign in. One that was
   * left alone too long is locked on the way. A `background` request (a poll, the feed) is not a touch.
   */
  async find(token: string, background: boolean): Promise<LiveSession | undefined> {
    const [row] = await rows<SessionRow>(
      this.db.reader,
      `select s.id, s.person_id, s.last_seen_at, s.ends_at, s.locked_at,
              p.login, p.printed_name, p.initials, p.roles, p.demo, p.password_must_change
       from session s join person p on p.id = s.person_id
       where s.token_hash = $1 and s.ended_at is null and p.active and (not p.demo or $2)`,
      [sha256(token), this.env.demo],
    );
    const now = this.clock.now();
    if (!row || row.ends_at <= now) return undefined;
    const idle = now - row.last_seen_at >= this.env.sessionIdleMinutes * MINUTE_MS;
    if (row.locked_at === null && idle) await this.lock(row.id);
    else if (row.locked_at === null && !background && now - row.last_seen_at >= TOUCH_EVERY_MS)
      await this.db.dataSource.query(
        'update session set last_seen_at = $2 where id = $1 and locked_at is null and last_seen_at < $2',
        [row.id, formatInstant(now)],
      );
    return live(row, row.locked_at !== null || idle);
  }

  async lock(id: SessionId): Promise<void> {
    await this.db.dataSource.query('update session set locked_at = $2 where id = $1 and locked_at is null', [
      id,
      formatInstant(this.clock.now()),
    ]);
  }

  async unlock(tx: Tx, id: SessionId): Promise<void> {
    await tx.query('update session set locked_at = null, last_seen_at = $2 where id = $1 and ended_at is null', [
      id,
      formatInstant(this.clock.now()),
    ]);
  }

  async end(tx: Tx, id: SessionId): Promise<void> {
    await tx.query('update session set ended_at = $2 where id = $1 and ended_at is null', [
      id,
      formatInstant(this.clock.now()),
    ]);
  }

  async endByToken(tx: Tx, token: string): Promise<void> {
    await tx.query('update session set ended_at = $2 where token_hash = $1 and ended_at is null', [
      sha256(token),
      formatInstant(this.clock.now()),
    ]);
  }

  /** Ends every session of a person, `except` one: after a change of password, roles or state. */
  async endAllOf(tx: Tx, personId: PersonId, except?: SessionId): Promise<void> {
    await tx.query(
      'update session set ended_at = $2 where person_id = $1 and ended_at is null and id is distinct from $3',
      [personId, formatInstant(this.clock.now()), except ?? null],
    );
  }
}

const live = (row: SessionRow, locked: boolean): LiveSession => ({
  sessionId: row.id,
  personId: row.person_id,
  login: row.login,
  printedName: row.printed_name,
  initials: row.initials,
  roles: row.roles,
  demo: row.demo,
  passwordMustChange: row.password_must_change,
  locked,
  endsAt: row.ends_at,
});
