import { formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import type { Ids } from '../../platform/ids.js';

/** One line of the worksheet's own history, in words for people. */
export async function writeEvent(
  tx: Tx,
  ids: Ids,
  event: { worksheetId: string; kind: string; text: string; actor: Actor; at: Instant },
): Promise<void> {
  await tx.query(
    `insert into worksheet_event (id, worksheet_id, kind, at, actor_id, detail) values ($1, $2, $3, $4, $5, $6)`,
    [
      ids.next(),
      event.worksheetId,
      event.kind,
      formatInstant(event.at),
      event.actor.personId,
      JSON.stringify({ text: event.text }),
    ],
  );
}
