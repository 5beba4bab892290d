import { Injectable } from '@nestjs/common';
import { canonicalJson, type Signable } from '#domain/signature';
import { formatInstant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import { Signatures } from '../../platform/auth/signatures.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { completenessOf, periodOfRecall } from './completeness.js';
import { Promises } from './promises.js';
import { RecallTools } from './recall-tools.js';
import { itemsByIds, recallById } from './recalls.queries.js';
import type {
  CertifyRequest,
  CloseItemsRequest,
  EndRecallRequest,
  RecallItemDto,
  RecallResponse,
} from './recalls.dto.js';

interface Locked {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly certified: boolean;
}

/** Work items to their end, the certificate, and the end of the recall. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly commands: Commands,
    private readonly signatures: Signatures,
    private readonly promises: Promises,
    private readonly tools: RecallTools,
  ) {}

  /** Closes items, all or none. @throws Problem `recall.changed-meanwhile` when one of them is closed already */
  closeItems(command: Command, recallId: string, input: CloseItemsRequest): Promise<RecallItemDto[]> {
    return this.commands.run(command, async (tx, actor) => {
      const recall = await lockOpen(tx, recallId);
      const note = input.note?.trim() ?? '';
      if (input.outcome === 'cannot' && note === '')
        throw new Problem('request.invalid', {
          detail: 'Say why it cannot be done.',
          fields: [{ field: 'note', message: 'is needed when something cannot be done' }],
        });
      const ids = [...new Set(input.itemIds)];
      const now = this.tools.clock.now();
      const closed = await rows(
        tx,
        `update recall_item set state = $3, note = $4, closed_by = $5, closed_at = $6
         where recall_id = $1 and id = any($2::uuid[]) and state = 'open' returning id`,
        [recallId, ids, input.outcome, note, actor.personId, formatInstant(now)],
      );
      if (closed.length !== ids.length)
        throw new Problem('recall.changed-meanwhile', {
          detail: 'Somebody has closed one of these already, or it is not of this recall. Look at the list again.',
        });
      // What was certified must stay true: work that is closed later does not change which preparations have links.
      await this.tell(tx, actor, recall, 'recall.items-closed', { items: ids, outcome: input.outcome, note });
      return itemsByIds(tx, ids, now);
    });
  }

  /** Signs what the links of all preparations of the period say, gaps included. May be signed again, for example after a gap was mended. */
  certify(command: Command, recallId: string, input: CertifyRequest): Promise<RecallResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const recall = await lockOpen(tx, recallId);
      const now = this.tools.clock.now();
      const certificate = await completenessOf(
        tx,
        await periodOfRecall(tx, recallId, now),
        now,
        input.note?.trim() ?? '',
      );
      const signature = await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'reviewed',
        subjectKind: 'recall',
        subjectId: recallId,
        content: `recall-completeness v1\n${canonicalJson({ recall: recall.number, certificate } as unknown as Signable)}`,
      });
      await tx.query(
        `update recall set certificate = $2, certified_by = $3, certified_at = $4, certificate_signature_id = $5, revision = revision + 1 where id = $1`,
        [recallId, JSON.stringify(certificate), actor.personId, formatInstant(now), signature.id],
      );
      await this.tell(tx, actor, recall, 'recall.certified', {
        signature: signature.id,
        csps: certificate.csps,
        linked: certificate.linked,
      });
      return recallById(tx, recallId);
    });
  }

  /** Ends a recall in which all work is closed and completeness is certified. The lots stay recalled until they are returned or wasted. */
  close(command: Command, recallId: string, input: EndRecallRequest): Promise<RecallResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const recall = await lockOpen(tx, recallId);
      const [open] = await rows<{ n: string }>(
        tx,
        `select count(*) as n from recall_item where recall_id = $1 and state = 'open'`,
        [recallId],
      );
      if (Number(open?.n ?? 0) > 0)
        throw new Problem('recall.not-finished', {
          detail: `${open?.n ?? ''} items of the work list are open. Close them first.`,
        });
      if (!recall.certified)
        throw new Problem('recall.not-finished', { detail: 'Certify completeness before closing the recall.' });
      await this.end(tx, actor, recall, 'closed', input);
      return recallById(tx, recallId);
    });
  }

  /**
   * Takes back a recall that was opened in error: what it held is as it was, unless another recall holds it too. Worksheets get
   * promises again for those it took, where there is stock. What was wasted or returned meanwhile stays so.
   */
  withdraw(command: Command, recallId: string, input: EndRecallRequest): Promise<RecallResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const recall = await lockOpen(tx, recallId);
      const { zone } = await this.tools.sites.current(tx);
      const worksheets = await this.release(tx, recallId);
      const promised = await this.promises.giveBack(tx, {
        recallId,
        number: recall.number,
        worksheets,
        at: this.tools.clock.now(),
        zone,
      });
      for (const worksheetId of promised) this.tools.feed.changed(tx, 'worksheet', worksheetId);
      await this.end(tx, actor, recall, 'withdrawn', input);
      return recallById(tx, recallId);
    });
  }

  /** @returns the worksheets that lack a promise, locked */
  private async release(tx: Tx, recallId: string): Promise<string[]> {
    const at = formatInstant(this.tools.clock.now());
    const worksheets = await this.promises.lockToGiveBack(tx, recallId);
    await tx.query(
      'select 1 from lot where id in (select lot_id from recall_lot where recall_id = $1) order by id for no key update',
      [recallId],
    );
    for (const sql of RELEASE) await tx.query(sql, [recallId, at]);
    return worksheets;
  }

  private async end(
    tx: Tx,
    actor: Actor,
    recall: Locked,
    to: 'closed' | 'withdrawn',
    input: EndRecallRequest,
  ): Promise<void> {
    const at = this.tools.clock.now();
    const signature = await this.signatures.sign(tx, actor, {
      password: input.password,
      meaning: to === 'closed' ? 'approved' : 'released',
      subjectKind: 'recall',
      subjectId: recall.id,
      content: `recall-${to} v1\n${canonicalJson({ recall: recall.number, reason: input.reason.trim(), at: formatInstant(at) })}`,
    });
    await tx.query(
      `update recall set state = $2, ended_by = $3, ended_at = $4, end_reason = $5, end_signature_id = $6, revision = revision + 1 where id = $1`,
      [recall.id, to, actor.personId, formatInstant(at), input.reason.trim(), signature.id],
    );
    await this.tell(tx, actor, recall, `recall.${to}`, { reason: input.reason, signature: signature.id });
  }

  private async tell(
    tx: Tx,
    actor: Actor,
    recall: Locked,
    action: string,
    data: Record<string, unknown>,
  ): Promise<void> {
    await this.tools.audit.record(
      tx,
      actor,
      action,
      { kind: 'recall', id: recall.id },
      { number: recall.number, ...data },
    );
    this.tools.feed.changed(tx, 'recall', recall.id);
  }
}

