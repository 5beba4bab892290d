import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderResponse } from '../../apps/api/src/modules/orders/orders.dto.js';
import type { WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { DEMO_PEOPLE, demoPersonId } from '../../apps/api/src/seed/demo-people.js';
import { Bench, made, recordOf, rejection } from './bench.js';
import {
  approve,
  ceftriaxoneOrder,
  DECISIONS,
  drugId,
  fluorouracilOrder,
  Pharmacy,
  planned,
  refused,
  sent,
} from './journey.js';
import { rows } from '../../apps/api/src/platform/database/sql.js';
import { dispensed, labelled, readBack, verified } from './release.js';

let pharmacy: Pharmacy;
beforeAll(async () => {
  pharmacy = await Pharmacy.open();
});
afterAll(() => pharmacy.app.close());

const ceftriaxone = async (containers = 1): Promise<WorksheetRecord> =>
  planned(pharmacy, ceftriaxoneOrder({ containers, daysSupply: containers }), DECISIONS.ceftriaxone);
const inHood = async (worksheet: WorksheetRecord): Promise<WorksheetRecord> => made('Hood 1', pharmacy.ana, worksheet);
/** What another part of the system would write. */
const write = (sql: string, parameters: unknown[] = []): Promise<unknown> =>
  pharmacy.app.database.transaction((tx) => tx.query(sql, parameters));
/** Another order of the same patient for the same drug would be a finding of its own. */
const finish = async (worksheet: WorksheetRecord): Promise<void> => {
  await dispensed(pharmacy.ana, await readBack(pharmacy.ana, worksheet));
};

describe('the label of a hazardous drug that was filled into a cassette', () => {
  it('says what it is in, that it is chemotherapy, and what its date rests on (2.4, 6.5, HD-24, BUD-36)', async () => {
    const worksheet = await planned(pharmacy, fluorouracilOrder(), DECISIONS.fluorouracil);
    await verified(pharmacy.daniel, (await made('Cabinet 1', pharmacy.ana, worksheet)).id);
    await labelled(pharmacy.ana, worksheet);
    const [label] = await rows<{ facts: unknown; read: unknown }>(
      pharmacy.app.database.reader,
      'select l.facts, l.read_back as read from label l join csp c on c.id = l.csp_id where c.worksheet_id = $1',
      [worksheet.id],
    );
    expect(label?.facts).toMatchObject({
      hazardous: true,
      antineoplastic: true,
      diluent: { name: 'sodium chloride 0.9 %', volume: { value: '5.6', unit: 'mL' } },
      totalVolume: { value: '92', unit: 'mL' },
      warnings: ['Protect from light'],
      infusion: { continuous: true },
    });
    const text = JSON.stringify(label?.read);
    for (const said of ['CHEMOTHERAPY', 'HAZARDOUS DRUG', 'Begin administration by', '4,320 mg/92 mL', '2 mL/h'])
      expect(text).toContain(said);
  });
});

describe('labels that were read back', () => {
  it('are not printed together when what stands on them has changed since (promise 7)', async () => {
    const worksheet = await verified(pharmacy.daniel, (await inHood(await ceftriaxone(2))).id);
    const { pdfUrl } = await labelled(pharmacy.ana, worksheet);
    await pharmacy.ana.get(pdfUrl).expect(200);
    const phone = (value: string): Promise<unknown> => write('update site set phone = $1', [value]);
    await phone('602-555-0199');
    const problem = await refused(pharmacy.ana.get(pdfUrl), 409, 'worksheet.changed-meanwhile');
    expect(problem.detail).toMatch(/changed since it was read back/);
    await phone('602-555-0100');
    await pharmacy.ana.get(pdfUrl).expect(200);
    await finish(worksheet);
  });
});

describe('a prescription that is changed and approved anew', () => {
  it('keeps what was made from the old one from being dispensed as if nothing had happened (8.4)', async () => {
    const worksheet = await verified(pharmacy.daniel, (await inHood(await ceftriaxone())).id);
    await labelled(pharmacy.ana, worksheet);
    await readBack(pharmacy.ana, worksheet);
    const half = ceftriaxoneOrder({ containers: 1, daysSupply: 1 });
    const lines = half.lines.map((l) => (l.role === 'additive' ? { ...l, dose: { value: '1', unit: 'g' } } : l));
    const changed = { ...half, lines, version: 1, changeReason: 'Dose halved by the prescriber' };
    const order = await sent<OrderResponse>(pharmacy.jo.put(`/api/orders/${worksheet.order?.id}`, changed));
    expect((await approve(pharmacy.maya, order.id, DECISIONS.ceftriaxone)).state).toBe('approved');
    const problem = await refused(
      pharmacy.ana.post(`/api/worksheets/${worksheet.id}/dispensing`, {}),
      409,
      'worksheet.cannot-dispense',
    );
    expect(problem.findings?.map((f) => f.code)).toEqual(['worksheet.order-changed']);
    await sent(pharmacy.maya.post(`/api/orders/${order.id}/discontinuation`, { reason: 'End of this test' }));
  });
});

describe('a preparation sent to rework', () => {
  it('never gets a later date than it had, whatever was withdrawn meanwhile (BUD-20)', async () => {
    const pharmacist = DEMO_PEOPLE.find((p) => p.login === 'daniel');
    await write(
      `insert into stability_evidence (id, drug_id, drug_name, concentration_min, concentration_max, concentration_unit, diluents, containers,
         temperature_min, temperature_max, limit_hours, citation, status, reviewed_by, reviewed_on)
       values ('TEST-REWORK', $1, 'ceftriaxone', 10, 40, 'mg/mL', '{sodium chloride 0.9 %}', '{bag}', 2, 8, 48, 'A study', 'confirmed', $2, '2026-01-02')`,
      [drugId('ceftriaxone'), demoPersonId(pharmacist?.login ?? '')],
    );
    const first = await inHood(await ceftriaxone());
    expect(first.budAt).toBe(new Date(Date.parse(first.startedAt ?? '') + 48 * 3_600_000).toISOString());
    await write(`update stability_evidence set status = 'withdrawn' where id = 'TEST-REWORK'`);
    const shown = await recordOf(pharmacy.daniel, first.id);
    const back = await sent<WorksheetRecord>(rejection(pharmacy.daniel, shown, 'rework', 'Photo is blurred'));
    const bench = new Bench(pharmacy.ana, back, first.station ?? '');
    await bench.finishSteps();
    expect((await bench.completes()).budAt).toBe(first.budAt);
  });
});
