import { Decimal } from '#domain/quantity';
import { displayQuantity } from '#domain/display';
import { Quantity } from '#domain/quantity';
import type { PickPlan } from '#domain/stock';
import type { Finding } from '#domain/finding';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import type { Delta } from './posting.js';

interface BalanceRow {
  readonly lot_number: string;
  readonly product_name: string;
  readonly stock_unit: string;
  readonly place: string;
  readonly on_hand: string;
  readonly allocated: string;
}

const BALANCE = `
  select l.lot_number, p.name as product_name, p.stock_unit, coalesce(o.name, c.number, replace(a.kind, '-', ' ')) as place,
    coalesce(b.on_hand, 0)::text as on_hand, coalesce(b.allocated, 0)::text as allocated
  from stock_account a
    join lot l on l.id = $2
    join product p on p.id = l.product_id
    left join stock_balance b on b.account_id = a.id and b.lot_id = l.id
    left join location o on o.id = a.subject_id
    left join open_container c on c.id = a.subject_id
  where a.id = $1`;

/** Why a balance did not move: the problem says how much there is, how much of it is promised, and how much is missing. */
export async function refusalOf(tx: Tx, delta: Delta): Promise<Error> {
  const [found] = await rows<BalanceRow>(tx, BALANCE, [delta.accountId, delta.lotId]);
  if (!found) return new TypeError(`no lot ${delta.lotId} or no account ${delta.accountId}`);
  if (found.stock_unit !== delta.unit)
    return new TypeError(`${found.product_name} is kept in ${found.stock_unit}, not in ${delta.unit}`);
  const onHand = Decimal.of(found.on_hand);
  const promised = Decimal.of(found.allocated);
  const wanted = delta.onHand.negated();
  const show = (value: Decimal): string => displayQuantity(Quantity.of(value, delta.unit), { allowZero: true });
  const missing = wanted.minus(onHand.minus(promised.plus(delta.allocated)));
  const finding: Finding = {
    code: 'stock.not-enough',
    severity: 'stop',
    message: `Lot ${found.lot_number} of ${found.product_name} has ${show(onHand)} at ${found.place}, ${show(promised)} of it promised; ${show(missing)} is missing.`,
    facts: {
      lot: found.lot_number,
      place: found.place,
      onHand: show(onHand),
      promised: show(promised),
      missing: show(missing),
    },
  };
  return new Problem('stock.not-enough', { detail: finding.message, findings: [finding] });
}

/** The shortest true answer to "why can this not be allocated": what is missing, and each lot that was passed over and why. */
export function shortageOf(product: string, packages: number, plan: PickPlan): Problem {
  const missing = plan.missing?.packages ?? 0;
  const finding: Finding = {
    code: 'stock.not-enough',
    severity: 'stop',
    message: `${product}: ${missing} of ${packages} ${packages === 1 ? 'package' : 'packages'} cannot be promised.`,
    facts: { product, needed: String(packages), missing: String(missing) },
  };
  return new Problem('stock.not-enough', {
    detail: [finding.message, ...plan.rejected.map((r) => r.finding.message)].join(' '),
    findings: [finding, ...plan.rejected.map((r) => r.finding)],
  });
}
