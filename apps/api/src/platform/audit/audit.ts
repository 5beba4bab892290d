import { Injectable } from '@nestjs/common';
import { formatInstant } from '#domain/time';
import type { Actor, AnyActor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { Database, type Tx } from '../database/database.js';
import { Problem } from '../http/problem.js';
import { Ids } from '../ids.js';
import { GroupWriter } from './group-writer.js';

export interface Subject {
  /** A table's word: `order`, `patient`, `worksheet`. */
  readonly kind: string;
  readonly id: string;
}

export type AuditData = Readonly<Record<string, unknown>> & { readonly before?: unknown; readonly after?: unknown };

/** The columns of an entry as they are stored. */
interface EntryRow {
  readonly id: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly subject: Subject;
  readonly data: string;
  readonly content: string;
}

const PER_STATEMENT = 200;
/** So many reads may wait for a database that does not answer; then patient data is no longer shown. */
const READS_WAITING_LIMIT = 2_000;

/** The only writer of the audit trail (P11-07). */
@Injectable()
export class Audit {
  private readonly reads: GroupWriter<EntryRow>;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.reads = new GroupWriter(
      (entries) => this.db.transaction((tx) => insertEntries(tx, entries)),
      PER_STATEMENT,
      READS_WAITING_LIMIT,
    );
  }

  /** Records what `actor` does, in the transaction that does it. `data` is JSON: before, after, and what else explains it. */
  record(tx: Tx, actor: AnyActor, action: string, subject: Subject, data: AuditData = {}): Promise<void> {
    return insertEntries(tx, [this.entry(actor, action, subject, data)]);
  }

  /** Records a refusal, after the transaction that refused was rolled back. */
  recordAlone(actor: AnyActor, action: string, subject: Subject, data: AuditData = {}): Promise<void> {
    return this.db.transaction((tx) => this.record(tx, actor, action, subject, data));
  }

  /**
   * Records that patient data was shown. Reads that come together share a commit, so start it beside the query and await
   * both before answering: what could not be recorded is not shown.
   *
   * @throws Problem `server.unavailable` when the entry cannot be written.
   */
  async read(actor: Actor, subjects: readonly Subject[], what: string): Promise<void> {
    const entries = subjects.map((subject) => this.entry(actor, `${subject.kind}.read`, subject, { what }));
    try {
      await Promise.all(entries.map((entry) => this.reads.write(entry)));
    } catch (cause) {
      throw new Problem('server.unavailable', {
        detail: 'Patient data cannot be shown because the audit trail cannot be written. Try again.',
        retryAfterSeconds: 2,
        cause,
      });
    }
  }

  private entry(actor: AnyActor, action: string, subject: Subject, data: AuditData): EntryRow {
    const id = this.ids.next();
    const at = formatInstant(this.clock.now());
    // Through JSON once, so that `data` and the text that is hashed are the same thing: no undefined, no dates.
    const dataText = JSON.stringify(data);
    const head = { id, at, actor: actorFacts(actor), action, subject: { kind: subject.kind, id: subject.id } };
    return {
      id,
      at,
      actorId: actor.kind === 'person' ? actor.personId : null,
      action,
      subject,
      data: dataText,
      content: `${JSON.stringify(head).slice(0, -1)},"data":${dataText}}`,
    };
  }
}

function actorFacts(actor: AnyActor): Record<string, unknown> {
  switch (actor.kind) {
    case 'person':
      return {
        kind: 'person',
        id: actor.personId,
        name: actor.name,
        session: actor.sessionId,
        request: actor.requestId,
        address: actor.address,
      };
    case 'unknown':
      return { kind: 'unknown', request: actor.requestId, address: actor.address };
    case 'system':
      return { kind: 'system', name: actor.name, request: actor.requestId };
  }
}

async function insertEntries(tx: Tx, entries: readonly EntryRow[]): Promise<void> {
  await tx.query(
    `insert into audit_entry (id, at, actor_id, action, subject_kind, subject_id, data, content)
     select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[])`,
    [
      entries.map((e) => e.id),
      entries.map((e) => e.at),
      entries.map((e) => e.actorId),
      entries.map((e) => e.action),
      entries.map((e) => e.subject.kind),
      entries.map((e) => e.subject.id),
      entries.map((e) => e.data),
      entries.map((e) => e.content),
    ],
  );
}
