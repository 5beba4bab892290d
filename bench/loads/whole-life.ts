import type { OrderResponse, OrderReviewResponse } from '../../apps/api/src/modules/orders/orders.dto.js';
import { at, contest } from '../contest.js';
import { goal, round, type Load } from '../load.js';
import { makeCatalog, type CatalogFormula } from '../fixtures/catalog.js';
import { makePatients } from '../fixtures/patients.js';
import { compound, plan, release, verify } from '../fixtures/preparing.js';
import type { Visitor } from '../visitor.js';
import { orderBody } from './order-body.js';

/** argon2id at the product's cost, measured on this kind of machine; each life has two signatures. */
const SIGNATURES = 2;

const keyOf = ({ code, field }: { code: string; field?: string }): string => (field ? `${code}@${field}` : code);

async function approve(pharmacist: Visitor, orderId: string): Promise<void> {
  const at = `/api/orders/${orderId}`;
  await pharmacist.command(`${at}/review`, {});
  const stabilityDecision = { limitHours: 48, storage: 'CRT', reason: 'Decided for the bench', citation: 'none' };
  const review = await pharmacist.command<OrderReviewResponse>(`${at}/review/preview`, { stabilityDecision });
  const of = (severity: string): string[] => review.findings.filter((f) => f.severity === severity).map(keyOf);
  await pharmacist.command(`${at}/approval`, {
    version: review.order.version,
    formulationVersionId: review.chosenFormulationVersionId,
    acknowledged: of('soft'),
    overrides: of('hard').map((code) => ({ code, reason: 'Judged acceptable on the bench' })),
    stabilityDecision,
    password: pharmacist.password,
  });
}

/** From the prescription to the patient: 25 requests by two people, two of them signatures. */
async function wholeLife(
  pharmacist: Visitor,
  technician: Visitor,
  formula: CatalogFormula,
  patientId: string,
): Promise<string> {
  const order = await pharmacist.command<OrderResponse>('/api/orders', orderBody(formula, patientId));
  await approve(pharmacist, order.id);
  const made = await compound(technician, await plan(technician, order), formula);
  const shown = await pharmacist.read<typeof made>(`/api/worksheets/${made.id}`);
  await release(technician, await verify(pharmacist, shown));
  return made.id;
}

export const life: Load = {
  name: 'whole-life',
  title: 'whole life of an order, intake to dispensed, label printed and read back',
  async run(stage) {
    const { quick } = stage.options;
    const catalog = await makeCatalog(at(stage.connections, 0), {
      mark: 'w',
      formulas: 20,
      lotsPerProduct: 3,
      packagesPerLot: 1_000,
    });
    const patients = await makePatients(at(stage.connections, 0), 200);
    const results = await contest(stage, {
      visitors: stage.pharmacists,
      levels: quick ? [{ clients: 8, count: 8 }] : [{ clients: 8, count: 32 }],
      api: (pharmacist, client, turn) => {
        const formula = at(catalog.formulas, (turn + client) % catalog.formulas.length);
        const patient = patients.pop() ?? '';
        return wholeLife(pharmacist, at(stage.technicians, client), formula, patient);
      },
      sql: null,
    });
    const { api } = at(results, 0);
    return {
      levels: results,
      goals: [goal('orders a second, 8 clients', { least: 60 }, api.perSecond)],
      notes: [
        `${SIGNATURES} signatures an order cost ${round(SIGNATURES * stage.signatureCpuMs)} of the ${round(api.apiCpu)} ms of API CPU`,
        `${round(api.apiCpu + api.databaseCpu)} ms of CPU an order: two whole cores could do ${round(2000 / (api.apiCpu + api.databaseCpu))} orders a second`,
      ],
    };
  },
};
