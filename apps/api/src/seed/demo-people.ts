import type { Tx } from '../platform/database/database.js';
import { DEMO_PASSWORD } from '../platform/auth/demo.js';
import type { Passwords } from '../platform/auth/passwords.js';
import { stableId } from './stable-id.js';

interface DemoPerson {
  readonly login: string;
  readonly name: string;
  readonly initials: string;
  readonly roles: readonly string[];
  /** Whether this person compounds, and then also hazardous drugs. */
  readonly compounds?: boolean;
}

/** Made-up people, one for each part of the day. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { login: 'ana', name: 'Ana Reyes, CPhT', initials: 'AR', roles: ['technician'], compounds: true },
  { login: 'sam', name: 'Sam Okafor, CPhT', initials: 'SO', roles: ['technician'], compounds: true },
  { login: 'maya', name: 'Maya Lindqvist, PharmD', initials: 'ML', roles: ['pharmacist'], compounds: true },
  { login: 'daniel', name: 'Daniel Cho, PharmD', initials: 'DC', roles: ['pharmacist'], compounds: true },
  { login: 'ruth', name: 'Ruth Adler', initials: 'RA', roles: ['buyer'] },
  { login: 'jo', name: 'Jo Bennett, RN', initials: 'JB', roles: ['nurse'] },
  { login: 'priya', name: 'Priya Nair, PharmD', initials: 'PN', roles: ['designated-person'] },
  { login: 'alex', name: 'Alex Stone', initials: 'AS', roles: ['administrator'] },
];

export const demoPersonId = (login: string): string => stableId('person', login);

const QUALIFICATIONS = ['garbing', 'aseptic-manipulation', 'core-knowledge', 'hazardous-drugs'];

export async function insertDemoPeople(
  tx: Tx,
  passwords: Pick<Passwords, 'hash'>,
  days: { now: string; earnedOn: string; validUntil: string },
): Promise<void> {
  const hash = await passwords.hash(DEMO_PASSWORD);
  for (const person of DEMO_PEOPLE) {
    await tx.query(
      `insert into person (id, login, printed_name, initials, roles, active, demo, password_hash, password_must_change, created_at)
       values ($1, $2, $3, $4, $5, true, true, $6, false, $7)`,
      [demoPersonId(person.login), person.login, person.name, person.initials, person.roles, hash, days.now],
    );
  }
  for (const person of DEMO_PEOPLE.filter((p) => p.compounds)) {
    for (const kind of QUALIFICATIONS) {
      await tx.query(
        `insert into qualification (id, person_id, kind, earned_on, valid_until, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          stableId('qualification', `${person.login}:${kind}`),
          demoPersonId(person.login),
          kind,
          days.earnedOn,
          days.validUntil,
          demoPersonId('alex'),
          days.now,
        ],
      );
    }
  }
}
