import { createHash } from 'node:crypto';
import { createParamDecorator, Injectable, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { formatInstant } from '#domain/time';
import type { Actor } from '../auth/actor.js';
import type { SignedInRequest } from '../auth/decorators.js';
import { Clock } from '../clock.js';
import { Database, type Reader, type TransactionOptions, type Tx } from '../database/database.js';
import { rows } from '../database/sql.js';
import { Problem } from './problem.js';

/** A request to change something: who asks, and what tells this request from every other. */
export interface Command {
  readonly actor: Actor;
  readonly key: string;
  /** SHA-256 of method, path and body. */
  readonly hash: string;
  /** Called when the answer is the stored one. */
  readonly onReplay: () => void;
}

export const KEY_HEADER = 'idempotency-key';
export const REPLAY_HEADER = 'idempotency-replayed';
export const KEY = /^[\x21-\x7e]{1,64}$/;

/** A hash of a short secret gives it away to anyone with patience, so these never enter one. */
const SECRET_FIELDS: ReadonlySet<string> = new Set(['password', 'newPassword', 'temporaryPassword']);

export const WITHOUT_KEY = 'without-key';
/** For the few POSTs that change nothing (calculations), or that begin or end a session. */
export const WithoutKey = (): MethodDecorator => SetMetadata(WITHOUT_KEY, true);

/** The command of a route that changes something. The guard has refused a request without an `Idempotency-Key`. */
export const CurrentCommand = createParamDecorator((_: unknown, context: ExecutionContext): Command => {
  const http = context.switchToHttp();
  const request = http.getRequest<SignedInRequest>();
  const reply = http.getResponse<FastifyReply>();
  const key = request.headers[KEY_HEADER];
  if (!request.actor || typeof key !== 'string') throw new TypeError('a command needs a signed-in person and a key');
  return {
    actor: request.actor,
    key,
    hash: requestHash(request.method, request.url, request.body),
    onReplay: () => void reply.header(REPLAY_HEADER, 'true'),
  };
});

export function requestHash(method: string, url: string, body: unknown): string {
  const hash = createHash('sha256').update(`${method}\n${url}\n`);
  if (Buffer.isBuffer(body)) return hash.update(body).digest('hex');
  const text = JSON.stringify(body, (field, value: unknown) => (SECRET_FIELDS.has(field) ? undefined : value));
  return hash.update(text ?? '').digest('hex');
}

interface StoredKey {
  readonly request_hash: string;
  readonly answer: string | null;
}

/** Runs commands: once each, whatever the network does. */
@Injectable()
export class Commands {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * One transaction: the key, the work, the answer. The same request with the same key gets the stored answer and `work`
   * does not run; of two at once the second waits for the first. A refusal is rolled back with its key, so asking again
   * may succeed. The answer must be JSON data.
   */
  run<T>(command: Command, work: (tx: Tx, actor: Actor) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.db.transaction(async (tx) => {
      // A second insert of the same key waits here until the first transaction has ended, one way or the other.
      const fresh = await rows(
        tx,
        `insert into idempotency_key (person_id, key, request_hash, created_at) values ($1, $2, $3, $4)
         on conflict on constraint idempotency_key_pkey do nothing returning 1`,
        [command.actor.personId, command.key, command.hash, formatInstant(this.clock.now())],
      );
      if (fresh.length === 0) return this.answerAgain<T>(tx, command);
      const answer = await work(tx, command.actor);
      const text = answer === undefined ? null : JSON.stringify(answer);
      await tx.query('update idempotency_key set answer = $3 where person_id = $1 and key = $2', [
        command.actor.personId,
        command.key,
        text,
      ]);
      return answer;
    }, options);
  }

  /** The answer to a command that was sent before: for a command with costly work ahead of `run`, which is then not done again. */
  async answered<T>(command: Command): Promise<{ readonly answer: T } | undefined> {
    const known = await rows(this.db.reader, 'select 1 from idempotency_key where person_id = $1 and key = $2', [
      command.actor.personId,
      command.key,
    ]);
    return known.length === 0 ? undefined : { answer: await this.answerAgain<T>(this.db.reader, command) };
  }

  private async answerAgain<T>(reader: Pick<Reader, 'query'>, command: Command): Promise<T> {
    const [stored] = await rows<StoredKey>(
      reader,
      'select request_hash, answer from idempotency_key where person_id = $1 and key = $2',
      [command.actor.personId, command.key],
    );
    if (stored?.request_hash !== command.hash)
      throw new Problem('request.key-reused', {
        detail: 'This Idempotency-Key was already used for another request. Nothing was changed.',
        accepted: 'a new key for every command',
      });
    command.onReplay();
    return (stored.answer === null ? undefined : JSON.parse(stored.answer)) as T;
  }
}
