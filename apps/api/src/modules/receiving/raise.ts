import { EXCEPTION_KINDS, type ExceptionKind } from '#domain/receiving';
import { formatInstant, type Instant } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import type { Ids } from '../../platform/ids.js';

/** Something that a delivery did not agree with, as it is found. */
export interface Raised {
  readonly kind: ExceptionKind;
  /** What it is about: the same thing of the same kind is raised once, however often it is looked for. */
  readonly about: string;
  readonly message: string;
  readonly supplierId?: string | null;
  readonly receiptId?: string | null;
  readonly lineId?: string | null;
  readonly documentId?: string | null;
  readonly productId?: string | null;
  readonly lotId?: string | null;
  readonly facts?: Readonly<Record<string, string>>;
}

const INSERT = `
  insert into receiving_exception (id, kind, key, state, suspect, message, facts, supplier_id, receipt_id, receipt_line_id,
    document_id, product_id, lot_id, opened_at, opened_by)
  select t.id, t.kind, t.key, 'open', t.suspect, t.message, t.facts, t.supplier_id, t.receipt_id, t.line_id, t.document_id,
    t.product_id, t.lot_id, $1, $2
  from unnest($3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::jsonb[], $9::uuid[], $10::uuid[], $11::uuid[],
      $12::uuid[], $13::uuid[], $14::uuid[])
    as t(id, kind, key, suspect, message, facts, supplier_id, receipt_id, line_id, document_id, product_id, lot_id)
  on conflict on constraint receiving_exception_once do nothing
  returning id`;

/** Puts them on the exception desk, each once. Holding the lots of suspect ones is the caller's next step: `holdLots`. */
export async function raiseExceptions(
  tx: Tx,
  by: { readonly personId: string; readonly at: Instant; readonly ids: Ids },
  raised: readonly Raised[],
): Promise<string[]> {
  if (raised.length === 0) return [];
  const of = (pick: (one: Raised) => string | null | undefined): (string | null)[] =>
    raised.map((r) => pick(r) ?? null);
  const found = await rows<{ id: string }>(tx, INSERT, [
    formatInstant(by.at),
    by.personId,
    raised.map(() => by.ids.next()),
    of((r) => r.kind),
    of((r) => `${r.kind} ${r.about}`.slice(0, 400)),
    raised.map((r) => EXCEPTION_KINDS[r.kind].suspect),
    of((r) => r.message),
    raised.map((r) => JSON.stringify(r.facts ?? {})),
    of((r) => r.supplierId),
    of((r) => r.receiptId),
    of((r) => r.lineId),
    of((r) => r.documentId),
    of((r) => r.productId),
    of((r) => r.lotId),
  ]);
  return found.map(({ id }) => id);
}

/**
 * Quarantines lots that may be used as things are; a recalled lot stays recalled. The gates of their products are held by the caller,
 * so an allocation that is under way ends first (QE-07: a named person releases them).
 */
export async function holdLots(tx: Tx, lots: readonly { readonly id: string; readonly why: string }[]): Promise<void> {
  const held = [...new Map(lots.map((lot) => [lot.id, lot])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (held.length === 0) return;
  const idsOf = held.map((lot) => lot.id);
  await tx.query('select 1 from lot where id = any($1::uuid[]) order by id for no key update', [idsOf]);
  await tx.query(
    `update lot set state = 'quarantine', state_reason = t.why
     from unnest($1::uuid[], $2::text[]) as t(id, why)
     where lot.id = t.id and lot.state in ('available', 'depleted', 'expired')`,
    [idsOf, held.map((lot) => lot.why.slice(0, 300))],
  );
  // Of what a recall holds now: when the recall is withdrawn, it goes into quarantine and not back into use.
  await tx.query(
    `update recall_lot k set state_before = 'quarantine', reason_before = t.why
     from unnest($1::uuid[], $2::text[]) as t(id, why) join lot l on l.id = t.id and l.state = 'recalled'
     where k.lot_id = t.id and k.released_at is null and k.state_before in ('available', 'depleted', 'expired')`,
    [idsOf, held.map((lot) => lot.why.slice(0, 300))],
  );
}
