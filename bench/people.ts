import pg from 'pg';
import { Passwords } from '../apps/api/src/platform/auth/passwords.js';
import { Ids } from '../apps/api/src/platform/ids.js';
import { Visitor } from './visitor.js';

export const PASSWORD = 'a password for the bench';
const COMPETENCIES = ['garbing', 'aseptic-manipulation', 'core-knowledge', 'hazardous-drugs'];
const DAYS_MS = 86_400_000;

const loginOf = (role: 'pharmacist' | 'technician', number: number): string => `${role}.${number}`;

/** One pharmacist and one qualified technician for each client: two people never wait for each other's password. */
export async function insertPeople(db: pg.Client, count: number): Promise<void> {
  const ids = new Ids();
  const hash = await new Passwords().hash(PASSWORD);
  const day = (offset: number): string => new Date(Date.now() + offset * DAYS_MS).toISOString().slice(0, 10);
  for (const role of ['pharmacist', 'technician'] as const)
    for (let number = 1; number <= count; number += 1) {
      const id = ids.next();
      const name = `${role === 'pharmacist' ? 'Pharmacist' : 'Technician'} ${number}`;
      await db.query(
        `insert into person (id, login, printed_name, initials, roles, password_hash, password_must_change, created_at)
         values ($1, $2, $3, 'BN', $4, $5, false, now())`,
        [id, loginOf(role, number), name, [role], hash],
      );
      await db.query(
        `insert into qualification (id, person_id, kind, earned_on, valid_until, recorded_by, recorded_at)
         select gen_random_uuid(), $1, kind, $2, $3, $1, now() from unnest($4::text[]) as kind`,
        [id, day(-10), day(170), COMPETENCIES],
      );
    }
}

/** Signed in over HTTP as anyone would. */
export async function signInAll(
  origin: URL,
  role: 'pharmacist' | 'technician',
  count: number,
): Promise<readonly Visitor[]> {
  const visitors: Visitor[] = [];
  for (let number = 1; number <= count; number += 1)
    visitors.push(await new Visitor(origin, PASSWORD).signIn(loginOf(role, number)));
  return visitors;
}

const CHECKS = 20;

/** Milliseconds of CPU that checking a password costs. */
export async function signatureCost(): Promise<number> {
  const passwords = new Passwords();
  const stored = await passwords.hash(PASSWORD);
  const before = process.cpuUsage();
  for (let check = 0; check < CHECKS; check += 1) await passwords.matches(stored, PASSWORD);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / CHECKS;
}
