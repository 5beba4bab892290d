import type { PecKind } from '#domain/category';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { StoredPlan } from './worksheet-rows.js';

/** An open container as another worksheet asks for it. */
export interface ContainerOffer {
  readonly id: string;
  readonly openedIn: PecKind | null;
  readonly wantedIn: PecKind | null;
  readonly onHand: string;
  /** Planned by other worksheets that hold it, and not drawn yet. */
  readonly promised: string;
}

/** Whoever decides on an open container holds its row, so that two worksheets never decide on the same rest. */
export const lockContainerByNumber = (tx: Tx, number: string): Promise<{ id: string }[]> =>
  rows(tx, 'select id from open_container where number = $1 for no key update', [number]);

/** Content and what is promised of it are read at one moment: a draw between two readings would be counted in neither. */
export async function containerOffer(
  reader: Reader,
  containerId: string,
  worksheetId: string,
): Promise<ContainerOffer | null> {
  const [found] = await rows<ContainerOffer>(
    reader,
    `select c.id, h.kind as "openedIn", (select g.kind from worksheet w join hood g on g.id = w.hood_id where w.id = $2) as "wantedIn",
       coalesce(b.on_hand, 0)::text as "onHand",
       (select coalesce(sum(t.planned_quantity), 0) from worksheet_step o join worksheet w on w.id = o.worksheet_id
          join worksheet_step t on t.worksheet_id = o.worksheet_id and t.line_id = o.line_id and t.package_index = o.package_index
        where o.open_container_id = c.id and o.kind = 'open' and o.worksheet_id <> $2 and w.state in ('staged', 'compounding')
          and t.kind <> 'open' and t.state <> 'done')::text as promised
     from open_container c left join hood h on h.id = c.hood_id
       left join stock_account k on k.kind = 'open-container' and k.subject_id = c.id
       left join stock_balance b on b.account_id = k.id and b.lot_id = c.lot_id
     where c.id = $1`,
    [containerId, worksheetId],
  );
  return found ?? null;
}

/** Numbers of the other worksheets that draw from what was opened or filled here. */
export const sharersOf = (reader: Reader, containerId: string, worksheetId: string): Promise<{ number: string }[]> =>
  rows(
    reader,
    `select distinct w.number from worksheet_step s join worksheet w on w.id = s.worksheet_id
     where s.open_container_id = $1 and s.kind = 'open' and s.worksheet_id <> $2 order by w.number`,
    [containerId, worksheetId],
  );

/** The worksheet that opened a container, with its plan: only that knows what was added to which package. */
export interface Opener {
  readonly worksheetId: string;
  readonly number: string;
  readonly linePosition: number;
  readonly packageIndex: number;
  readonly plan: StoredPlan;
}

export async function openerOf(reader: Reader, containerId: string): Promise<Opener | null> {
  const [found] = await rows<Opener>(
    reader,
    `select w.id as "worksheetId", w.number, x.position as "linePosition", s.package_index as "packageIndex", w.plan
     from worksheet_step s join worksheet w on w.id = s.worksheet_id join worksheet_line x on x.id = s.line_id
     where s.open_container_id = $1 and s.kind = 'open'
       and exists (select 1 from stock_movement m where m.reference_id = s.id and m.reason = 'opened')
     order by s.scanned_at, s.id limit 1`,
    [containerId],
  );
  return found ?? null;
}

/** What the opener added to the container: its consumption at these steps. */
export const addedAt = (
  reader: Reader,
  opener: Opener,
  positions: readonly number[],
): Promise<{ lotId: string; containerId: string | null; movementId: string; quantity: string; unit: string }[]> =>
  rows(
    reader,
    `select c.lot_id as "lotId", c.open_container_id as "containerId", c.movement_id as "movementId", c.quantity::text as quantity, c.unit
     from consumption c join worksheet_step t on t.id = c.step_id
     where c.worksheet_id = $1 and t.worksheet_id = $1 and t.position = any($2::smallint[]) order by c.id`,
    [opener.worksheetId, positions],
  );

/**
 * Which of these containers other worksheets want: they draw from it, or the day's accepted plan says that they will. Asked under the
 * containers' locks, so that a scan of the last moment is seen.
 */
export const wantedElsewhere = (
  tx: Tx,
  containerIds: readonly string[],
  worksheetId: string,
): Promise<{ id: string }[]> =>
  rows(
    tx,
    `select distinct o.open_container_id as id from worksheet_step o join worksheet w on w.id = o.worksheet_id
     where o.open_container_id = any($1::uuid[]) and o.kind = 'open' and o.worksheet_id <> $2 and w.state in ('staged', 'compounding')
     union
     select o.open_container_id from worksheet_step o
       join sharing_plan_share a on a.worksheet_line_id = o.line_id and a.package_index = o.package_index
       join sharing_plan p on p.id = a.plan_id and p.state = 'accepted'
       join sharing_plan_share b on b.plan_id = a.plan_id and b.vial = a.vial and b.worksheet_id <> a.worksheet_id
       join worksheet w on w.id = b.worksheet_id and w.id <> $2 and w.state in ('planned', 'allocated', 'staged', 'compounding')
       join worksheet_step s on s.worksheet_id = b.worksheet_id and s.line_id = b.worksheet_line_id and s.package_index = b.package_index
         and s.kind = 'open' and s.state <> 'done'
     where o.open_container_id = any($1::uuid[]) and o.kind = 'open'`,
    [containerIds, worksheetId],
  );
