import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { Sites } from '../../platform/site/site.js';
import { WorksheetRecords } from './worksheet-records.js';
import { board, type BoardFilter } from './worksheets.queries.js';
import type { WorksheetBoard, WorksheetRecord } from './worksheets.dto.js';

/** Worksheets for screens: whoever sees one sees a patient, and that is on record. */
@Injectable()
export class WorksheetReads {
  constructor(
    private readonly db: Database,
    private readonly records: WorksheetRecords,
    private readonly sites: Sites,
    private readonly audit: Audit,
  ) {}

  async board(actor: Actor, filter: BoardFilter): Promise<WorksheetBoard> {
    const page = await board(this.db.reader, actor, filter);
    const ids = page.items.map((card) => card.id);
    const shown = await rows<{ id: string }>(
      this.db.reader,
      'select distinct o.patient_id as id from worksheet w join infusion_order o on o.id = w.order_id where w.id = any($1::uuid[])',
      [ids],
    );
    await this.audit.read(
      actor,
      shown.map(({ id }) => ({ kind: 'patient', id })),
      'worksheet list',
    );
    return page;
  }

  async record(actor: Actor, id: string): Promise<WorksheetRecord> {
    const [row, site] = await Promise.all([this.records.row(this.db.reader, id), this.sites.current(this.db.reader)]);
    if (row.patient_id !== null) await this.audit.read(actor, [{ kind: 'patient', id: row.patient_id }], 'worksheet');
    return this.records.show(row, actor, site.zone);
  }

  /** As scanned or keyed: `WS-000123-K`, in any case. */
  async byNumber(actor: Actor, number: string): Promise<WorksheetRecord> {
    const [found] = await rows<{ id: string }>(
      this.db.reader,
      'select id from worksheet where number = upper(btrim($1))',
      [number],
    );
    if (!found) throw notFound('worksheet', number.slice(0, 20));
    return this.record(actor, found.id);
  }
}
