import { at, contest, levels } from '../contest.js';
import { againstSql, type Load } from '../load.js';
import { makeCatalog } from '../fixtures/catalog.js';
import { newId } from '../fixtures/ids.js';
import { makePatients } from '../fixtures/patients.js';
import { plainCommand, run, statement } from '../plain-command.js';
import { orderBody, type OrderBody } from './order-body.js';

const ORDER = statement(
  'order',
  `insert into infusion_order (id, number, patient_id, state, version, received_at, changed_at)
   values ($1, 'B-' || nextval('short_number_ord'), $2, 'received', 1, $3, $3)`,
);
const VERSION = statement(
  'order_version',
  `insert into infusion_order_version (id, order_id, version, route, schedule, duration_minutes, containers, storage, device,
     prescriber, indication, entered_by, entered_at)
   values ($1, $2, 1, 'IV', 'once', 60, 1, 'CRT', 'gravity', 'Dr. K. Brandt', 'Sepsis', $3, $4)`,
);
const LINES = statement(
  'order_lines',
  `insert into infusion_order_line (version_id, position, role, drug_id, dose_value, dose_unit, basis)
   select $1, t.*, 'flat' from unnest($2::smallint[], $3::text[], $4::uuid[], $5::numeric[], $6::text[]) t`,
);

/** A prescription of four lines is keyed. */
export const orderIntake: Load = {
  name: 'order-intake',
  title: 'order intake: POST /api/orders, four lines',
  async run(stage) {
    const catalog = await makeCatalog(at(stage.connections, 0), {
      mark: 'i',
      formulas: 20,
      lotsPerProduct: 1,
      packagesPerLot: 1,
    });
    const patients = await makePatients(at(stage.connections, 0), 500);
    const bodies = patients.map((patient, i) => orderBody(at(catalog.formulas, i % catalog.formulas.length), patient));
    const body = (turn: number): OrderBody => at(bodies, turn % bodies.length);
    const first = await at(stage.pharmacists, 0).command<object>('/api/orders', body(0));
    const answer = JSON.stringify(first);
    const results = await contest(stage, {
      visitors: stage.pharmacists,
      levels: levels(stage, [100, 400, 480]),
      api: (visitor, _, turn) => visitor.command('/api/orders', body(turn)),
      sql: async (connection, client, turn) => {
        const [id, versionId] = [newId(), newId()];
        const { personId } = at(stage.pharmacists, client);
        const { lines, patientId } = body(turn);
        const now = new Date().toISOString();
        const command = { personId, action: 'order.entered', subject: { kind: 'order', id }, answer };
        await plainCommand(connection, { ...command, data: { after: body(turn) } }, async () => {
          await run(connection, ORDER, [id, patientId, now]);
          await run(connection, VERSION, [versionId, id, personId, now]);
          await run(connection, LINES, [
            versionId,
            lines.map((_line, i) => i + 1),
            lines.map((line) => line.role),
            lines.map((line) => line.drugId),
            lines.map((line) => line.dose.value),
            lines.map((line) => line.dose.unit),
          ]);
        });
      },
    });
    return { levels: results, goals: againstSql(results, { share: 0.12, p99: 6 }), notes: [] };
  },
};
