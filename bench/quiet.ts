import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';

const LOOK_EVERY_MS = 100;
const GIVE_UP_MS = 600_000;

/** Has the supply of drugs looked at now instead of within a minute. */
export const watchSupplyNow = (db: Client): Promise<unknown> =>
  db.query(`update schedule set next_at = now() - interval '1 second' where name = 'supply'`);

/** Waits until no job is due and every drug that was asked for is projected: what fixtures set off must not be measured with what comes after. */
export async function untilQuiet(db: Client): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const { rows } = await db.query<{ busy: boolean }>(
      `select exists (select 1 from schedule where next_at <= now()) or exists (select 1 from supply_request)
         or exists (select 1 from outbox_message where done_at is null and stuck_at is null and due_at <= now()) as busy`,
    );
    if (rows[0]?.busy === false) return;
    if (performance.now() - begun > GIVE_UP_MS) throw new Error('the jobs of the fixtures do not end');
    await pause(LOOK_EVERY_MS);
  }
}
