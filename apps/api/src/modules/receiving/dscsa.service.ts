import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readEpcis, transactionInformation, type EpcisDocument, type TransactionInformation } from '#domain/dscsa';
import { ndcsFromGtin } from '#domain/ndc';
import { addCalendarDays, dateIn, formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { PurchasingBooks } from '../purchasing/purchasing-books.js';
import type { DscsaDocumentResponse, ImportDscsaRequest } from './exceptions.dto.js';
import { raiseExceptions } from './raise.js';
import { lockReceipt } from './receipt-rows.js';
import { TransactionRecords } from './transaction-records.js';

/** Six years, and a week for the calendar's own oddities (DS-02). */
const KEEP_DAYS = 6 * 366 + 7;

const DOCUMENT = `
  select d.id, d.sha256, d.format, d.events, d.sender_gln as "senderGln", s.name as "supplierName", d.statement,
    d.receipt_id as "receiptId", r.number as "receiptNumber", d.imported_at as "importedAt", p.printed_name as "importedBy",
    d.keep_until as "keepUntil", i.items, i.known, i.matched
  from dscsa_document d
    join person p on p.id = d.imported_by
    left join supplier s on s.id = d.supplier_id
    left join receipt r on r.id = d.receipt_id
    cross join lateral (
      select count(*)::int as items, count(product_id)::int as known, count(receipt_line_id)::int as matched
      from dscsa_item where document_id = d.id) i`;

type DocumentRow = Omit<DscsaDocumentResponse, 'importedAt' | 'duplicate'> & { readonly importedAt: number };

const INSERT_ITEMS = `
  insert into dscsa_item (id, document_id, position, kind, gtin, serial, lot_number, expires_on, quantity, parent, product_id,
    epc, holds_others)
  select t.id, $1, t.position, t.kind, t.gtin, t.serial, t.lot_number, t.expires_on, t.quantity, t.parent, p.id, t.epc, t.holds
  from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::int[], $10::text[],
      $11::text[], $12::boolean[], $13::text[])
    as t(id, position, kind, gtin, serial, lot_number, expires_on, quantity, parent, epc, holds, ndc_keys)
    left join lateral (
      -- A GTIN that is on file decides; the NDC inside it does where it names exactly one product.
      select case when count(*) filter (where q.gtin = t.gtin) = 1 then (array_agg(q.id) filter (where q.gtin = t.gtin))[1]
        when count(*) = 1 then (array_agg(q.id))[1] end as id
      from product q where q.gtin = t.gtin or q.ndc11 = any(string_to_array(t.ndc_keys, ' '))) p on true`;

/** Transaction information and statements as sellers send them: kept whole, read, compared with what came. */
@Injectable()
export class DscsaService {
  constructor(
    private readonly commands: Commands,
    private readonly books: PurchasingBooks,
    private readonly records: TransactionRecords,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  /** Whole or not at all. A document that is on file already changes nothing. */
  import(command: Command, input: ImportDscsaRequest): Promise<DscsaDocumentResponse> {
    const reading = readEpcis(input.document);
    if ('fault' in reading)
      throw new Problem('dscsa.document-invalid', {
        detail: `The document is not taken: ${reading.fault.place} ${reading.fault.message}. Nothing was changed.`,
        fields: [{ field: 'document', message: `${reading.fault.place} ${reading.fault.message}` }],
      });
    const information = transactionInformation(reading.document);
    return this.commands.run(command, async (tx, actor) => {
      if (input.receiptId !== undefined) await lockReceipt(tx, input.receiptId);
      const sha256 = createHash('sha256').update(input.document).digest('hex');
      const made = await this.insert(tx, actor, { ...input, sha256, document: reading.document, raw: input.document });
      const [known] = made
        ? []
        : await rows<{ id: string }>(tx, 'select id from dscsa_document where sha256 = $1', [sha256]);
      if (known) return { ...(await this.one(tx, known.id)), duplicate: true };
      if (!made) throw new Problem('request.conflict', { detail: 'The document is being imported. Try again.' });
      await this.items(tx, made, information);
      await this.contradictions(tx, actor, made, information);
      await this.matchReceipts(tx, actor, made, input.receiptId);
      const data = { sha256, events: reading.document.events.length, items: information.items.length };
      await this.audit.record(tx, actor, 'dscsa.imported', { kind: 'dscsa-document', id: made }, data);
      this.feed.changed(tx, 'purchase', made);
      return { ...(await this.one(tx, made)), duplicate: false };
    });
  }

  async list(reader: Reader): Promise<DscsaDocumentResponse[]> {
    const found = await rows<DocumentRow>(reader, `${DOCUMENT} order by d.imported_at desc, d.id desc limit 200`);
    return found.map((row) => shown(row));
  }

  async raw(reader: Reader, id: string): Promise<string> {
    const [row] = await rows<{ raw: string }>(reader, 'select raw from dscsa_document where id = $1', [id]);
    if (!row) throw notFound('document', id);
    return row.raw;
  }

  private async insert(
    tx: Tx,
    actor: Actor,
    it: { sha256: string; raw: string; document: EpcisDocument; receiptId?: string },
  ): Promise<string | undefined> {
    const now = this.books.clock.now();
    const { zone } = await this.books.sites.current(tx);
    const [made] = await rows<{ id: string }>(
      tx,
      `insert into dscsa_document (id, sha256, raw, format, events, sender_gln, supplier_id, statement, receipt_id, imported_at,
         imported_by, keep_until)
       values ($1, $2, $3, $4, $5, $6, (select id from supplier where gln = $6), $7, $8, $9, $10, $11)
       on conflict on constraint dscsa_document_once do nothing returning id`,
      [
        this.books.ids.next(),
        it.sha256,
        it.raw,
        it.document.format,
        it.document.events.length,
        it.document.senderGln,
        it.document.statement,
        it.receiptId ?? null,
        formatInstant(now),
        actor.personId,
        addCalendarDays(dateIn(now, zone), KEEP_DAYS),
      ],
    );
    return made?.id;
  }

  private async items(tx: Tx, id: string, { items }: TransactionInformation): Promise<void> {
    await tx.query(INSERT_ITEMS, [
      id,
      items.map(() => this.books.ids.next()),
      items.map((_, i) => i + 1),
      items.map((i) => i.kind),
      items.map((i) => i.gtin),
      items.map((i) => i.serial),
      items.map((i) => i.lotNumber),
      items.map((i) => i.expiresOn),
      items.map((i) => i.quantity),
      items.map((i) => i.parent),
      items.map((i) => i.epc),
      items.map((i) => i.holdsOthers),
      items.map((i) => ndcKeys(i.gtin)),
    ]);
  }

  /** A serial that another document sold already, or that this one gives two lots (domain-rules 7.3). */
  private async contradictions(tx: Tx, actor: Actor, id: string, information: TransactionInformation): Promise<void> {
    const twice = await rows<{ gtin: string; serial: string; productId: string | null; lotId: string | null }>(
      tx,
      `select distinct i.gtin, i.serial, i.product_id as "productId", s.lot_id as "lotId"
       from dscsa_item i
         join dscsa_item o on o.gtin = i.gtin and o.serial = i.serial and o.document_id <> i.document_id
         left join package_serial s on s.product_id = i.product_id and s.serial = i.serial
       where i.document_id = $1 and i.kind = 'serial'`,
      [id],
    );
    const raised = [
      ...twice.map((t) => ({ ...t, why: 'another document has sold it before' })),
      ...information.contradictions.map((c) => ({
        ...c,
        productId: null,
        lotId: null,
        why: 'it is given two lots or expiries',
      })),
    ];
    await raiseExceptions(
      tx,
      { personId: actor.personId, at: this.books.clock.now(), ids: this.books.ids },
      raised.map(({ gtin, serial, productId, lotId, why }) => ({
        kind: 'serial-twice' as const,
        about: `${id} ${gtin} ${serial}`,
        message: `GTIN ${gtin}, serial ${serial}: ${why}. Suspect product.`,
        documentId: id,
        productId,
        lotId,
        facts: { gtin, serial },
      })),
    );
    await this.records.holdFor(tx, raised);
  }

  /** The receipt that was named, or those that wait and hold what the document speaks of. */
  private async matchReceipts(tx: Tx, actor: Actor, id: string, named: string | undefined): Promise<void> {
    const found =
      named === undefined
        ? await rows<{ id: string }>(
            tx,
            `select distinct r.id from receipt r join receipt_line l on l.receipt_id = r.id
               join dscsa_item i on i.document_id = $1 and i.product_id = l.product_id and
                 (upper(i.lot_number) = l.lot_number or l.given -> 'serials' ? i.serial)
             where r.state = 'posted' and r.dscsa_state in ('waiting', 'exception')
             order by r.id limit 1`,
            [id],
          )
        : [{ id: named }];
    for (const receipt of found) {
      const locked = await lockReceipt(tx, receipt.id);
      if (locked.state === 'posted') await this.records.match(tx, actor, receipt.id);
    }
  }

  private async one(reader: Reader, id: string): Promise<Omit<DscsaDocumentResponse, 'duplicate'>> {
    const [row] = await rows<DocumentRow>(reader, `${DOCUMENT} where d.id = $1`, [id]);
    if (!row) throw notFound('document', id);
    return shown(row);
  }
}

const shown = (row: DocumentRow): DscsaDocumentResponse => ({
  ...row,
  importedAt: formatInstant(row.importedAt as Parameters<typeof formatInstant>[0]),
  duplicate: false,
});

const ndcKeys = (gtin: string): string =>
  ndcsFromGtin(gtin)
    .candidates.flatMap((ndc) => ndc.ndc11?.replaceAll('-', '') ?? [])
    .join(' ');
