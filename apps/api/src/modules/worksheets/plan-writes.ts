import type { WorksheetPlan } from '#domain/worksheet';
import type { Tx } from '../../platform/database/database.js';
import type { Ids } from '../../platform/ids.js';
import type { Numbers } from '../../platform/numbers.js';

export interface PlanWriter {
  readonly ids: Ids;
  readonly numbers: Numbers;
}

export interface PlanToWrite {
  readonly worksheetId: string;
  readonly plan: WorksheetPlan;
  /** Null: made for stock. */
  readonly patientId: string | null;
  readonly containers: number;
}

/** Lines, steps and preparations of a worksheet that is on record. @returns the id of each line by its position */
export async function writePlan(tx: Tx, writer: PlanWriter, it: PlanToWrite): Promise<ReadonlyMap<number, string>> {
  const lineIds = await insertLines(tx, writer.ids, it.worksheetId, it.plan);
  await insertSteps(tx, writer.ids, it.worksheetId, it.plan, lineIds);
  await insertCsps(tx, writer, it);
  return lineIds;
}

async function insertLines(tx: Tx, ids: Ids, worksheetId: string, plan: WorksheetPlan): Promise<Map<number, string>> {
  const lineIds = new Map(plan.lines.map((line) => [line.position, ids.next<string>()]));
  const l = plan.lines;
  await tx.query(
    `insert into worksheet_line (worksheet_id, id, position, role, drug_id, product_id, quantity, unit, packages)
     select $1, t.* from unnest($2::uuid[], $3::smallint[], $4::text[], $5::uuid[], $6::uuid[], $7::numeric[], $8::text[], $9::int[]) t`,
    [
      worksheetId,
      l.map((x) => lineIds.get(x.position)),
      l.map((x) => x.position),
      l.map((x) => x.role),
      l.map((x) => x.drugId),
      l.map((x) => x.productId),
      l.map((x) => x.quantity.value.toFixed(6, 'half-even')),
      l.map((x) => x.quantity.unit),
      l.map((x) => x.packages),
    ],
  );
  return lineIds;
}

async function insertSteps(
  tx: Tx,
  ids: Ids,
  worksheetId: string,
  plan: WorksheetPlan,
  lineIds: ReadonlyMap<number, string>,
): Promise<void> {
  const s = plan.steps;
  await tx.query(
    `insert into worksheet_step (worksheet_id, state, id, position, kind, csp_position, line_id, package_index, instruction, planned_volume_ml, planned_quantity, unit)
     select $1, 'pending', t.* from unnest($2::uuid[], $3::smallint[], $4::text[], $5::smallint[], $6::uuid[], $7::smallint[], $8::text[], $9::numeric[], $10::numeric[], $11::text[]) t`,
    [
      worksheetId,
      s.map(() => ids.next()),
      s.map((x) => x.position),
      s.map((x) => x.kind),
      s.map((x) => x.cspPosition),
      s.map((x) => (x.line === null ? null : lineIds.get(x.line))),
      s.map((x) => x.packageIndex),
      s.map((x) => x.instruction),
      s.map((x) => x.plannedVolume?.in('mL').value.toFixed(6, 'half-even') ?? null),
      s.map((x) => x.plannedQuantity?.value.toFixed(6, 'half-even') ?? null),
      s.map((x) => x.plannedQuantity?.unit ?? null),
    ],
  );
}

async function insertCsps(
  tx: Tx,
  { ids, numbers }: PlanWriter,
  { worksheetId, patientId, containers }: PlanToWrite,
): Promise<void> {
  const positions = Array.from({ length: containers }, (_, i) => i + 1);
  const cspNumbers = await numbers.several(tx, 'CSP', containers);
  await tx.query(
    `insert into csp (worksheet_id, patient_id, state, id, number, position)
     select $1, $2, 'planned', t.* from unnest($3::uuid[], $4::text[], $5::smallint[]) t`,
    [worksheetId, patientId, positions.map(() => ids.next()), cspNumbers, positions],
  );
}
