import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { readFeed, readShortageRow, type FeedPart, type ShortageItem } from '#domain/shortage';
import { Env } from '../../platform/config/env.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { FeedRefusal, textOf } from './feed-file.js';
import { fetchFeed } from './fetch-feed.js';
import { keepFile, piecesOf } from './import-rows.js';

/** Rows of one transaction: what a crash may cost, and how often progress is told. */
export const CHUNK_ROWS = 100;

type FeedRow = Extract<FeedPart, { kind: 'row' }>;

/** Reads the kept file into staged rows, chunk by chunk, each with the cursor that says how far it came. */
@Injectable()
export class Staging {
  constructor(
    private readonly db: Database,
    private readonly feed: Feed,
    private readonly env: Env,
  ) {}

  /** Gets the file from its address and keeps it beside its import. @throws FeedRefusal */
  async fetch(importId: string): Promise<void> {
    const address = this.env.shortageFeedUrl;
    if (address === null) throw new FeedRefusal('No address of a feed is set any more.');
    const file = await fetchFeed(address);
    await this.db.transaction((tx) => keepFile(tx, importId, file));
  }

  /** Goes on where the last run stopped. Of two that run at once each row is staged by one. */
  async stage(importId: string): Promise<void> {
    let done = await this.rowsDone(importId);
    let chunk: FeedRow[] = [];
    for (const part of readFeed(textOf(await piecesOf(this.db.reader, importId)))) {
      if (part.kind !== 'row' || part.number <= done) continue;
      chunk.push(part);
      if (chunk.length < CHUNK_ROWS) continue;
      done = await this.stageChunk(importId, chunk);
      chunk = [];
      await breathe();
    }
    if (chunk.length > 0) await this.stageChunk(importId, chunk);
  }

  private async rowsDone(importId: string): Promise<number> {
    const [row] = await rows<{ rows_done: number }>(
      this.db.reader,
      'select rows_done from shortage_import where id = $1',
      [importId],
    );
    return row?.rows_done ?? 0;
  }

  /** @returns the cursor afterwards */
  private stageChunk(importId: string, chunk: readonly FeedRow[]): Promise<number> {
    return this.db.transaction(async (tx) => {
      const [row] = await rows<{ rows_done: number }>(
        tx,
        `update shortage_import set state = 'running' where id = $1 and state in ('queued','running') returning rows_done`,
        [importId],
      );
      // Ended meanwhile, by another worker: there is nothing left to stage.
      if (!row) return Number.MAX_SAFE_INTEGER;
      const fresh = chunk.filter((part) => part.number > row.rows_done);
      const last = fresh.at(-1);
      if (!last) return row.rows_done;
      const refused = await insertRows(tx, importId, fresh);
      await tx.query('update shortage_import set rows_done = $2, rows_refused = rows_refused + $3 where id = $1', [
        importId,
        last.number,
        refused,
      ]);
      this.feed.changed(tx, 'shortage', importId);
      return last.number;
    });
  }
}

/** @returns how many were refused */
async function insertRows(tx: Tx, importId: string, parts: readonly FeedRow[]): Promise<number> {
  const items: { part: FeedRow; item: ShortageItem }[] = [];
  const refused: { part: FeedRow; reason: string; ndc: string | null }[] = [];
  for (const part of parts) {
    const reading = readShortageRow(part.value);
    if (reading.kind === 'item') items.push({ part, item: reading.item });
    else refused.push({ part, reason: reading.reason, ndc: reading.ndc });
  }
  await tx.query(
    `insert into shortage_import_row (import_id, row_number, line, key, facts, raw)
     select $1, * from unnest($2::int[], $3::int[], $4::text[], $5::jsonb[], $6::jsonb[])`,
    [
      importId,
      items.map(({ part }) => part.number),
      items.map(({ part }) => part.line),
      items.map(({ item }) => item.key),
      items.map(({ item }) => JSON.stringify(item)),
      items.map(({ part }) => JSON.stringify(part.value)),
    ],
  );
  await tx.query(
    `insert into shortage_import_refusal (import_id, row_number, line, ndc, reason)
     select $1, * from unnest($2::int[], $3::int[], $4::text[], $5::text[])`,
    [
      importId,
      refused.map(({ part }) => part.number),
      refused.map(({ part }) => part.line),
      refused.map(({ ndc }) => ndc),
      refused.map(({ reason }) => reason),
    ],
  );
  return refused.length;
}
