import { Injectable } from '@nestjs/common';
import { parseRulePack, USP_797_2023, type RulePack } from '#domain/beyond-use-date';
import { dateIn, formatInstant, type LocalDate } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import { Database, type Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { dateField } from '../../platform/http/dates.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Sites } from '../../platform/site/site.js';
import { storedPacks, type StoredPack } from './stored-packs.js';
import type { RulePackEndRequest, RulePackRequest, RulePackResponse } from './rule-packs.dto.js';

/** Clock and ids for what is new, and the site whose calendar decides what is in force. */
@Injectable()
export class RulePackTools {
  constructor(
    readonly ids: Ids,
    readonly clock: Clock,
    readonly sites: Sites,
  ) {}
}

/** Rules of state, payer and site beside the edition of USP <797>: added and ended, never edited. They can only shorten. */
@Injectable()
export class RulePacksService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly feed: Feed,
    private readonly tools: RulePackTools,
  ) {}

  async list(reader: Reader = this.db.reader): Promise<RulePackResponse[]> {
    const [stored, site] = await Promise.all([storedPacks(reader), this.tools.sites.current(reader)]);
    const today = dateIn(this.tools.clock.now(), site.zone);
    return [show({ id: null, pack: USP_797_2023 }, today), ...stored.map((row) => show(row, today))];
  }

  add(command: Command, input: RulePackRequest): Promise<RulePackResponse[]> {
    return this.commands.run(command, async (tx, actor) => {
      const pack = packOrRefuse(input.content);
      const id = this.tools.ids.next();
      await tx.query(
        `insert into rule_pack (id, pack, version, kind, title, in_force_from, in_force_until, content, added_by, added_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
        [
          id,
          pack.id,
          pack.version,
          pack.kind,
          pack.title,
          pack.inForceFrom,
          pack.inForceUntil ?? null,
          JSON.stringify(input.content),
          actor.personId,
          formatInstant(this.tools.clock.now()),
        ],
      );
      await this.audit.record(tx, actor, 'rule-pack.added', { kind: 'rule-pack', id }, { after: pack });
      this.feed.changed(tx, 'facility', id);
      return this.list(tx);
    });
  }

  /** The last day on which it holds. What was assigned under it keeps it. */
  end(command: Command, id: string, input: RulePackEndRequest): Promise<RulePackResponse[]> {
    return this.commands.run(command, async (tx, actor) => {
      const [found] = await rows<{ in_force_until: LocalDate | null }>(
        tx,
        'select in_force_until from rule_pack where id = $1 for update',
        [id],
      );
      if (!found) throw notFound('rule pack', id);
      if (found.in_force_until !== null)
        throw new Problem('rule-pack.ended-already', { detail: `It ends on ${found.in_force_until} already.` });
      await tx.query('update rule_pack set in_force_until = $2 where id = $1', [
        id,
        dateField('inForceUntil', input.inForceUntil),
      ]);
      await this.audit.record(tx, actor, 'rule-pack.ended', { kind: 'rule-pack', id }, { ...input });
      this.feed.changed(tx, 'facility', id);
      return this.list(tx);
    });
  }
}

function packOrRefuse(content: unknown): RulePack {
  try {
    return parseRulePack(content);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem('rule-pack.invalid', {
      detail: `The rule pack cannot be read: ${error.message}. Nothing was saved.`,
      fields: [{ field: 'content', message: error.message }],
    });
  }
}

function show({ id, pack }: StoredPack | { id: null; pack: RulePack }, today: LocalDate): RulePackResponse {
  return {
    id,
    pack: pack.id,
    version: pack.version,
    kind: pack.kind,
    title: pack.title,
    citation: pack.citation,
    inForceFrom: pack.inForceFrom,
    inForceUntil: pack.inForceUntil ?? null,
    inForce: pack.inForceFrom <= today && (pack.inForceUntil === undefined || today <= pack.inForceUntil),
    toConfirm: pack.cells.filter((cell) => cell.confirm).length,
    content: { ...pack },
  };
}
