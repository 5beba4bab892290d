import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { newId } from './fixtures/ids.js';

/** A statement that the connection prepares once and keeps. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export const statement = (name: string, text: string): Statement => ({ name: `bench_${name}`, text });

export const run = <Row extends object>(
  connection: Client,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<{ rows: Row[] }> => connection.query<Row>({ name, text, values: [...values] });

const BEGIN = statement('begin', 'begin');
const COMMIT = statement('commit', 'commit');
const ROLLBACK = statement('rollback', 'rollback');
const KEY = statement(
  'key',
  'insert into idempotency_key (person_id, key, request_hash, answer, created_at) values ($1, $2, $3, $4, $5)',
);
const AUDIT = statement(
  'audit',
  `insert into audit_entry (id, at, actor_id, action, subject_kind, subject_id, data, content)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/** What any command of the product leaves beside its own rows: the key with the answer, and the audit entry. */
export interface PlainCommand {
  readonly personId: string;
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly data: Readonly<Record<string, unknown>>;
  /** As long as the product's own answer. */
  readonly answer: string;
}

/** The transaction of a command as one would write it by hand. A throw rolls it back. */
export async function plainCommand(
  connection: Client,
  command: PlainCommand,
  work: () => Promise<void>,
): Promise<void> {
  await run(connection, BEGIN);
  try {
    const now = new Date().toISOString();
    const key = newId();
    const hash = createHash('sha256').update(key).digest('hex');
    await run(connection, KEY, [command.personId, key, hash, command.answer, now]);
    await work();
    const id = newId();
    const { action, subject, personId: actorId } = command;
    const data = JSON.stringify(command.data);
    const actor = { kind: 'person', id: actorId, name: 'Bench', session: key, request: key, address: '127.0.0.1' };
    const head = JSON.stringify({ id, at: now, actor, action, subject });
    const content = `${head.slice(0, -1)},"data":${data}}`;
    await run(connection, AUDIT, [id, now, actorId, action, subject.kind, subject.id, data, content]);
    await run(connection, COMMIT);
  } catch (error) {
    await run(connection, ROLLBACK);
    throw error;
  }
}
