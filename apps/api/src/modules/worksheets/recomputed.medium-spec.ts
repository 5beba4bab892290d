import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assignBeyondUseDate, type BeyondUseDateAnswer, type PreparationFacts } from '#domain/beyond-use-date';
import { aCompoundedWorksheet, aDemoPharmacy } from '../../../../../test/factories/a-worksheet.js';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import { aPharmacyWith } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';
import { rulesAt } from '../facility/rules.js';

let app: TestApp;

describe('recomputed', () => {
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  describe('a stored beyond-use date', () => {
    it('is recomputed to the letter from its stored facts under the rules of its day, whatever was edited since', async () => {
      await aDemoPharmacy(app);
      const { technician } = await aPharmacyWith(app, { technician: true });
      const worksheet = await aCompoundedWorksheet(app, technician, 'ceftriaxone');
      app.clock.advance({ days: 400 });
      await app.database.transaction((tx) =>
        tx.query(`update stability_evidence set limit_hours = 1, status = 'withdrawn'`),
      );
      const [stored] = await rows<{ facts: PreparationFacts; answer: BeyondUseDateAnswer }>(
        app.database.reader,
        'select bud_facts as facts, bud_answer as answer from worksheet where id = $1',
        [worksheet.id],
      );
      if (!stored) throw new Error('no worksheet');
      const rules = await rulesAt(app.database.reader, stored.facts.startedAt, stored.facts.zone);
      const again: unknown = JSON.parse(JSON.stringify(assignBeyondUseDate(stored.facts, rules)));
      expect(again).toEqual(stored.answer);
    });
  });
});
