import { Injectable } from '@nestjs/common';
import { dateIn, formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { affected, rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { PurchasingBooks } from '../purchasing/purchasing-books.js';
import { parLevels } from './par-levels.js';
import type { AlternativeResponse, ParResponse, SupplyNoteResponse } from './supply.dto.js';
import type { AlternativeRequest, ChangeAlternativeRequest, ParRequest } from './supply-requests.dto.js';
import { alternativesOf } from './supply-market.queries.js';
import { SupplyRefresh } from './supply-refresh.js';
import { parResponse } from './supply.queries.js';

const changedMeanwhile = (): Problem =>
  new Problem('supply.changed-meanwhile', { detail: 'Somebody else has changed this. Look at it again.' });

/** What people keep of a drug's supply: levels, alternatives, notes, and which notices they have seen. */
@Injectable()
export class SupplyKeeping {
  constructor(
    private readonly commands: Commands,
    private readonly books: PurchasingBooks,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly feed: Feed,
    private readonly refresh: SupplyRefresh,
  ) {}

  setPar(command: Command, drugId: string, input: ParRequest): Promise<ParResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await this.drug(tx, drugId);
      const before = (await parLevels(tx, [drugId])).get(drugId);
      if ((before?.revision ?? undefined) !== input.revision) throw changedMeanwhile();
      const written = await rows(
        tx,
        `insert into par_level (drug_id, min_days, target_days, set_by, set_at) values ($1, $2, $3, $4, $5)
         on conflict on constraint par_level_pk do update set min_days = $2, target_days = $3, set_by = $4, set_at = $5,
           revision = par_level.revision + 1 where par_level.revision = $6
         returning drug_id`,
        [drugId, input.minDays, input.targetDays, actor.personId, this.now(), input.revision ?? 0],
      );
      if (written.length === 0) throw changedMeanwhile();
      const after = { minDays: input.minDays, targetDays: input.targetDays };
      const data = { before: before ? { minDays: before.minDays, targetDays: before.targetDays } : null, after };
      await this.tell(tx, drugId);
      await this.audit.record(tx, actor, 'supply.par-set', { kind: 'drug', id: drugId }, data);
      return parResponse((await parLevels(tx, [drugId])).get(drugId));
    });
  }

  /** Back to the default. */
  removePar(command: Command, drugId: string): Promise<ParResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = (await parLevels(tx, [drugId])).get(drugId);
      const removed = await affected(tx, 'delete from par_level where drug_id = $1', [drugId]);
      if (removed === 0 || !before) throw notFound('level of this drug', drugId);
      const data = { before: { minDays: before.minDays, targetDays: before.targetDays }, after: null };
      await this.audit.record(tx, actor, 'supply.par-removed', { kind: 'drug', id: drugId }, data);
      await this.tell(tx, drugId);
      return parResponse(undefined);
    });
  }

  addNote(command: Command, drugId: string, text: string): Promise<SupplyNoteResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await this.drug(tx, drugId);
      const id = this.books.ids.next();
      const at = this.clock.now();
      await tx.query(
        'insert into supply_note (id, drug_id, text, written_by, written_at) values ($1, $2, $3, $4, $5)',
        [id, drugId, text.trim(), actor.personId, formatInstant(at)],
      );
      this.feed.changed(tx, 'supply', drugId);
      return { id, text: text.trim(), writtenBy: actor.name, writtenAt: at };
    });
  }

  seeNotice(command: Command, id: string): Promise<{ id: string }> {
    return this.commands.run(command, async (tx, actor) => {
      const [seen] = await rows<{ drugId: string }>(
        tx,
        `update supply_notice set seen_by = coalesce(seen_by, $2), seen_at = coalesce(seen_at, $3) where id = $1
         returning drug_id as "drugId"`,
        [id, actor.personId, this.now()],
      );
      if (!seen) throw notFound('notice', id);
      this.feed.changed(tx, 'supply', seen.drugId);
      return { id };
    });
  }

  addAlternative(command: Command, drugId: string, input: AlternativeRequest): Promise<AlternativeResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await this.drug(tx, drugId);
      const id = this.books.ids.next();
      await tx.query(
        `insert into drug_alternative (id, drug_id, kind, alternative_drug_id, alternative_product_id, dose_factor, indication, note,
           source, kept_by, kept_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, drugId, ...valuesOf(input), actor.personId, await this.today(tx)],
      );
      await this.audit.record(
        tx,
        actor,
        'supply.alternative-kept',
        { kind: 'drug', id: drugId },
        { after: { ...input } },
      );
      this.feed.changed(tx, 'supply', drugId);
      return this.alternative(tx, drugId, id);
    });
  }

  changeAlternative(command: Command, id: string, input: ChangeAlternativeRequest): Promise<AlternativeResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const drugId = await this.lockAlternative(tx, id);
      const before = await this.alternative(tx, drugId, id);
      if (before.revision !== input.revision) throw changedMeanwhile();
      await tx.query(
        `update drug_alternative set kind = $2, alternative_drug_id = $3, alternative_product_id = $4, dose_factor = $5, indication = $6,
           note = $7, source = $8, kept_by = $9, kept_on = $10, revision = revision + 1 where id = $1`,
        [id, ...valuesOf(input), actor.personId, await this.today(tx)],
      );
      const after = await this.alternative(tx, drugId, id);
      await this.audit.record(tx, actor, 'supply.alternative-changed', { kind: 'drug', id: drugId }, { before, after });
      this.feed.changed(tx, 'supply', drugId);
      return after;
    });
  }

  removeAlternative(command: Command, id: string): Promise<{ id: string }> {
    return this.commands.run(command, async (tx, actor) => {
      const drugId = await this.lockAlternative(tx, id);
      const before = await this.alternative(tx, drugId, id);
      await tx.query('update drug_alternative set active = false, revision = revision + 1 where id = $1', [id]);
      await this.audit.record(tx, actor, 'supply.alternative-removed', { kind: 'drug', id: drugId }, { before });
      this.feed.changed(tx, 'supply', drugId);
      return { id };
    });
  }

  private async lockAlternative(tx: Tx, id: string): Promise<string> {
    const [found] = await rows<{ drugId: string }>(
      tx,
      'select drug_id as "drugId" from drug_alternative where id = $1 and active for update',
      [id],
    );
    if (!found) throw notFound('alternative', id);
    return found.drugId;
  }

  private async alternative(tx: Tx, drugId: string, id: string): Promise<AlternativeResponse> {
    const found = (await alternativesOf(tx, [drugId])).find((row) => row.id === id);
    if (!found) throw notFound('alternative', id);
    const { drugId: _, ...shown } = found;
    return shown;
  }

  private async tell(tx: Tx, drugId: string): Promise<void> {
    await this.refresh.ask(tx, [drugId]);
    this.feed.changed(tx, 'supply', drugId);
  }

  private async drug(tx: Tx, id: string): Promise<void> {
    if ((await rows(tx, 'select 1 from drug where id = $1 and active', [id])).length === 0) throw notFound('drug', id);
  }

  private now(): string {
    return formatInstant(this.clock.now());
  }

  private async today(tx: Tx): Promise<string> {
    const { zone } = await this.books.sites.current(tx);
    return dateIn(this.clock.now(), zone);
  }
}

function valuesOf(input: AlternativeRequest): unknown[] {
  const [drug, product] = [input.alternativeDrugId ?? null, input.alternativeProductId ?? null];
  if ((input.kind === 'product') !== (product !== null && drug === null) || (drug === null && product === null))
    throw invalid([
      {
        field: input.kind === 'product' ? 'alternativeProductId' : 'alternativeDrugId',
        message:
          input.kind === 'product'
            ? 'names the product, and no drug is named'
            : 'names the drug, and no product is named',
      },
    ]);
  const { doseFactor, indication, note, source } = input;
  return [input.kind, drug, product, doseFactor ?? null, indication?.trim() ?? '', note.trim(), source?.trim() ?? ''];
}
