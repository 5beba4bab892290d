import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDemoPharmacy } from '../../../../../test/factories/a-worksheet.js';
import { anApprovedOrder } from '../../../../../test/factories/an-approved-order.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { rows } from '../../platform/database/sql.js';
import { Ids } from '../../platform/ids.js';
import { demoPersonId } from '../../seed/demo-people.js';
import { affectedIds, affectedPage, type AffectedId, type AffectedPage } from './affected.js';
import { reachOf, type Roots } from './lineage.js';
import { cspTrace } from './trace.queries.js';

/** A made-up pharmacy as a graph: what was used in what, what was made in what, which lots are one. */
interface Use {
  readonly lot: string;
  readonly worksheet: string;
  /** Null: for the worksheet as a whole. */
  readonly csp: string | null;
}
interface Graph {
  readonly lots: string[];
  readonly csps: { id: string; worksheet: string }[];
  readonly madeIn: Map<string, string>;
  readonly uses: Use[];
  readonly merges: [string, string][];
}

let app: TestApp;
let graph: Graph;

/** Small and repeatable; not for anything that must not be guessed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

/** 60 bought lots, 60 batches of which each became a lot, 120 worksheets for patients with 1 or 2 preparations, circles among them. */
async function aRandomGraph(seed: number): Promise<Graph> {
  const ids = app.get(Ids);
  const roll = dice(seed);
  const make = (n: number): string[] => Array.from({ length: n }, () => ids.next());
  const [bought, batches, madeLots, worksheets] = [make(60), make(60), make(60), make(120)];
  const lots = [...bought, ...madeLots];
  const madeIn = new Map(madeLots.map((lot, i) => [lot, batches[i] ?? '']));
  const csps = worksheets.flatMap((worksheet) => make(1 + roll(2)).map((id) => ({ id, worksheet })));
  const uses: Use[] = [];
  for (const worksheet of [...batches, ...worksheets])
    for (let n = roll(4); n >= 0; n -= 1) {
      const own = csps.filter((c) => c.worksheet === worksheet);
      const csp = own.length === 0 || roll(3) === 0 ? null : (own[roll(own.length)]?.id ?? null);
      uses.push({ lot: lots[roll(lots.length)] ?? '', worksheet, csp });
    }
  const merges = Array.from({ length: 6 }, (_, i): [string, string] => [
    bought[i * 2] ?? '',
    bought[30 + roll(30)] ?? '',
  ]);
  const order = await anApprovedOrder(app, 'ceftriaxone');
  await app.database.transaction(async (tx) => {
    const person = demoPersonId('ana');
    const [base] = await rows<{ patient: string; formula: string; product: string; step: string }>(
      tx,
      `select o.patient_id as patient, (select id from formulation_version limit 1) as formula, (select id from product order by id limit 1) as product
       from infusion_order o where o.id = $1`,
      [order.id],
    );
    if (!base) throw new TypeError('no order');
    await tx.query(
      `insert into worksheet (id, number, order_id, order_version_id, stock_product_id, formulation_version_id, state, containers, storage, plan, planned_by, planned_at, started_at)
       select id, id::text, case when batch then null else $3::uuid end, case when batch then null else $4::uuid end, case when batch then $5::uuid end, $6, 'compounding', 1, 'CRT', '{}', $7, now(), now()
       from unnest($1::uuid[], $2::boolean[]) as w(id, batch)`,
      [
        [...batches, ...worksheets],
        [...batches.map(() => true), ...worksheets.map(() => false)],
        order.id,
        order.versionId,
        base.product,
        base.formula,
        person,
      ],
    );
    await tx.query(
      `insert into csp (id, number, worksheet_id, position, patient_id, state) select id, id::text, worksheet, position, $4, 'compounding'
       from unnest($1::uuid[], $2::uuid[], $3::int[]) as c(id, worksheet, position)`,
      [csps.map((c) => c.id), csps.map((c) => c.worksheet), csps.map((_, i) => i), base.patient],
    );
    await tx.query(
      `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at, made_in_worksheet_id, usable_until)
       select id, $3, 'G' || upper(right(id::text, 12)), '2027-01-31', '2027-01-31', 'available', now(), made_in, case when made_in is null then null else now() end
       from unnest($1::uuid[], $2::uuid[]) as l(id, made_in)`,
      [lots, lots.map((l) => madeIn.get(l) ?? null), base.product],
    );
    const movement = ids.next();
    await tx.query(
      `insert into stock_movement (id, reason, reference_kind, reference_id, effective_at, recorded_at, actor_id) values ($1, 'withdrawn', 'test', $1, now(), now(), $2)`,
      [movement, person],
    );
    const steps = new Map([...batches, ...worksheets].map((id) => [id, ids.next()]));
    await tx.query(
      `insert into worksheet_step (id, worksheet_id, position, kind, instruction, state) select *, 1, 'draw', '', 'pending' from unnest($1::uuid[], $2::uuid[])`,
      [[...steps.values()], [...steps.keys()]],
    );
    await tx.query(
      `insert into consumption (id, worksheet_id, csp_id, lot_id, step_id, movement_id, quantity, unit, at)
       select u.*, $6, 1, 'mL', now() from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) as u`,
      [
        uses.map(() => ids.next()),
        uses.map((u) => u.worksheet),
        uses.map((u) => u.csp),
        uses.map((u) => u.lot),
        uses.map((u) => steps.get(u.worksheet)),
        movement,
      ],
    );
    const signature = await rows<{ id: string }>(tx, 'select id from signature limit 1');
    await tx.query(
      `insert into lot_merge (id, from_lot_id, into_lot_id, from_expires_on, into_expires_on, reason, signature_id, merged_by, merged_at)
       select m.*, '2027-01-31', '2027-01-31', 'one lot', $4, $5, now() from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as m`,
      [merges.map(() => ids.next()), merges.map((m) => m[0]), merges.map((m) => m[1]), signature[0]?.id, person],
    );
  });
  return { lots, csps, madeIn, uses, merges };
}

