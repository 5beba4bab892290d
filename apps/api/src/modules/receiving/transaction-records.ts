import { Injectable } from '@nestjs/common';
import { reconcile, type ReceivedFacts, type StatedFacts } from '#domain/dscsa';
import { EXCEPTION_KINDS } from '#domain/receiving';
import { formatInstant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Ids } from '../../platform/ids.js';
import { Allocations } from '../stock/allocations.js';
import { holdLots, raiseExceptions, type Raised } from './raise.js';
import type { Given } from './receipt-rows.js';

/** Lines that DSCSA covers: not the exempt products, and not what an outsourcing facility compounded (DS-12). */
const COVERED = `
  select l.id as "lineId", l.product_id as "productId", p.name as "productName", p.gtin, l.lot_number as "lotNumber",
    l.expires_on as "expiresOn", l.packages, l.lot_id as "lotId", l.given
  from receipt_line l join product p on p.id = l.product_id
    join receipt r on r.id = l.receipt_id left join supplier s on s.id = r.supplier_id
  where l.receipt_id = $1 and l.lot_id is not null and l.packages > 0 and not p.dscsa_exempt and s.kind is distinct from '503b'
  order by l.position`;

/** Documents of this receipt, and those of no receipt yet that speak of its very packages or lots. */
const DOCUMENTS = `
  select d.id, d.statement, d.supplier_id as "supplierId", d.sender_gln as "senderGln", d.receipt_id as "receiptId"
  from dscsa_document d
  where d.receipt_id = $1 or (d.receipt_id is null and exists (
    select 1 from dscsa_item i join unnest($2::uuid[], $3::text[], $4::text[]) as t(product_id, serial, lot_number)
      on i.product_id = t.product_id and (i.serial = t.serial or (t.serial is null and upper(i.lot_number) = t.lot_number))
    where i.document_id = d.id))
  order by d.imported_at, d.id
  for no key update`;

const ITEMS = `
  select id as "itemId", document_id as "documentId", coalesce(gtin || ' ' || serial, gtin || ' ' || lot_number) as name,
    kind, product_id as "productId", gtin, serial, lot_number as "lotNumber", expires_on as "expiresOn", quantity, parent, epc,
    holds_others as "holdsOthers"
  from dscsa_item where document_id = any($1::uuid[]) order by document_id, position`;

interface CoveredLine extends Omit<ReceivedFacts, 'serials' | 'cartons'> {
  readonly lotId: string;
  readonly given: Given;
}
interface LinkedDocument {
  readonly id: string;
  readonly statement: boolean;
  readonly supplierId: string | null;
  readonly senderGln: string | null;
  readonly receiptId: string | null;
}

