import { Injectable } from '@nestjs/common';
import { Quantity } from '#domain/quantity';
import { moveStock, type Transfer } from '#domain/stock';
import { dateIn, formatInstant, parseInstant, showInstant, type Instant } from '#domain/time';
import { decideStock } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound, Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import type { Site } from '../../platform/site/site.js';
import { StockLedger } from '../stock/stock-ledger.js';
import { contentsOf } from '../worksheets/contents.js';
import { writeEvent } from '../worksheets/events.js';
import { usedLotsOf } from '../worksheets/record-facts.js';
import type { RecordRow } from '../worksheets/record-rows.js';
import { moveOn } from '../worksheets/transitions.js';
import { lockWorksheet } from '../worksheets/worksheet-rows.js';
import { WorksheetRecords } from '../worksheets/worksheet-records.js';
import type { WorksheetRecord } from '../worksheets/worksheets.dto.js';
import { BatchTools } from './batch-tools.js';

interface Shelf {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly storage: 'CRT' | 'REF' | 'FRZ';
  readonly active: boolean;
}

/** A verified batch becomes a lot on a shelf. */
@Injectable()
export class ToStockService {
  constructor(
    private readonly commands: Commands,
    private readonly ledger: StockLedger,
    private readonly records: WorksheetRecords,
    private readonly tools: BatchTools,
  ) {}

  /**
   * Puts the containers on a shelf as one lot: its number is the worksheet's, and it may be used to the instant of its beyond-use date.
   * What it was made of is used up by it in the ledger. Of two at once exactly one wins.
   * @throws Problem `worksheet.cannot-stock`
   */
  toStock(command: Command, id: string, locationId: string): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockWorksheet(tx, id);
      const productId = worksheet.stock_product_id;
      if (productId === null)
        throw new Problem('worksheet.cannot-stock', {
          detail: `${worksheet.number} was made for a patient: it is dispensed, and never put into stock.`,
        });
      const [row, site, shelf] = [
        await this.records.row(tx, id),
        await this.tools.sites.current(tx),
        await shelfOf(tx, locationId),
      ];
      const at = this.tools.clock.now();
      const findings = decideStock({ ...stockingFacts(row, at, site), shelf });
      refuseIfBlocked(findings, {
        code: 'worksheet.cannot-stock',
        audit: { action: 'worksheet.stocking-refused', subject: { kind: 'worksheet', id } },
      });
      const to = moveOn(worksheet, 'stock');
      if (worksheet.bud_at === null) throw new TypeError(`${worksheet.number} is verified without a date`);
      const lotId = this.tools.ids.next<string>();
      await this.insertLot(tx, {
        lotId,
        productId,
        worksheet: { id, number: worksheet.number },
        budAt: worksheet.bud_at,
        at,
        site,
      });
      await this.ledger.post(
        tx,
        moveStock({
          reason: 'stocked',
          reference: { kind: 'worksheet', id },
          effectiveAt: at,
          note: `Made in ${worksheet.number}`,
          transfers: await this.transfers(tx, {
            worksheetId: id,
            lotId,
            productId,
            containers: row.csps?.length ?? 0,
            shelf,
          }),
        }),
        { actor },
      );
      await tx.query(
        `with stocked as (update csp set state = 'stocked' where worksheet_id = $1 and state = 'active' returning id)
         update worksheet set state = $2, state_reason = '', revision = revision + 1 where id = $1`,
        [id, to],
      );
      const text = `Put into stock at ${shelf.name}, usable until ${showInstant(worksheet.bud_at, site.zone)}`;
      await this.tell(tx, actor, { id, text, at, data: { lotId, locationId } });
      this.tools.feed.changed(tx, 'worksheet', id);
      this.tools.feed.changed(tx, 'stock', productId);
      return this.records.record(tx, actor, id);
    });
  }

  private async tell(
    tx: Tx,
    actor: Actor,
    it: { readonly id: string; readonly text: string; readonly at: Instant; readonly data: Record<string, unknown> },
  ): Promise<void> {
    const { id, text, at } = it;
    await writeEvent(tx, this.tools.ids, { worksheetId: id, kind: 'stocked', text, actor, at });
    await this.tools.audit.record(tx, actor, 'worksheet.stocked', { kind: 'worksheet', id }, it.data);
  }

  private async insertLot(
    tx: Tx,
    it: {
      readonly lotId: string;
      readonly productId: string;
      readonly worksheet: { readonly id: string; readonly number: string };
      readonly budAt: Instant;
      readonly at: Instant;
      readonly site: Site;
    },
  ): Promise<void> {
    await tx.query(
      `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, received_at, made_in_worksheet_id, usable_until)
       values ($1,$2,$3,$4::date,($4::date)::text,'available',$5,$6,$7)`,
      [
        it.lotId,
        it.productId,
        it.worksheet.number,
        dateIn(it.budAt, it.site.zone),
        formatInstant(it.at),
        it.worksheet.id,
        formatInstant(it.budAt),
      ],
    );
  }

  /** What is in the containers is used up; as many containers of the new lot lie on the shelf. */
  private async transfers(
    tx: Tx,
    it: { worksheetId: string; lotId: string; productId: string; containers: number; shelf: Shelf },
  ): Promise<Transfer[]> {
    const made = { kind: 'made', subjectId: null } as const;
    const held = await contentsOf(tx, it.worksheetId);
    const [product] = await rows<{ content: string; stock_unit: string }>(
      tx,
      'select content, stock_unit from product where id = $1',
      [it.productId],
    );
    if (!product) throw notFound('product', it.productId);
    return [
      ...held.map((row): Transfer => ({
        lotId: row.lot_id,
        quantity: Quantity.of(row.on_hand, row.unit),
        from: { kind: row.kind, subjectId: row.subject_id },
        to: made,
      })),
      {
        lotId: it.lotId,
        quantity: Quantity.of(product.content, product.stock_unit).times(it.containers),
        from: made,
        to: { kind: 'location', subjectId: it.shelf.id },
      },
    ];
  }
}

/** Locked against being closed meanwhile. */
async function shelfOf(tx: Tx, id: string): Promise<Shelf> {
  const [found] = await rows<Shelf>(
    tx,
    'select id, name, kind, storage, active from location where id = $1 for key share',
    [id],
  );
  if (!found) throw notFound('location', id);
  return found;
}

const stockingFacts = (row: RecordRow, at: Instant, site: Site): Omit<Parameters<typeof decideStock>[0], 'shelf'> => ({
  worksheetState: row.state,
  csps: (row.csps ?? []).map((csp) => ({
    number: csp.number,
    state: csp.state,
    labelMatches: csp.labels?.some((l) => l.matches && l.voided_at === null) ?? false,
  })),
  storage: row.storage,
  hazardous: row.plan.hazard !== 'none',
  budAt: row.bud_at === null ? null : parseInstant(row.bud_at),
  lots: usedLotsOf(row),
  at,
  zone: site.zone,
});
