import { RECORD_SQL } from '../../apps/api/src/modules/worksheets/record-rows.js';
import { at, contest, levels } from '../contest.js';
import { cloneWorksheet } from '../fixtures/clones.js';
import { oneMade } from '../fixtures/made.js';
import { verify } from '../fixtures/preparing.js';
import { goal, round, type Load } from '../load.js';
import { run, statement } from '../plain-command.js';

const RECORD = statement('record', RECORD_SQL);

/** The screen of the bench and of the verifier, while years of worksheets lie beside it. */
export const record: Load = {
  name: 'record',
  title: 'worksheet screen in one request: GET /api/worksheets/:id, 100,000 worksheets present',
  async run(stage) {
    const db = at(stage.connections, 0);
    const past = await verify(at(stage.pharmacists, 0), await oneMade(stage));
    const begun = performance.now();
    const many = stage.options.quick ? 2_000 : 100_000;
    await cloneWorksheet(db, past.id, many);
    stage.say(`  ${many} worksheets made in ${round((performance.now() - begun) / 1000)} s`);
    const waiting = await cloneWorksheet(db, (await oneMade(stage)).id, 500);
    const idAt = (turn: number): string => at(waiting, (turn * 37) % waiting.length).worksheetId;
    const results = await contest(stage, {
      visitors: stage.pharmacists,
      levels: levels(stage, [100, 400, 480]),
      api: (visitor, _, turn) => visitor.read(`/api/worksheets/${idAt(turn)}`),
      sql: (connection, _, turn) => run(connection, RECORD, [idAt(turn)]),
    });
    const { api } = at(results, 1);
    const { rows } = await db.query<{ n: string }>('select count(*) as n from worksheet');
    const { bytes } = await at(stage.pharmacists, 0).get(`/api/worksheets/${idAt(1)}`);
    return {
      levels: results,
      goals: [
        goal('p50, 8 clients', { most: 5 }, api.p50, ' ms'),
        goal('p99, 8 clients', { most: 50 }, api.p99, ' ms'),
      ],
      notes: [`${rows[0]?.n} worksheets; an answer has ${bytes.length} bytes`],
    };
  },
};
