import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { readNotices, readNoticeRows, UnreadableNotices, type ReadNotices, type RecallNotice } from '#domain/recall';
import { formatInstant } from '#domain/time';
import { Database, type Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { matchNotices, ourLots } from './notice-matching.js';
import { keepMatches, keepNotice } from './notice-store.js';
import { noticeById } from './notices.queries.js';
import type { ImportNoticesRequest, ImportNoticesResponse, RecallNoticeResponse } from './notices.dto.js';
import { RecallTools } from './recall-tools.js';

const CSV_COLUMNS = ['recall_number', 'firm', 'product', 'classification'];
const NOTICES_LIMIT = 5_000;

/** Recall notices from outside, and what of ours they mean. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly commands: Commands,
    private readonly db: Database,
    private readonly tools: RecallTools,
  ) {}

  /**
   * Reads a file, keeps its notices, and matches them to every lot that was ever bought. A bad record is refused with its row and
   * reason; a file that is no list is refused whole. The same file again changes nothing; decisions that were made stay.
   * @throws Problem `recall-notice.unreadable`
   */
  async import(command: Command, input: ImportNoticesRequest): Promise<ImportNoticesResponse> {
    const already = await this.commands.answered<ImportNoticesResponse>(command);
    if (already) return already.answer;
    const { notices, refused } = readFile(input);
    // Compared before the transaction: it takes a while, and locks nothing.
    const matched = await matchNotices(notices, await ourLots(this.db.reader));
    return this.commands.run(command, async (tx, actor) => {
      const now = this.tools.clock.now();
      const counts = { added: 0, changed: 0, unchanged: 0 };
      for (const notice of notices) {
        const { id, outcome } = await keepNotice(tx, this.tools.ids, { notice, personId: actor.personId, at: now });
        counts[outcome] += 1;
        await keepMatches(tx, this.tools.ids, id, matched.get(notice.key) ?? []);
      }
      const waiting = await waitingOf(
        tx,
        notices.map((n) => n.key),
      );
      const data = {
        source: input.source,
        sha256: createHash('sha256').update(input.text).digest('hex'),
        ...counts,
        refused: refused.length,
      };
      const importId = this.tools.ids.next();
      await this.tools.audit.record(
        tx,
        actor,
        'recall-notices.imported',
        { kind: 'recall-notices', id: importId },
        data,
      );
      this.tools.feed.changed(tx, 'recall', importId);
      return { ...counts, refused: refused.map((r) => ({ ...r })), waiting };
    });
  }

  /** Compares all notices on file with our lots again: lots that were received since are found. */
  async matchAgain(command: Command): Promise<ImportNoticesResponse> {
    const already = await this.commands.answered<ImportNoticesResponse>(command);
    if (already) return already.answer;
    const kept = await rows<{ id: string; parsed: RecallNotice }>(
      this.db.reader,
      'select id, parsed from recall_notice',
    );
    const matched = await matchNotices(
      kept.map((k) => k.parsed),
      await ourLots(this.db.reader),
    );
    return this.commands.run(command, async (tx, actor) => {
      for (const { id, parsed } of kept) await keepMatches(tx, this.tools.ids, id, matched.get(parsed.key) ?? []);
      const waiting = await waitingOf(
        tx,
        kept.map((k) => k.parsed.key),
      );
      const id = this.tools.ids.next();
      await this.tools.audit.record(
        tx,
        actor,
        'recall-notices.matched',
        { kind: 'recall-notices', id },
        { notices: kept.length, waiting },
      );
      this.tools.feed.changed(tx, 'recall', id);
      return { added: 0, changed: 0, unchanged: kept.length, refused: [], waiting };
    });
  }

  /** A person's word that a match is not ours, with the reason. */
  notOurs(command: Command, matchId: string, reason: string): Promise<RecallNoticeResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const [match] = await rows<{ notice_id: string; state: string }>(
        tx,
        'select notice_id, state from recall_notice_match where id = $1 for update',
        [matchId],
      );
      if (!match) throw notFound('match of a notice', matchId);
      if (match.state !== 'waiting')
        throw new Problem('recall.changed-meanwhile', { detail: 'This match has been decided on already.' });
      await tx.query(
        `update recall_notice_match set state = 'not-ours', reason = $2, decided_by = $3, decided_at = $4 where id = $1`,
        [matchId, reason.trim(), actor.personId, formatInstant(this.tools.clock.now())],
      );
      await this.tools.audit.record(
        tx,
        actor,
        'recall-notice.not-ours',
        { kind: 'recall-notice', id: match.notice_id },
        { matchId, reason },
      );
      this.tools.feed.changed(tx, 'recall', match.notice_id);
      return noticeById(tx, match.notice_id);
    });
  }
}

async function waitingOf(tx: Tx, keys: readonly string[]): Promise<number> {
  const [found] = await rows<{ n: string }>(
    tx,
    `select count(*) as n from recall_notice_match m join recall_notice n on n.id = m.notice_id where n.key = any($1::text[]) and m.state = 'waiting'`,
    [keys],
  );
  return Number(found?.n ?? 0);
}

function readFile(input: ImportNoticesRequest): ReadNotices {
  try {
    const read =
      input.format === 'json'
        ? readNotices(JSON.parse(input.text), input.source)
        : readNoticeRows(csvRows(input.text), input.source);
    if (read.notices.length + read.refused.length > NOTICES_LIMIT)
      throw new UnreadableNotices(`More than ${NOTICES_LIMIT} notices in one file.`);
    return read;
  } catch (error) {
    if (error instanceof UnreadableNotices) throw unreadable(error.message, error);
    if (error instanceof SyntaxError) throw unreadable('This is not JSON.', error);
    throw error;
  }
}

const unreadable = (detail: string, cause?: unknown): Problem =>
  new Problem('recall-notice.unreadable', {
    detail: `${detail} Nothing was taken from the file.`,
    ...(cause !== undefined && { cause }),
  });

function csvRows(text: string): unknown[] {
  let found: string[][];
  try {
    found = parse(text, { bom: true, skip_empty_lines: true });
  } catch (error) {
    throw unreadable(error instanceof Error ? `${error.message}.` : 'This is not CSV.', error);
  }
  const [header, ...lines] = found;
  const missing = CSV_COLUMNS.filter((column) => !header?.includes(column));
  if (!header || missing.length > 0) throw unreadable(`The header has no ${missing.join(', ')}.`);
  return lines.map((line) => Object.fromEntries(header.map((column, index) => [column, line[index] ?? ''])));
}
