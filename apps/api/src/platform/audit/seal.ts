import { createHash } from 'node:crypto';
import { formatInstant } from '#domain/time';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database, type Tx } from '../database/database.js';
import { rows } from '../database/sql.js';

/** What the first block follows. */
export const GENESIS = '0'.repeat(64);
const ENTRIES_PER_BLOCK = 2_000;
/** Any number of ours: one sealer at a time, in however many workers. */
const SEALER_LOCK = 7_970_001;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A block's hash covers its number, its moment, the block before and every entry's exact text, in order. */
export function blockHash(
  block: { readonly number: number; readonly sealedAt: string; readonly previousHash: string },
  contents: readonly string[],
): string {
  return sha256(
    [String(block.number), block.sealedAt, block.previousHash, String(contents.length), ...contents.map(sha256)].join(
      '\n',
    ),
  );
}

/** Chains entries into blocks, behind the writers, so that they do not queue for the end of a chain. */
@Injectable()
export class Sealer {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Seals everything that waits. @returns the number of entries sealed; 0 also when another sealer is at it */
  async sealAll(): Promise<number> {
    let total = 0;
    for (;;) {
      const sealed = await this.db.transaction((tx) => this.sealOne(tx));
      total += sealed;
      if (sealed < ENTRIES_PER_BLOCK) return total;
    }
  }

  private async sealOne(tx: Tx): Promise<number> {
    const [lock] = await rows<{ got: boolean }>(tx, 'select pg_try_advisory_xact_lock($1) as got', [SEALER_LOCK]);
    if (!lock?.got) return 0;
    const entries = await rows<{ id: string; content: string }>(
      tx,
      'select id, content from audit_entry where block is null order by id limit $1',
      [ENTRIES_PER_BLOCK],
    );
    if (entries.length === 0) return 0;
    const [last] = await rows<{ number: number; hash: string }>(
      tx,
      'select number, hash from audit_block order by number desc limit 1',
    );
    const block = {
      number: (last?.number ?? 0) + 1,
      sealedAt: formatInstant(this.clock.now()),
      previousHash: last?.hash ?? GENESIS,
    };
    const hash = blockHash(
      block,
      entries.map((e) => e.content),
    );
    await tx.query(
      'insert into audit_block (number, sealed_at, entries, previous_hash, hash) values ($1, $2, $3, $4, $5)',
      [block.number, block.sealedAt, entries.length, block.previousHash, hash],
    );
    await tx.query(
      `update audit_entry e set block = $1, place = s.place
       from unnest($2::uuid[]) with ordinality as s(id, place) where e.id = s.id`,
      [block.number, entries.map((e) => e.id)],
    );
    return entries.length;
  }
}
