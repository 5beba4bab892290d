import { Injectable } from '@nestjs/common';
import { formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Database, type Reader, type Tx } from '../../platform/database/database.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { compareAll, type Comparison } from './comparison.js';
import { draftFields } from './draft.js';
import { lockSubstitution, orderRowsOf, substitutionRow, type SubstitutionRow } from './substitution-rows.js';
import { SubstitutionTools } from './substitution-tools.js';
import { listSubstitutions, showSubstitution, type SubstitutionFilter } from './substitution-view.js';
import { moveOn, storeComparison } from './substitution-writes.js';
import type {
  AnswersRequest,
  SubstitutionPage,
  SubstitutionRequest,
  SubstitutionResponse,
} from './substitutions.dto.js';

/** Orders of the first page. */
const FIRST_PAGE = { after: 0, limit: 20 };

/** Substitutions up to the decision: drafted, changed, answered, proposed, declined. */
@Injectable()
export class SubstitutionsService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly tools: SubstitutionTools,
  ) {}

  list(filter: SubstitutionFilter): Promise<SubstitutionPage> {
    return listSubstitutions(this.db.reader, filter);
  }

  async get(actor: Actor, id: string, page: { cursor?: string; limit: number }): Promise<SubstitutionResponse> {
    const after = page.cursor === undefined ? 0 : positionOf(page.cursor);
    return this.show(this.db.reader, actor, id, { after, limit: page.limit });
  }

  /** Drafts a substitution and works out what it would mean for every order. Changes no order. */
  draft(command: Command, input: SubstitutionRequest): Promise<SubstitutionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const id = input.id ?? this.tools.ids.next();
      const fields = await draftFields(tx, input);
      const number = await this.tools.numbers.next(tx, 'SUB');
      await tx.query(
        `insert into substitution (id, number, kind, drug_id, from_product_id, to_product_id, to_drug_id, alternative_id, dose_factor, reason,
           shortage_item_id, shortage_reference, state, created_by, created_at)
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,'draft',$13,$14)`,
        [
          id,
          number,
          input.kind,
          input.drugId,
          fields.fromProductId,
          fields.toProductId,
          fields.toDrugId,
          fields.alternativeId,
          fields.doseFactor,
          input.reason.trim(),
          input.shortageItemId ?? null,
          fields.shortageReference,
          actor.personId,
          formatInstant(this.tools.clock.now()),
        ],
      );
      await this.lookAgain(tx, await substitutionRow(tx, id), new Set());
      await this.tell(tx, actor, 'drafted', id, { number, kind: input.kind, ...fields });
      return this.show(tx, actor, id, FIRST_PAGE);
    });
  }

  /** Works everything out anew, with the orders, the stock and the prices of now. */
  refresh(command: Command, id: string): Promise<SubstitutionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await lockSubstitution(tx, id);
      moveOn(row, 'change', actor);
      await this.lookAgain(tx, row, await this.leftOut(tx, id));
      this.tools.feed.changed(tx, 'supply', id);
      return this.show(tx, actor, id, FIRST_PAGE);
    });
  }

  leaveOut(command: Command, id: string, orderIds: readonly string[]): Promise<SubstitutionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await lockSubstitution(tx, id);
      moveOn(row, 'change', actor);
      const before = await this.leftOut(tx, id);
      await this.lookAgain(tx, row, new Set(orderIds));
      await this.tell(tx, actor, 'orders-left-out', id, { before: [...before], after: orderIds });
      return this.show(tx, actor, id, FIRST_PAGE);
    });
  }

  /** Reasons for hard findings and the limit of stability, by a pharmacist; they are part of what is signed. */
  answer(command: Command, id: string, input: AnswersRequest): Promise<SubstitutionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await lockSubstitution(tx, id);
      moveOn(row, 'answer', actor);
      const overrides = input.overrides.map(({ code, reason }) => ({ key: code, reason: reason.trim() }));
      const decision = input.stabilityDecision ? { ...input.stabilityDecision, decidedBy: actor.name } : null;
      await tx.query('update substitution set overrides = $2, stability_decision = $3 where id = $1', [
        id,
        JSON.stringify(overrides),
        decision && JSON.stringify(decision),
      ]);
      await this.lookAgain(tx, await substitutionRow(tx, id), await this.leftOut(tx, id));
      await this.tell(tx, actor, 'answered', id, { overrides, stabilityDecision: decision });
      return this.show(tx, actor, id, FIRST_PAGE);
    });
  }

  /** Asks a pharmacist to decide. What is proposed is worked out anew first. */
  propose(command: Command, id: string): Promise<SubstitutionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await lockSubstitution(tx, id);
      const to = moveOn(row, 'propose', actor);
      const { sums } = await this.lookAgain(tx, row, await this.leftOut(tx, id));
      if (sums.ready + sums.answersMissing === 0)
        throw new Problem('substitution.nothing-to-do', {
          detail: 'No order can be substituted this way. Choose another alternative, or take orders back in.',
        });
      await tx.query('update substitution set state = $2, proposed_by = $3, proposed_at = $4 where id = $1', [
        id,
        to,
        actor.personId,
        formatInstant(this.tools.clock.now()),
      ]);
      await this.tell(tx, actor, 'proposed', id, { orders: sums.ready + sums.answersMissing });
      return this.show(tx, actor, id, FIRST_PAGE);
    });
  }

  decline(command: Command, id: string, reason: string): Promise<SubstitutionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await lockSubstitution(tx, id);
      const to = moveOn(row, 'decline', actor);
      await tx.query(
        `update substitution set state = $2, ended_by = $3, ended_at = $4, ended_reason = $5, revision = revision + 1 where id = $1`,
        [id, to, actor.personId, formatInstant(this.tools.clock.now()), reason.trim()],
      );
      await this.tell(tx, actor, 'declined', id, { reason });
      return this.show(tx, actor, id, FIRST_PAGE);
    });
  }

  /** Everything as it stands, with the first orders; whose patients are shown is on record. */
  async show(
    reader: Reader,
    actor: Actor,
    id: string,
    page: { readonly after: number; readonly limit: number } = FIRST_PAGE,
  ): Promise<SubstitutionResponse> {
    const row = await substitutionRow(reader, id);
    const { shown, patients } = await showSubstitution(reader, actor, row, page);
    await this.audit.read(
      actor,
      patients.map((patient) => ({ kind: 'patient', id: patient })),
      'substitution',
    );
    return shown;
  }

  private async leftOut(tx: Tx, id: string): Promise<Set<string>> {
    return new Set((await orderRowsOf(tx, id)).filter((o) => o.left_out).map((o) => o.order_id));
  }

  private async lookAgain(tx: Tx, row: SubstitutionRow, leftOut: ReadonlySet<string>): Promise<Comparison> {
    const at = this.tools.clock.now();
    const { zone } = await this.tools.sites.current(tx);
    const comparison = await compareAll(tx, row, leftOut, { at, zone });
    await storeComparison(tx, row.id, comparison, at);
    return comparison;
  }

  private async tell(tx: Tx, actor: Actor, what: string, id: string, data: Record<string, unknown>): Promise<void> {
    await this.audit.record(tx, actor, `substitution.${what}`, { kind: 'substitution', id }, data);
    this.tools.feed.changed(tx, 'supply', id);
  }
}

function positionOf(cursor: string): number {
  if (/^\d{1,6}$/.test(cursor)) return Number(cursor);
  throw new Problem('request.invalid', {
    detail: 'The cursor is not one that a page of this list gave.',
    fields: [{ field: 'cursor', message: 'is not known', accepted: 'the `nextOrders` of the page before' }],
  });
}
