import fs from 'node:fs/promises';
import path from 'node:path';
import { runningOn } from './leftover.js';
import { startPostgres } from './postgres.js';

/** A server that commands run beside the product may use. */
export interface Attached {
  url: (database: string) => string;
  /** Stops the server if it was started for this; leaves the product's own alone. */
  detach(): Promise<void>;
}

/**
 * The server that already runs on the folder, or else one started for as long as it is needed: so `npm run verify:audit`
 * works beside a running product and without one.
 */
export async function attachOrStart(folder: string): Promise<Attached> {
  const real = await fs.realpath(folder).catch(() => folder);
  const running = await runningOn(path.join(real, 'pg'));
  if (running === undefined) {
    const server = await startPostgres({ folder });
    return { url: (database) => server.url(database), detach: () => server.stop() };
  }
  const password = (await fs.readFile(path.join(real, 'pg.password'), 'utf8')).trim();
  return {
    url: (database) => `postgres://postgres:${password}@127.0.0.1:${running.port}/${database}`,
    detach: () => Promise.resolve(),
  };
}
