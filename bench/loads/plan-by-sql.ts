import type { Client } from 'pg';
import { newId } from '../fixtures/ids.js';
import type { ApprovedOrder } from '../fixtures/orders.js';
import { plainCommand, run, statement } from '../plain-command.js';

const ORDER = statement(
  'plan_order',
  `select o.patient_id, v.storage, v.containers, r.formulation_version_id from infusion_order o
     join infusion_order_version v on v.order_id = o.id and v.version = o.version
     join order_review r on r.version_id = v.id and r.decision = 'approved'
   where o.id = $1 and o.state = 'approved' for update of o`,
);
const GATES = statement(
  'plan_gates',
  'select product_id from product_gate where product_id = any($1::uuid[]) order by product_id for no key update',
);
const LOTS = statement(
  'plan_lots',
  `select l.product_id, l.id as lot_id, b.account_id, (b.on_hand - b.allocated)::float8 as free, p.content::float8 as content
   from lot l join product p on p.id = l.product_id
     join stock_balance b on b.lot_id = l.id and b.account_kind = 'location' and b.on_hand > b.allocated
   where l.product_id = any($1::uuid[]) and l.state <> 'depleted' and l.state = 'available'
   order by l.product_id, l.expires_on, l.received_at, l.id`,
);
const WORKSHEET = statement(
  'plan_worksheet',
  `insert into worksheet (id, number, order_id, order_version_id, formulation_version_id, state, containers, storage, plan,
     needs_bud_until, planned_by, planned_at)
   values ($1, 'B-' || nextval('short_number_ws'), $2, $3, $4, 'allocated', 1, 'CRT', $5, $6, $7, $6)`,
);
const LINES = statement(
  'plan_lines',
  `insert into worksheet_line (worksheet_id, id, position, role, drug_id, product_id, quantity, unit, packages)
   select $1, t.id, t.position, t.role, t.drug_id, t.product_id, t.quantity, 'mL', 1
   from unnest($2::uuid[], $3::smallint[], $4::text[], $5::uuid[], $6::uuid[], $7::numeric[])
     as t(id, position, role, drug_id, product_id, quantity)`,
);
const STEPS = statement(
  'plan_steps',
  `insert into worksheet_step (worksheet_id, state, id, position, kind, csp_position, line_id, package_index, instruction,
     planned_volume_ml, planned_quantity, unit)
   select $1, 'pending', t.* from unnest($2::uuid[], $3::smallint[], $4::text[], $5::smallint[], $6::uuid[], $7::smallint[],
     $8::text[], $9::numeric[], $10::numeric[], $11::text[]) t`,
);
const CSP = statement(
  'plan_csp',
  `insert into csp (worksheet_id, patient_id, state, id, number, position)
   values ($1, $2, 'planned', $3, 'B-' || nextval('short_number_csp'), 1)`,
);
const PROMISE = statement(
  'plan_promise',
  `with pick as (
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[])
       as p(id, line_id, account_id, lot_id, quantity)
   ), promised as (
     update stock_balance b set allocated = b.allocated + p.quantity from pick p
     where b.account_id = p.account_id and b.lot_id = p.lot_id and b.on_hand - b.allocated >= p.quantity
     returning b.account_id, b.lot_id
   )
   insert into allocation (id, worksheet_line_id, account_id, lot_id, quantity, unit, state, made_at)
   select p.id, p.line_id, p.account_id, p.lot_id, p.quantity, 'mL', 'active', $6
   from pick p join promised using (account_id, lot_id)
   returning id`,
);

interface LotRow {
  readonly product_id: string;
  readonly lot_id: string;
  readonly account_id: string;
  readonly free: number;
  readonly content: number;
}
interface OrderRow {
  readonly patient_id: string;
  readonly formulation_version_id: string;
}
interface StepRow {
  readonly position: number;
  readonly kind: string;
  readonly csp_position: number | null;
  readonly line: number | null;
  readonly package_index: number | null;
  readonly instruction: string;
  readonly planned_volume_ml: string | null;
  readonly planned_quantity: string | null;
  readonly unit: string | null;
}

/** A worksheet that the API planned: what the plain SQL writes again, with ids of its own. */
export interface PlanSample {
  readonly plan: string;
  readonly steps: readonly StepRow[];
  readonly answer: string;
}

export async function planSample(db: Client, worksheet: { readonly id: string }): Promise<PlanSample> {
  const { rows: plans } = await db.query<{ plan: object }>('select plan from worksheet where id = $1', [worksheet.id]);
  const { rows: steps } = await db.query<StepRow>(
    `select s.position, s.kind, s.csp_position, l.position as line, s.package_index, s.instruction, s.planned_volume_ml,
       s.planned_quantity, s.unit
     from worksheet_step s left join worksheet_line l on l.id = s.line_id where s.worksheet_id = $1 order by s.position`,
    [worksheet.id],
  );
  return { plan: JSON.stringify(plans[0]?.plan), steps, answer: JSON.stringify(worksheet) };
}

/** The rows of POST /api/worksheets by hand: order, gates in ascending id, lots first-expired-first-out, promise, commit. */
export async function planBySql(db: Client, personId: string, order: ApprovedOrder, sample: PlanSample): Promise<void> {
  const id = newId();
  const products = order.formula.products;
  const productIds = products.map((p) => p.id).toSorted();
  const subject = { kind: 'worksheet', id };
  const command = { personId, action: 'worksheet.planned', subject, answer: sample.answer, data: { containers: 1 } };
  await plainCommand(db, command, async () => {
    const [found] = (await run<OrderRow>(db, ORDER, [order.id])).rows;
    if (!found) throw new TypeError('an order of the bench is not approved');
    await run(db, GATES, [productIds]);
    const { rows: lots } = await run<LotRow>(db, LOTS, [productIds]);
    const now = new Date().toISOString();
    const planned = [id, order.id, order.versionId, found.formulation_version_id, sample.plan, now, personId];
    await run(db, WORKSHEET, planned);
    const lineIds = products.map(() => newId());
    await run(db, LINES, [
      id,
      lineIds,
      products.map((_, i) => i + 1),
      products.map((p) => p.role),
      products.map((p) => p.drugId),
      products.map((p) => p.id),
      products.map((p) => (p.role === 'base' ? 100 : 10)),
    ]);
    await run(db, STEPS, stepValues(id, sample, lineIds));
    await run(db, CSP, [id, found.patient_id, newId()]);
    const picks = products.map((p) => lots.find((lot) => lot.product_id === p.id && lot.free >= lot.content));
    const { rows: made } = await run(db, PROMISE, [
      products.map(() => newId()),
      lineIds,
      picks.map((p) => p?.account_id),
      picks.map((p) => p?.lot_id),
      picks.map((p) => p?.content),
      now,
    ]);
    if (made.length !== products.length) throw new TypeError('the bench has too little stock');
  });
}

function stepValues(id: string, { steps }: PlanSample, lineIds: readonly string[]): unknown[] {
  return [
    id,
    steps.map(() => newId()),
    steps.map((s) => s.position),
    steps.map((s) => s.kind),
    steps.map((s) => s.csp_position),
    steps.map((s) => (s.line === null ? null : lineIds[s.line - 1])),
    steps.map((s) => s.package_index),
    steps.map((s) => s.instruction),
    steps.map((s) => s.planned_volume_ml),
    steps.map((s) => s.planned_quantity),
    steps.map((s) => s.unit),
  ];
}
