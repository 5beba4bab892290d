import { next } from '#domain/state-machine';
import { SUBSTITUTION_MACHINE, type SubstitutionEvent, type SubstitutionState } from '#domain/substitution';
import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/http/problem.js';
import type { Comparison } from './comparison.js';
import type { SubstitutionRow } from './substitution-rows.js';

/** The state that an event leads to. @throws Problem when it does not fit the state, or is not this person's to cause */
export function moveOn(row: SubstitutionRow, event: SubstitutionEvent, actor: Actor): SubstitutionState {
  const step = next(SUBSTITUTION_MACHINE, row.state, event);
  if (!step.allowed)
    throw new Problem('substitution.wrong-state', {
      detail: `${row.number}: ${step.finding.message}`,
      findings: [step.finding],
    });
  if (!step.transition.who.some((permission) => actor.permissions.has(permission as never)))
    throw new Problem('access.denied', { detail: `${row.number} is ${row.state}: this is for a pharmacist.` });
  return step.to;
}

/** Keeps what is shown, in place of what was shown before. */
export async function storeComparison(tx: Tx, id: string, comparison: Comparison, at: Instant): Promise<void> {
  const { orders, sums, hash } = comparison;
  await tx.query('delete from substitution_order where substitution_id = $1', [id]);
  await tx.query(
    `insert into substitution_order (substitution_id, order_id, position, left_out, standing, shown, before_version)
     select $1, t.* from unnest($2::uuid[], $3::int[], $4::boolean[], $5::text[], $6::jsonb[], $7::int[]) t`,
    [
      id,
      orders.map((o) => o.order.id),
      orders.map((_, i) => i + 1),
      orders.map((o) => o.leftOut),
      orders.map((o) => o.standing),
      orders.map((o) => JSON.stringify(o.shown)),
      orders.map((o) => o.order.version),
    ],
  );
  await tx.query(
    'update substitution set sums = $2, shown_at = $3, shown_hash = $4, revision = revision + 1 where id = $1',
    [id, JSON.stringify(sums), formatInstant(at), hash],
  );
}