/** The slow and plain way: look at every link again and again until nothing is new. */
function bruteForce({ csps, madeIn, uses, merges }: Graph, roots: Roots): { lots: string[]; csps: string[] } {
  const lots = new Set(roots.lotIds);
  const worksheets = new Set(roots.worksheetIds);
  const found = new Set<string>();
  for (let before = -1; before !== lots.size + worksheets.size + found.size;) {
    before = lots.size + worksheets.size + found.size;
    for (const [from, into] of merges) {
      if (lots.has(from)) lots.add(into);
      if (lots.has(into)) lots.add(from);
    }
    for (const use of uses.filter(({ lot }) => lots.has(lot))) {
      if (use.csp === null) worksheets.add(use.worksheet);
      else found.add(use.csp);
      for (const [lot, worksheet] of madeIn) if (worksheet === use.worksheet) lots.add(lot);
    }
    for (const [lot, worksheet] of madeIn) if (worksheets.has(worksheet)) lots.add(lot);
    for (const csp of csps) if (worksheets.has(csp.worksheet)) found.add(csp.id);
  }
  return { lots: [...lots].sort(), csps: [...found].sort() };
}

describe('lineage', () => {
  beforeAll(async () => {
    app = await startTestApp();
    await aDemoPharmacy(app);
    graph = await aRandomGraph(20_261_122);
  }, 60_000);
  afterAll(() => app.close());

  describe('what came of a lot', () => {
    it('is found at any depth, with circles and merged lots, exactly as by brute force', async () => {
      const worksheetIds = [...new Set(graph.uses.map((u) => u.worksheet))];
      const roots = fc.record({
        lotIds: fc.subarray(graph.lots, { maxLength: 3 }),
        worksheetIds: fc.subarray(worksheetIds, { maxLength: 2 }),
      });
      await fc.assert(
        fc.asyncProperty(roots, async (asked) => {
          const reach = await reachOf(app.database.reader, asked);
          const expected = bruteForce(graph, asked);
          expect([...reach.lots.keys()].sort()).toEqual(expected.lots);
          expect((await affectedIds(app.database.reader, reach)).map(({ id }) => id)).toEqual(expected.csps);
          const { counts } = await affectedPage(app.database.reader, reach, null, 1);
          expect([counts.lots, counts.csps]).toEqual([expected.lots.length, expected.csps.length]);
        }),
        { numRuns: 60, seed: 7 },
      );
    });

    it('is the same page by page, and says through how many batches it came', async () => {
      const reach = await reachOf(app.database.reader, { lotIds: graph.lots.slice(0, 2) });
      const all = await affectedIds(app.database.reader, reach);
      const paged: AffectedId[] = [];
      for (let after: string | null = null; ;) {
        const page: AffectedPage['rows'] = (await affectedPage(app.database.reader, reach, after, 7)).rows;
        paged.push(...page.map(({ csp_id: id, depth }) => ({ id, depth })));
        after = page.at(-1)?.csp_id ?? null;
        if (page.length < 7) break;
      }
      for (const { id, depth } of all) {
        const { worksheet } = graph.csps.find((csp) => csp.id === id) ?? {};
        const inIt = graph.uses.filter((use) => (use.csp === null ? use.worksheet === worksheet : use.csp === id));
        expect(depth).toBe(Math.min(...inIt.map((use) => reach.lots.get(use.lot) ?? Number.POSITIVE_INFINITY)));
      }
      expect(paged).toEqual(all);
    });

    it('leads back: every lot that a preparation traces back to has the preparation among what came of it', async () => {
      for (const { id } of graph.csps.slice(0, 8)) {
        const { lots } = await cspTrace(app.database.reader, id, app.clock.now());
        for (const lotId of new Set(lots.map((l) => l.lotId)))
          expect(bruteForce(graph, { lotIds: [lotId] }).csps).toContain(id);
        const forward = graph.lots.filter((lot) =>
          bruteForce({ ...graph, merges: [] }, { lotIds: [lot] }).csps.includes(id),
        );
        expect([...new Set(lots.map((l) => l.lotId))].sort()).toEqual(expect.arrayContaining(forward));
      }
    });
  });
});
