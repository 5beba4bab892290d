import 'reflect-metadata';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { zoneId, type ZoneId } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { systemActor } from '../../platform/auth/actor.js';
import { passwordFault, Passwords } from '../../platform/auth/passwords.js';
import { Person } from '../../platform/auth/person.entity.js';
import type { PersonId, SiteId } from '../../platform/brand.js';
import { Clock } from '../../platform/clock.js';
import { readDatabaseUrl } from '../../platform/config/env.js';
import { dataSourceOptions } from '../../platform/database/data-source.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { SiteRow } from '../../platform/site/site.entity.js';

const USAGE = `Makes the first administrator, who then makes everybody else.

  npm run create-admin -- --login jdoe --name "Jane Doe" [--initials JD]
                          [--site "Elm Street Infusion" --zone America/Chicago] [--force]

The password is asked for, or read from standard input; it must be changed at the first sign-in.
--force makes one more although there is an administrator already.
`;

export interface FirstAdministrator {
  readonly login: string;
  readonly name: string;
  readonly initials: string;
  readonly password: string;
  readonly site?: { readonly name: string; readonly zone: ZoneId };
  readonly force: boolean;
}

/** @returns the id of the person made. @throws Error in words for the person at the keyboard; then nothing was made */
export async function createAdministrator(db: Database, wanted: FirstAdministrator): Promise<PersonId> {
  const fault = passwordFault(wanted.password, wanted.login);
  if (fault !== undefined) throw new Error(`This password will not do: it ${fault}.`);
  const passwordHash = await new Passwords().hash(wanted.password);
  const [ids, clock] = [new Ids(), new Clock()];
  const audit = new Audit(db, clock, ids);
  return db.transaction(async (tx) => {
    // Two at once: the table is small and this is rare.
    await tx.query('lock table person in share row exclusive mode');
    const present = await tx.query<unknown[]>(`select 1 from person where active and 'administrator' = any(roles)`);
    if (present.length > 0 && !wanted.force)
      throw new Error('There is an administrator already. Ask them, or use --force.');
    await enterSite(tx, ids, wanted);
    const id = ids.next<PersonId>();
    const { login, name, initials } = wanted;
    const row = { id, login, printedName: name, initials, roles: ['administrator' as const], createdAt: clock.now() };
    await tx.insert(Person, { ...row, passwordHash, passwordMustChange: true, active: true, demo: false });
    await audit.record(tx, systemActor('create-admin'), 'person.created', { kind: 'person', id }, { after: row });
    return id;
  });
}

async function enterSite(tx: Tx, ids: Ids, { site }: FirstAdministrator): Promise<void> {
  if (!site || (await tx.exists(SiteRow))) return;
  const row = { id: ids.next<SiteId>(), name: site.name, addressLines: [], phone: null, zoneId: site.zone };
  await tx.insert(SiteRow, { ...row, settings: {}, only: true });
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      login: { type: 'string' },
      name: { type: 'string' },
      initials: { type: 'string' },
      site: { type: 'string' },
      zone: { type: 'string' },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { login, name, site, zone, force } = values;
  if (values.help || !login || !name || (site === undefined) !== (zone === undefined)) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const password = await askPassword();
  const source = await new DataSource(dataSourceOptions(readDatabaseUrl(), 2)).initialize();
  try {
    await createAdministrator(new Database(source), {
      login: login.toLowerCase(),
      name,
      initials: values.initials ?? initialsOf(name),
      password,
      force,
      ...(site !== undefined && zone !== undefined && { site: { name: site, zone: zoneId(zone) } }),
    });
    process.stdout.write(`${name} may sign in as ${login.toLowerCase()}, and chooses a new password then.\n`);
    return 0;
  } finally {
    await source.destroy();
  }
}

/** First letters of the words, credentials after a comma left out. */
export function initialsOf(name: string): string {
  const plain = (name.split(',')[0] ?? '').normalize('NFD').replaceAll(/\p{M}/gu, '');
  return (plain.match(/\b[A-Z]/g) ?? []).join('').slice(0, 4).padEnd(2, 'X');
}

/** Asked for at a terminal; otherwise the first line of standard input, so that it is in no list of processes. */
async function askPassword(): Promise<string> {
  const terminal = process.stdin.isTTY;
  const suggestion = new Ids().secret().slice(0, 16);
  const lines = createInterface({ input: process.stdin, ...(terminal && { output: process.stdout }) });
  try {
    if (!terminal) {
      for await (const line of lines) return line;
      return '';
    }
    const typed = await lines.question(`Password for the first sign-in (Enter for ${suggestion}): `);
    return typed === '' ? suggestion : typed;
  } finally {
    lines.close();
  }
}

/** Run as a command, not when a test imports it. */
if (process.argv[1]?.endsWith('create-admin.js'))
  process.exitCode = await main().catch((error: unknown) => {
    const words = error instanceof Problem || error instanceof Error ? error.message : 'failed';
    process.stderr.write(`${words}\n`);
    return 1;
  });
