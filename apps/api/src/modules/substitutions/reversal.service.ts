import { Injectable } from '@nestjs/common';
import { decideApproval, findingKey, reviewOrder } from '#domain/review';
import { canonicalJson, type Signable } from '#domain/signature';
import { reversalText, type SignedReversal } from '#domain/substitution';
import { formatInstant, type Instant, type ZoneId } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Signatures } from '../../platform/auth/signatures.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { prescriptionFields } from '../orders/order-approval.js';
import { reviewBasis } from '../orders/order-review-facts.js';
import { lineRows, type OrderLineRow } from '../orders/order-rows.js';
import { approvedOrder, waitingWorksheets, type AffectedOrder, type WaitingWorksheet } from './affected.queries.js';
import { restOf } from './hypothetical.js';
import { OrderChanges, type NewVersion } from './order-changes.js';
import { lockSubstitution, orderRowsOf, type SubstitutionOrderRow, type SubstitutionRow } from './substitution-rows.js';
import { SubstitutionTools } from './substitution-tools.js';
import { SubstitutionsService } from './substitutions.service.js';
import { moveOn } from './substitution-writes.js';
import type { SubstitutionResponse, SubstitutionReversalRequest } from './substitutions.dto.js';

/** One order of a substitution that is taken back: what it becomes, or why it is left. */
interface Restorable {
  readonly row: SubstitutionOrderRow;
  readonly order: AffectedOrder;
  readonly worksheets: readonly WaitingWorksheet[];
  /** Null: the prescription never changed. */
  readonly version: Omit<NewVersion, 'signatureId'> | null;
}
interface Left {
  readonly row: SubstitutionOrderRow;
  readonly why: string;
}

interface Now {
  readonly at: Instant;
  readonly zone: ZoneId;
}

/** Takes a substitution back, once. */
@Injectable()
export class SubstitutionReversals {
  constructor(
    private readonly commands: Commands,
    private readonly substitutions: SubstitutionsService,
    private readonly changes: OrderChanges,
    private readonly signatures: Signatures,
    private readonly audit: Audit,
    private readonly tools: SubstitutionTools,
  ) {}

  /**
   * Restores the former prescription, as a new version, of each order whose version in force is still that of the substitution.
   * The former prescription is reviewed as it stands today; what does not pass, or was changed since, is left and named.
   */
  reverse(command: Command, id: string, input: SubstitutionReversalRequest): Promise<SubstitutionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await lockSubstitution(tx, id);
      const to = moveOn(row, 'reverse', actor);
      const at = this.tools.clock.now();
      const { zone } = await this.tools.sites.current(tx);
      const substituted = (await orderRowsOf(tx, id)).filter((o) => o.outcome === 'substituted');
      await lockAll(
        tx,
        substituted.map((o) => o.order_id),
      );
      const looked = [];
      for (const order of substituted) looked.push(await this.look(tx, row, order, { at, zone }));
      const restorable = looked.filter((found): found is Restorable => 'order' in found);
      const left = looked.filter((found): found is Left => 'why' in found);
      const signature = await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'approved',
        subjectKind: 'substitution',
        subjectId: id,
        content: reversalText(signedFields(row, input.reason, restorable, left)),
      });
      await tx.query(
        'update product_preference set active = false, ended_at = $2 where substitution_id = $1 and active',
        [id, formatInstant(at)],
      );
      const reason = `Substitution ${row.number} reversed: ${input.reason.trim()}`.slice(0, 500);
      for (const found of restorable) await this.restore(tx, actor, { row, found, reason, signatureId: signature.id });
      for (const { row: order, why } of left) await outcome(tx, row.id, order.order_id, 'changed-since', why);
      await tx.query(
        `update substitution set state = $2, ended_by = $3, ended_at = $4, ended_reason = $5, reversal_signature_id = $6, revision = revision + 1 where id = $1`,
        [id, to, actor.personId, formatInstant(at), input.reason.trim(), signature.id],
      );
      await this.audit.record(
        tx,
        actor,
        'substitution.reversed',
        { kind: 'substitution', id },
        {
          reason: input.reason,
          restored: restorable.map(({ order }) => order.number),
          left: left.map((l) => l.row.shown.number),
        },
      );
      this.tools.feed.changed(tx, 'supply', id);
      return this.substitutions.show(tx, actor, id);
    });
  }

  private async look(tx: Tx, s: SubstitutionRow, row: SubstitutionOrderRow, now: Now): Promise<Restorable | Left> {
    const order = await approvedOrder(tx, row.order_id);
    if (order?.version !== row.after_version)
      return {
        row,
        why: 'Changed since: another version of the prescription is in force or in review. It is left as it is.',
      };
    if (order.state !== 'approved' && order.state !== 'on-hold')
      return { row, why: `Nothing to restore: the order is ${order.state}.` };
    if (order.begun >= order.containers)
      return { row, why: 'Nothing to restore: everything was made or begun as substituted.' };
    const worksheets = (await waitingWorksheets(tx, [order.id])).filter((w) => w.order_id === order.id);
    if (s.kind === 'product') return { row, order, worksheets, version: null };
    const former = await formerApproval(tx, order.id, row.before_version);
    const version = await this.former(tx, order, former, now);
    return 'why' in version ? { row, why: version.why } : { row, order, worksheets, version };
  }

  /** The former prescription for what is left, reviewed as today with the answers that it was approved with. */
  private async former(
    tx: Tx,
    order: AffectedOrder,
    former: FormerApproval,
    { at, zone }: Now,
  ): Promise<Omit<NewVersion, 'signatureId'> | { readonly why: string }> {
    const rest = restOf(order, order.begun);
    const basis = await reviewBasis(
      tx,
      rest,
      {
        formulationVersionId: former.formulation_version_id,
        ...(former.stability_decision && { stabilityDecision: former.stability_decision }),
        lines: former.lines,
      },
      at,
      zone,
    );
    const findings = reviewOrder(basis.facts);
    const missing = decideApproval({
      findings,
      acknowledgements: findings.filter((f) => f.severity === 'soft').map(findingKey),
      overrides: former.overrides,
      stabilityDecision: former.stability_decision,
    });
    if (missing.length > 0 || !basis.chosen)
      return {
        why: `Left: the former prescription needs a review of its own. ${missing.map((m) => m.message).join(' ')}`,
      };
    return {
      rest,
      lines: former.lines,
      reason: '',
      formulationVersionId: basis.chosen.versionId,
      findings,
      overrides: former.overrides,
      stabilityDecision: former.stability_decision,
      at,
    };
  }

  private async restore(
    tx: Tx,
    actor: Actor,
    work: {
      readonly row: SubstitutionRow;
      readonly found: Restorable;
      readonly reason: string;
      readonly signatureId: string;
    },
  ): Promise<void> {
    const { order, worksheets, version, row } = work.found;
    await this.changes.cancel(tx, actor, worksheets, work.reason);
    if (version)
      await this.changes.newVersion(tx, actor, { ...version, reason: work.reason, signatureId: work.signatureId });
    if (order.state === 'approved')
      for (const { number, containers } of worksheets)
        await this.changes.planAnew(tx, actor, order.id, { number, containers });
    const note =
      order.begun > 0
        ? `Stays substituted: ${order.begun} ${order.begun === 1 ? 'container' : 'containers'} made or begun`
        : '';
    await outcome(tx, work.row.id, row.order_id, 'restored', note);
  }
}

