import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Clock } from '../../platform/clock.js';
import { Env } from '../../platform/config/env.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { FeedRefusal, FEED_BYTES_LIMIT, takeFeedFile, type FeedFile } from './feed-file.js';
import {
  addressShown,
  currentImport,
  importById,
  insertImport,
  keepFile,
  sameFileUnderWay,
  type ImportSource,
} from './import-rows.js';
import { importResponse, type ImportResponse } from './imports.dto.js';
import { whyNotNewer } from './switch-over.js';

/** What ships with the product; reference-data/SOURCES.md. */
const SAMPLE = 'openfda_shortages_2026-06-19_subset.json';
/** Files taken in at once by one process: each may hold 50 MB. */
const TAKEN_AT_ONCE = 2;

/** What a new import is made with. */
@Injectable()
export class ImportTools {
  constructor(
    readonly ids: Ids,
    readonly clock: Clock,
    readonly outbox: Outbox,
    readonly feed: Feed,
    readonly audit: Audit,
  ) {}
}

interface Origin {
  readonly source: ImportSource;
  readonly origin: string;
  readonly forced: boolean;
}

/** Begins imports. The file is seen whole and refused at once where it is no feed; reading its rows is a job. */
@Injectable()
export class ImportsService {
  private taking = 0;

  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly env: Env,
    private readonly tools: ImportTools,
  ) {}

  /** @param length what the sender says it will be, in bytes */
  async upload(
    command: Command,
    body: AsyncIterable<Uint8Array>,
    facts: { readonly name: string; readonly forced: boolean; readonly length: number },
  ): Promise<ImportResponse> {
    if (facts.length > FEED_BYTES_LIMIT) throw refusal(new FeedRefusal('The file is larger than 50 MB.', true));
    const file = await this.take(body);
    return this.begin(command, file, { source: 'upload', origin: facts.name, forced: facts.forced });
  }

  /** The sample that ships with the product: for a pharmacy of made-up people only. */
  async sample(command: Command): Promise<ImportResponse> {
    if (!this.env.demo)
      throw new Problem('shortage.no-sample', { detail: 'The sample is for trying the product out.' });
    const file = await this.take(createReadStream(path.resolve(process.cwd(), 'reference-data/shortages', SAMPLE)));
    return this.begin(command, file, { source: 'sample', origin: SAMPLE, forced: false });
  }

  fetch(command: Command, forced: boolean): Promise<ImportResponse> {
    const address = this.env.shortageFeedUrl;
    return this.commands.run(command, async (tx, actor) => {
      if (address === null)
        throw new Problem('shortage.no-address', {
          detail: 'No address of a feed is set. Import a file, or set SHORTAGE_FEED_URL.',
        });
      return this.insert(tx, actor, { source: 'address', origin: addressShown(address), forced });
    });
  }

  private async take(body: AsyncIterable<Uint8Array>): Promise<FeedFile> {
    if (this.taking >= TAKEN_AT_ONCE)
      throw new Problem('shortage.busy', {
        detail: 'Another file is being taken in. Try again.',
        retryAfterSeconds: 2,
      });
    this.taking += 1;
    try {
      return await takeFeedFile(body);
    } catch (error) {
      throw error instanceof FeedRefusal ? refusal(error) : error;
    } finally {
      this.taking -= 1;
    }
  }

  private begin(command: Command, file: FeedFile, origin: Origin): Promise<ImportResponse> {
    // The body came as a stream: what the command is, is only known now.
    const hash = createHash('sha256').update(`${command.hash}\n${file.sha256}`).digest('hex');
    return this.commands.run({ ...command, hash }, async (tx, actor) => {
      const current = await currentImport(tx, true);
      const same = await sameFileUnderWay(tx, file.sha256);
      if (same !== undefined) return this.shown(tx, same, true);
      if (current?.sha256 === file.sha256) return this.shown(tx, current.id, true);
      const older = whyNotNewer({ lastUpdated: file.lastUpdated, forced: origin.forced }, current);
      if (older !== undefined)
        throw new Problem('shortage.older', { detail: `${older} Nothing was changed.`, accepted: 'a newer file' });
      return this.insert(tx, actor, origin, file);
    });
  }

  private async insert(tx: Tx, actor: Actor, origin: Origin, file?: FeedFile): Promise<ImportResponse> {
    const id = this.tools.ids.next();
    await insertImport(tx, { id, ...origin, requestedBy: actor.personId, at: this.tools.clock.now() });
    if (file) await keepFile(tx, id, file);
    await this.tools.outbox.add(tx, 'shortage.import', { importId: id });
    const subject = { kind: 'shortage-import', id };
    await this.tools.audit.record(tx, actor, 'shortage.import-asked', subject, { ...origin, sha256: file?.sha256 });
    this.tools.feed.changed(tx, 'shortage', id);
    return this.shown(tx, id, false);
  }

  private async shown(tx: Tx, id: string, already: boolean): Promise<ImportResponse> {
    const found = await importById(tx, id);
    if (!found) throw notFound('import', id);
    return importResponse(found, already);
  }
}

const refusal = (error: FeedRefusal): Problem =>
  new Problem(error.tooLarge ? 'request.too-large' : 'shortage.not-a-feed', {
    detail: error.tooLarge
      ? error.message
      : `This is no openFDA drug shortage file. ${error.message} Nothing was imported.`,
    accepted: 'the JSON file of open.fda.gov "drug/shortages", or its zip archive, at most 50 MB',
  });