/** What came against what the seller said was sold (DS-02, DS-06). */
@Injectable()
export class TransactionRecords {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly allocations: Allocations,
    private readonly feed: Feed,
  ) {}

  /**
   * Compares a receipt with its documents and says how it stands. Mismatches go to the exception desk, each once; the lots of suspect
   * ones are held. Run again after more has come: what was missing and is found closes its exception in the name of whoever brought it.
   */
  async match(tx: Tx, actor: Actor, receiptId: string): Promise<void> {
    const lines = await rows<CoveredLine>(tx, COVERED, [receiptId]);
    if (lines.length === 0) return this.say(tx, receiptId, 'not-needed');
    const documents = await rows<LinkedDocument>(tx, DOCUMENTS, [receiptId, ...identities(lines)]);
    if (documents.length === 0) return this.say(tx, receiptId, 'waiting');
    const documentIds = documents.map((d) => d.id);
    await tx.query('update dscsa_document set receipt_id = $2 where id = any($1::uuid[]) and receipt_id is null', [
      documentIds,
      receiptId,
    ]);
    const received = lines.map(({ given, lotId: _lot, ...line }) => ({
      ...line,
      serials: given.serials ?? [],
      cartons: given.cartons ?? [],
    }));
    const stated = await rows<StatedFacts>(tx, ITEMS, [documentIds]);
    const { matches, mismatches } = reconcile(received, stated);
    await tx.query(
      `update dscsa_item set receipt_line_id = t.line_id from unnest($1::uuid[], $2::uuid[]) as t(item_id, line_id)
       where dscsa_item.id = t.item_id`,
      [matches.map((m) => m.itemId), matches.map((m) => m.lineId)],
    );
    const lotOf = new Map(lines.map((line) => [line.lineId, line.lotId]));
    const [receipt] = await rows<{ supplierId: string | null; number: string }>(
      tx,
      'select supplier_id as "supplierId", number from receipt where id = $1',
      [receiptId],
    );
    const supplierId = receipt?.supplierId ?? null;
    const raised: Raised[] = [
      ...mismatches.map((m) => ({
        kind: m.kind,
        about: `${receiptId} ${m.lineId ?? ''} ${m.about}`,
        message: m.message,
        supplierId,
        receiptId,
        lineId: m.lineId,
        documentId: documents[0]?.id ?? null,
        productId: m.productId,
        lotId: m.lineId === null ? null : (lotOf.get(m.lineId) ?? null),
      })),
      ...documents.flatMap((d) => partnerExceptions(d, receiptId, supplierId)),
    ];
    const by = { personId: actor.personId, at: this.clock.now(), ids: this.ids };
    await raiseExceptions(tx, by, raised);
    await this.closeFound(tx, actor, receiptId, receipt?.number ?? '', raised);
    await this.hold(tx, lines, raised);
    await this.settle(tx, receiptId);
    this.feed.changed(tx, 'purchase', receiptId);
  }

  /** Quarantines lots in stock that a document makes suspect. */
  async holdFor(
    tx: Tx,
    suspects: readonly { readonly productId: string | null; readonly lotId: string | null; readonly why: string }[],
  ): Promise<void> {
    const lots = suspects.flatMap((s) => (s.lotId === null ? [] : [{ id: s.lotId, why: `suspect: ${s.why}` }]));
    if (lots.length === 0) return;
    await this.allocations.lockGates(
      tx,
      suspects.flatMap((s) => s.productId ?? []),
    );
    await holdLots(tx, lots);
  }

  private async hold(tx: Tx, lines: readonly CoveredLine[], raised: readonly Raised[]): Promise<void> {
    const suspect = raised.filter((one) => EXCEPTION_KINDS[one.kind].suspect);
    if (suspect.length === 0) return;
    await this.allocations.lockGates(
      tx,
      lines.map((line) => line.productId),
    );
    // A finding about the seller, not about one lot, makes all that came suspect.
    const open = await openKeys(tx, suspect);
    await holdLots(
      tx,
      suspect
        .filter((one) => open.has(keyOf(one)))
        .flatMap((one) =>
          one.lotId ? [{ id: one.lotId, why: one.message }] : lines.map((l) => ({ id: l.lotId, why: one.message })),
        ),
    );
  }

  /** What was stated and has come meanwhile is no exception any more. */
  private async closeFound(
    tx: Tx,
    actor: Actor,
    receiptId: string,
    number: string,
    raised: readonly Raised[],
  ): Promise<void> {
    await tx.query(
      `update receiving_exception set state = 'cleared', closed_at = $2, closed_by = $3, closed_reason = $4
       where receipt_id = $1 and kind = 'ti-not-received' and state in ('open', 'investigating') and key <> all($5::text[])`,
      [
        receiptId,
        formatInstant(this.clock.now()),
        actor.personId,
        `It has come meanwhile: ${number}`,
        raised.map(keyOf),
      ],
    );
  }

  private async settle(tx: Tx, receiptId: string): Promise<void> {
    await tx.query(
      `update receipt set dscsa_state = case when exists (
         select 1 from receiving_exception where receipt_id = $1 and state in ('open','investigating','illegitimate')
           and kind not in ('damaged','over','temperature')) then 'exception' else 'matched' end
       where id = $1`,
      [receiptId],
    );
  }

  private async say(tx: Tx, receiptId: string, state: 'not-needed' | 'waiting'): Promise<void> {
    await tx.query('update receipt set dscsa_state = $2 where id = $1', [receiptId, state]);
  }
}

const keyOf = (one: Raised): string => `${one.kind} ${one.about}`.slice(0, 400);

/** Those that nobody has closed: what was cleared once does not hold a lot again. */
async function openKeys(tx: Tx, raised: readonly Raised[]): Promise<Set<string>> {
  const found = await rows<{ key: string }>(
    tx,
    `select key from receiving_exception where key = any($1::text[]) and state in ('open', 'investigating', 'illegitimate')`,
    [raised.map(keyOf)],
  );
  return new Set(found.map(({ key }) => key));
}

function identities(lines: readonly CoveredLine[]): [string[], (string | null)[], string[]] {
  const all = lines.flatMap((line) => {
    const serials = line.given.serials ?? [];
    const one = (serial: string | null): { line: CoveredLine; serial: string | null } => ({ line, serial });
    return serials.length > 0 ? [...serials.map(one), one(null)] : [one(null)];
  });
  return [
    all.map(({ line }) => line.productId),
    all.map(({ serial }) => serial),
    all.map(({ line }) => line.lotNumber.toUpperCase()),
  ];
}

function partnerExceptions(d: LinkedDocument, receiptId: string, supplierId: string | null): Raised[] {
  const common = { about: `${receiptId} ${d.id}`, receiptId, supplierId, documentId: d.id };
  const raised: Raised[] = [];
  if (d.supplierId === null || (supplierId !== null && d.supplierId !== supplierId))
    raised.push({
      ...common,
      kind: 'unknown-partner',
      message:
        d.senderGln === null
          ? 'The transaction information does not say who sold.'
          : `The transaction information comes from ${d.senderGln}, which is not the location number of the supplier of this receipt.`,
    });
  if (!d.statement)
    raised.push({
      ...common,
      kind: 'missing-ts',
      message: 'The seller does not affirm the transaction statement. Ask for it before the product is used.',
    });
  return raised;
}
