import type { Finding } from '#domain/finding';
import {
  mayLeave,
  type AccountKind,
  type Exit,
  type Leaving,
  type LotState,
  type Movement,
  type MovementReason,
} from '#domain/stock';
import type { Instant, LocalDate, ZoneId } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';

/**
 * By which exit each movement leaves. Others bring in, correct the books or take back. Waste is always allowed but of what was
 * discarded already, of which nothing is left.
 */
const EXIT_OF: Partial<Record<MovementReason, Exit>> = {
  opened: 'compound',
  withdrawn: 'compound',
  reconstituted: 'compound',
  'base-used': 'compound',
  'container-used': 'compound',
  transferred: 'transfer',
  returned: 'return',
  dispensed: 'dispense',
};

interface ExitRow {
  readonly from_kind: AccountKind;
  readonly lot_id: string;
  readonly lot_number: string;
  readonly expires_on: LocalDate;
  readonly usable_until: Instant | null;
  readonly state: LotState;
  readonly number: string | null;
  readonly container_state: 'open' | 'discarded' | null;
  readonly in_use_until: Instant | null;
  readonly from_place: string | null;
  readonly to_place: string | null;
  readonly zone: ZoneId | null;
}

/**
 * Lots are held by FOR KEY SHARE to the end of the transaction: a quarantine or recall of one waits for what leaves now, and what
 * leaves after it sees it (trigger lot_hold_waits). Key share, not share: a withdrawal does not wait for another one.
 */
const EXIT_FACTS = `
  with held as materialized (
    select id, lot_number, expires_on, usable_until, state from lot where id = any($1::uuid[]) order by id for key share)
  select w.from_kind, l.id as lot_id, l.lot_number, l.expires_on, l.usable_until, l.state, c.number, c.state as container_state,
    c.in_use_until, f.kind as from_place, t.kind as to_place, (select zone_id from site limit 1) as zone
  from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) as w(lot_id, from_kind, from_id, to_id)
    join held l on l.id = w.lot_id
    left join open_container c on w.from_kind = 'open-container' and c.id = w.from_id
    left join location f on w.from_kind = 'location' and f.id = w.from_id
    left join location t on t.id = w.to_id`;

/**
 * Refuses a movement of anything that may not leave so. The ledger asks it of every movement, whoever makes it, so no exit can
 * forget to; screens and scans ask `mayLeave` before, for a better answer.
 * @throws Problem `stock.may-not-leave`
 */
export async function refuseWhatMayNotLeave(
  tx: Pick<Tx, 'query'>,
  movement: Movement,
  allowed: ReadonlySet<string> = new Set(),
): Promise<void> {
  const exit = EXIT_OF[movement.reason];
  if (exit === undefined) return;
  const findings = (await leaving(tx, movement)).flatMap((row) =>
    mayLeave(
      { thing: thingOf(row), exit: exit === 'transfer' && row.to_place === 'quarantine' ? 'set-aside' : exit },
      movement.effectiveAt,
      row.zone ?? siteMissing(),
    ),
  );
  const open = findings.filter((f) => f.severity === 'stop' || !allowed.has(f.code));
  if (open.length > 0) throw refusal(open, movement);
}

/** Entries come in pairs: what leaves, and where it goes. */
function leaving(tx: Pick<Tx, 'query'>, { entries }: Movement): Promise<ExitRow[]> {
  const pairs = entries.flatMap((out, index) => {
    const into = entries[index + 1];
    return out.quantity.isNegative() && into ? [{ out, into }] : [];
  });
  return rows<ExitRow>(tx, EXIT_FACTS, [
    pairs.map(({ out }) => out.lotId),
    pairs.map(({ out }) => out.account.kind),
    pairs.map(({ out }) => out.account.subjectId),
    pairs.map(({ into }) => (into.account.kind === 'location' ? into.account.subjectId : null)),
  ]);
}

function thingOf(row: ExitRow): Leaving {
  const lot = {
    lotId: row.lot_id,
    lotNumber: row.lot_number,
    expiresOn: row.expires_on,
    usableUntil: row.usable_until,
    state: row.state,
  };
  if (row.from_kind === 'location') return { kind: 'lot', lot, setAside: row.from_place === 'quarantine' };
  if (row.from_kind === 'open-container')
    return {
      kind: 'open-container',
      number: row.number ?? 'The container',
      state: row.container_state ?? 'discarded',
      lot,
      inUse: { until: row.in_use_until },
    };
  return { kind: 'contents', lots: [lot] };
}

/** No time zone is ever guessed: without it nobody can say what has expired. */
function siteMissing(): never {
  throw new Problem('site.missing', { detail: 'Nobody has entered the pharmacy yet: Administration, Site.' });
}

function refusal(findings: readonly Finding[], movement: Movement): Problem {
  const told = [...new Map(findings.map((f) => [f.message, f])).values()];
  return new Problem('stock.may-not-leave', {
    detail: told.map((f) => f.message).join(' '),
    findings: told,
    audit: {
      action: 'stock.exit-refused',
      subject: { kind: movement.reference.kind, id: movement.reference.id },
      data: { reason: movement.reason, findings: told.map((f) => f.code) },
    },
  });
}
