import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { formatInstant, instant, MINUTE_MS, type Instant } from '#domain/time';
import { Clock } from '../clock.js';
import { Database, type Reader, type Tx } from '../database/database.js';
import { rows } from '../database/sql.js';
import { Problem } from '../http/problem.js';
import { Ids } from '../ids.js';
import type { AttemptKind } from './sign-in-attempt.entity.js';

/** Failures of one account that cost nothing; every further one doubles the wait. */
export const FREE_FAILURES = 5;
export const FIRST_WAIT_MS = 5_000;
export const LONGEST_WAIT_MS = 15 * MINUTE_MS;
/** Failures from one address, whatever the names: a ward of tablets behind one address stays below it. */
export const ADDRESS_FAILURES = 60;
const WINDOW_MS = 60 * MINUTE_MS;

export interface Attempt {
  readonly id: string;
}

/** Hash of a sign-in name; the name itself may be a password in the wrong box. */
export const accountHash = (login: string): string =>
  createHash('sha256').update(login.trim().toLowerCase()).digest('hex');

/** How long after the last of `failures` in a row the next attempt has to wait. */
export const waitAfter = (failures: number): number =>
  failures < FREE_FAILURES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - FREE_FAILURES, 20));

/** Slows guessing down, by account and by address, for names that exist and names that do not alike. */
@Injectable()
export class Throttle {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Counts an attempt as failed before the password is looked at, so that guesses sent together count each other.
   * @throws Problem `session.too-many-attempts`
   */
  begin(login: string, address: string, kind: AttemptKind): Promise<Attempt> {
    const account = accountHash(login);
    return this.db.transaction(async (tx) => {
      await lockAccount(tx, account);
      await this.refuseIfTooMany(tx, account, address);
      return this.insert(tx, account, address, kind);
    });
  }

  async succeeded(tx: Tx, attempt: Attempt): Promise<void> {
    await tx.query('update sign_in_attempt set succeeded = true where id = $1', [attempt.id]);
  }

  /** For a check inside a transaction that will be rolled back: holds the account's other attempts until its end. */
  async hold(tx: Tx, login: string, address: string): Promise<void> {
    const account = accountHash(login);
    await lockAccount(tx, account);
    await this.refuseIfTooMany(tx, account, address);
  }

  /** The failure of a check that `hold` let through, after its transaction was rolled back. */
  async failed(login: string, address: string, kind: AttemptKind): Promise<void> {
    await this.db.transaction((tx) => this.insert(tx, accountHash(login), address, kind));
  }

  private async insert(tx: Tx, account: string, address: string, kind: AttemptKind): Promise<Attempt> {
    const id = this.ids.next();
    await tx.query(
      'insert into sign_in_attempt (id, account_hash, address, kind, at, succeeded) values ($1, $2, $3, $4, $5, false)',
      [id, account, address, kind, formatInstant(this.clock.now())],
    );
    return { id };
  }

  private async refuseIfTooMany(reader: Reader, account: string, address: string): Promise<void> {
    const now = this.clock.now();
    const since = formatInstant(instant(now - WINDOW_MS));
    const [counted] = await rows<{ n: number; last: Instant | null; elsewhere: number }>(
      reader,
      `with own as (select id, at, succeeded from sign_in_attempt where account_hash = $1 and at > $3),
            success as (select at, id from own where succeeded order by at desc, id desc limit 1),
            streak as (select at from own where not succeeded and ((at, id) > (select at, id from success) or not exists (select from success)))
       select (select count(*)::int from streak) as n, (select max(at) from streak) as last,
              (select count(*)::int from sign_in_attempt where address = $2 and at > $3 and not succeeded) as elsewhere`,
      [account, address, since],
    );
    if (!counted) return;
    const until = (counted.last ?? 0) + waitAfter(counted.n);
    if (until > now) throw tooMany(until - now);
    if (counted.elsewhere >= ADDRESS_FAILURES) throw tooMany(LONGEST_WAIT_MS);
  }
}

/** Attempts on one account wait for each other; other accounts do not notice. */
async function lockAccount(tx: Tx, account: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(('x' || left($1, 15))::bit(60)::bigint)`, [account]);
}

function tooMany(waitMs: number): Problem {
  const seconds = Math.ceil(waitMs / 1000);
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return new Problem('session.too-many-attempts', {
    detail: `Too many wrong passwords. Wait ${wait}, then try again.`,
    retryAfterSeconds: seconds,
  });
}
