import { describe, expect, it } from '@jest/globals';
import { startTestApp } from '../../../../../test/setup/app.js';
import { gateTo } from '../../../../../test/setup/redis-gate.js';
import { until } from '../../../../../test/setup/until.js';
import { aSite } from '../../../../../test/setup/world.js';
import { rows } from '../../platform/database/sql.js';

describe('a queue that is away', () => {
  it('delays an import and loses nothing', async () => {
    const gate = await gateTo(process.env['TEST_REDIS_URL'] ?? '', false);
    const other = await startTestApp({ demo: true, worker: 'inline', redisUrl: gate.url, at: '2026-06-20T14:00:00Z' });
    await aSite(other);
    const person = await other.signedIn('buyer');
    const begun = await person.post('/api/shortages/imports/sample').expect(201);
    expect(begun.body).toMatchObject({ state: 'queued', source: 'sample' });
    const state = async (): Promise<unknown> =>
      (await person.get(`/api/shortages/imports/${begun.body.id}`).expect(200)).body.state;
    expect(await state()).toBe('queued');
    gate.open();
    await until('the import is done', async () => (await state()) === 'done');
    const once = await rows(other.database.reader, `select 1 from shortage_change where field = 'listed'`);
    expect(once).toHaveLength(676);
    expect((await person.post('/api/shortages/imports/fetch', {}).expect(409)).body.code).toBe('shortage.no-address');
    await other.close();
    await gate.close();
  }, 30_000);
});