interface FormerApproval {
  readonly lines: readonly OrderLineRow[];
  readonly formulation_version_id: string;
  readonly overrides: NewVersion['overrides'];
  readonly stability_decision: NewVersion['stabilityDecision'];
}

async function formerApproval(tx: Tx, orderId: string, version: number): Promise<FormerApproval> {
  const [found] = await rows<Omit<FormerApproval, 'lines'> & { version_id: string }>(
    tx,
    `select v.id as version_id, r.formulation_version_id, r.overrides, r.stability_decision
     from infusion_order_version v join order_review r on r.version_id = v.id and r.decision = 'approved'
     where v.order_id = $1 and v.version = $2`,
    [orderId, version],
  );
  if (!found) throw new TypeError('a version that was never approved was substituted');
  return { ...found, lines: await lineRows(tx, [found.version_id]) };
}

/** Orders first, their worksheets after them, each by id: the written order. */
async function lockAll(tx: Tx, orderIds: readonly string[]): Promise<void> {
  await rows(tx, 'select id from infusion_order where id = any($1::uuid[]) order by id for update', [orderIds]);
  await rows(tx, 'select id from worksheet where order_id = any($1::uuid[]) order by id for update', [orderIds]);
}

const outcome = (
  tx: Tx,
  id: string,
  orderId: string,
  what: 'restored' | 'changed-since',
  note: string,
): Promise<unknown> =>
  tx.query(
    'update substitution_order set outcome = $3, outcome_note = $4 where substitution_id = $1 and order_id = $2',
    [id, orderId, what, note],
  );

const signedFields = (
  row: SubstitutionRow,
  reason: string,
  restorable: readonly Restorable[],
  left: readonly Left[],
): SignedReversal => ({
  number: row.number,
  reason: reason.trim(),
  restored: restorable.map(({ order, row: was, version }) => ({
    number: order.number,
    fromVersion: order.version,
    asVersion: was.before_version,
    containers: order.containers - order.begun,
    prescription: version ? canonicalJson(prescriptionFields(version.rest, version.lines) as Signable) : 'unchanged',
    formulationVersionId: version?.formulationVersionId ?? order.formulation_version_id,
  })),
  left: left.map(({ row: order }) => order.shown.number),
});