async function lockOpen(tx: Tx, id: string): Promise<Locked> {
  const [recall] = await rows<Locked>(
    tx,
    'select id, number, state, certified_at is not null as certified from recall where id = $1 for update',
    [id],
  );
  if (!recall) throw notFound('recall', id);
  if (recall.state !== 'open')
    throw new Problem('recall.wrong-state', { detail: `${recall.number} is ${recall.state} already.` });
  return recall;
}

/** Another recall that is not withdrawn and holds the same. $1 the recall that is withdrawn, $2 the time. */
const OTHER_LOT = `select 1 from recall_lot o join recall r on r.id = o.recall_id where o.lot_id = k.lot_id and o.recall_id <> $1 and r.state <> 'withdrawn'`;

const RELEASE: readonly string[] = [
  'update recall_lot_rule set active = false where recall_id = $1 and $2::timestamptz is not null',
  // The state before is handed on to the recall that holds the lot from now on.
  `update recall_lot o set state_before = k.state_before, reason_before = k.reason_before from recall_lot k
   where k.recall_id = $1 and o.lot_id = k.lot_id and o.recall_id <> $1 and o.state_before = 'recalled' and $2::timestamptz is not null`,
  `update recall_csp o set state_before = k.state_before, held = k.held from recall_csp k
   where k.recall_id = $1 and k.held and o.csp_id = k.csp_id and o.recall_id <> $1 and o.state_before = 'recalled' and $2::timestamptz is not null`,
  `update lot l set state_reason = k.reason_before,
     state = case when k.state_before not in ('available', 'depleted') then k.state_before
       when exists (select 1 from stock_balance b where b.lot_id = l.id and b.account_kind in ('location', 'open-container') and b.on_hand > 0)
       then 'available' else 'depleted' end
   from recall_lot k where k.recall_id = $1 and l.id = k.lot_id and l.state = 'recalled' and k.state_before <> 'recalled'
     and $2::timestamptz is not null and not exists (${OTHER_LOT})`,
  `update csp x set state = k.state_before from recall_csp k where k.recall_id = $1 and k.held and x.id = k.csp_id and x.state = 'recalled'
     and $2::timestamptz is not null and not exists (select 1 from recall_csp o join recall r on r.id = o.recall_id
       where o.csp_id = k.csp_id and o.recall_id <> $1 and r.state <> 'withdrawn')`,
  'update recall_lot set released_at = $2 where recall_id = $1',
  'update recall_worksheet set released_at = $2 where recall_id = $1',
];
