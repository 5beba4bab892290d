import { Injectable } from '@nestjs/common';
import { canonicalJson, type Signable } from '#domain/signature';
import { formatInstant, type Instant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { Signatures } from '../../platform/auth/signatures.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { compareAll, type Compared, type Comparison } from './comparison.js';
import { OrderChanges } from './order-changes.js';
import type { ShownOrder } from './shown.js';
import { lockSubstitution, orderRowsOf, type SubstitutionOrderRow, type SubstitutionRow } from './substitution-rows.js';
import { SubstitutionTools } from './substitution-tools.js';
import { SubstitutionsService } from './substitutions.service.js';
import { moveOn, storeComparison } from './substitution-writes.js';
import type { SubstitutionApprovalRequest, SubstitutionResponse } from './substitutions.dto.js';

/** The one signature that puts a substitution into force. */
@Injectable()
export class SubstitutionApprovals {
  constructor(
    private readonly commands: Commands,
    private readonly substitutions: SubstitutionsService,
    private readonly changes: OrderChanges,
    private readonly signatures: Signatures,
    private readonly audit: Audit,
    private readonly tools: SubstitutionTools,
  ) {}

  /**
   * Approves exactly what was shown: with the orders locked everything is worked out anew, and where anything that is signed
   * differs, nothing happens and the differences are named. Then all of it in this one transaction, or none.
   */
  approve(command: Command, id: string, input: SubstitutionApprovalRequest): Promise<SubstitutionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await lockSubstitution(tx, id);
      const to = moveOn(row, 'approve', actor);
      const at = this.tools.clock.now();
      const comparison = await this.asShown(tx, row, input.shown, at);
      const included = comparison.orders.filter((o) => !o.leftOut && o.standing !== 'cannot');
      refuseUnanswered(included);
      const signature = await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'approved',
        subjectKind: 'substitution',
        subjectId: id,
        content: comparison.text,
      });
      await storeComparison(tx, id, comparison, at);
      if (row.kind === 'product') await this.prefer(tx, row, at);
      for (const order of included)
        await this.changes.substitute(tx, actor, { row, order, at, signatureId: signature.id });
      await tx.query(
        `update substitution_order set outcome = 'left-alone' where substitution_id = $1 and outcome is null`,
        [id],
      );
      await tx.query(
        `update substitution set state = $2, approved_by = $3, approved_at = $4, approval_signature_id = $5 where id = $1`,
        [id, to, actor.personId, formatInstant(at), signature.id],
      );
      const orders = included.map(({ shown }) => shown.number);
      await this.audit.record(
        tx,
        actor,
        'substitution.approved',
        { kind: 'substitution', id },
        { orders, signature: signature.id },
      );
      this.tools.feed.changed(tx, 'supply', id);
      return this.substitutions.show(tx, actor, id);
    });
  }

  /** With every order that is concerned locked, and its worksheets after them (the written order of locks). */
  private async asShown(tx: Tx, row: SubstitutionRow, hash: string, at: Instant): Promise<Comparison> {
    const stored = await orderRowsOf(tx, row.id);
    const ids = stored.filter((o) => !o.left_out).map((o) => o.order_id);
    await rows(tx, 'select id from infusion_order where id = any($1::uuid[]) order by id for update', [ids]);
    await rows(tx, 'select id from worksheet where order_id = any($1::uuid[]) order by id for update', [ids]);
    const { zone } = await this.tools.sites.current(tx);
    const leftOut = new Set(stored.filter((o) => o.left_out).map((o) => o.order_id));
    const comparison = await compareAll(tx, row, leftOut, { at, zone });
    if (hash === row.shown_hash && hash === comparison.hash) return comparison;
    const differing =
      hash === row.shown_hash ? differences(stored, comparison.orders) : ['it was worked out anew meanwhile'];
    throw new Problem('substitution.shown-differs', {
      detail: `${row.number} is no longer as it was shown: ${differing.join('; ')}. Nothing was changed. Look at it again, then approve.`,
    });
  }

  private async prefer(tx: Tx, row: SubstitutionRow, at: Instant): Promise<void> {
    await tx.query(
      `insert into product_preference (id, drug_id, prefer_product_id, avoid_product_id, substitution_id, made_at) values ($1,$2,$3,$4,$5,$6)`,
      [this.tools.ids.next(), row.drug_id, row.to_product_id, row.from_product_id, row.id, formatInstant(at)],
    );
  }
}

function refuseUnanswered(included: readonly Compared[]): void {
  if (included.length === 0)
    throw new Problem('substitution.nothing-to-do', { detail: 'No order takes part in this substitution.' });
  const open = included.filter((o) => o.standing === 'answers-missing');
  if (open.length > 0)
    throw new Problem('substitution.answers-missing', {
      detail: `Not answered yet: ${[...new Set(open.flatMap(({ shown }) => shown.missing.map((m) => m.message)))].join(' ')} Answer, or leave these orders out: ${open.map(({ shown }) => shown.number).join(', ')}.`,
    });
}

/** Which orders are not as they were shown, in words. */
function differences(stored: readonly SubstitutionOrderRow[], now: readonly Compared[]): string[] {
  const named = [
    ...stored.flatMap((was) => {
      const is = now.find((o) => o.order.id === was.order_id);
      if (!is) return [`${was.shown.number} is no longer concerned`];
      return sameShown(was.shown, is.shown) && was.standing === is.standing ? [] : [`${was.shown.number} has changed`];
    }),
    ...now.filter((o) => !stored.some((was) => was.order_id === o.order.id)).map((o) => `${o.shown.number} is new`),
  ];
  return named.length > 0 ? named : ['a price or a product has changed'];
}

/** Without the messages of findings: they may name a time of day. */
function sameShown(a: ShownOrder, b: ShownOrder): boolean {
  const text = (shown: ShownOrder): string =>
    canonicalJson(
      JSON.parse(
        JSON.stringify({ ...shown, why: [], missing: [] }, (key, value: unknown) => (key === 'message' ? '' : value)),
      ) as Signable,
    );
  return text(a) === text(b);
}
