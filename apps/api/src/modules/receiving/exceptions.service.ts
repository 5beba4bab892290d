import { Injectable } from '@nestjs/common';
import {
  EXCEPTION_KINDS,
  EXCEPTION_MACHINE,
  FDA_NOTICE_HOURS,
  type ExceptionKind,
  type ExceptionState,
} from '#domain/receiving';
import { next } from '#domain/state-machine';
import { addHours, formatInstant, type Instant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import type { Reader, Tx } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { instantField } from '../../platform/http/dates.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { containing } from '../formulary/search-text.js';
import type {
  CloseExceptionRequest,
  ExceptionListRequest,
  ExceptionPage,
  ExceptionResponse,
  FdaNoticeRequest,
} from './exceptions.dto.js';

const PERSON = (alias: string): string =>
  `case when ${alias}.id is not null then json_build_object('id', ${alias}.id, 'name', ${alias}.printed_name, 'initials', ${alias}.initials) end`;

const EXCEPTION = `
  select e.id, e.kind, e.state, e.suspect, e.message, s.name as "supplierName", e.receipt_id as "receiptId",
    r.number as "receiptNumber", e.document_id as "documentId", p.name as "productName", e.lot_id as "lotId",
    l.lot_number as "lotNumber", l.state as "lotState", e.opened_at as "openedAt", e.opened_at::text as at,
    ${PERSON('o')} as "openedBy", e.investigated_at as "investigatedAt", ${PERSON('i')} as "investigatedBy",
    e.investigation_note as "investigationNote", e.closed_at as "closedAt", ${PERSON('c')} as "closedBy",
    e.closed_reason as "closedReason", e.fda_notified_at as "fdaNotifiedAt", e.fda_reference as "fdaReference"
  from receiving_exception e
    join person o on o.id = e.opened_by
    left join person i on i.id = e.investigated_by
    left join person c on c.id = e.closed_by
    left join supplier s on s.id = e.supplier_id
    left join receipt r on r.id = e.receipt_id
    left join product p on p.id = e.product_id
    left join lot l on l.id = e.lot_id`;

type Times = 'openedAt' | 'investigatedAt' | 'closedAt' | 'fdaNotifiedAt';
interface Row extends Omit<ExceptionResponse, Times | 'title' | 'fdaNoticeDueAt' | 'kind' | 'state'> {
  readonly kind: ExceptionKind;
  readonly state: ExceptionState;
  readonly at: string;
  readonly openedAt: Instant;
  readonly investigatedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly fdaNotifiedAt: Instant | null;
}

/** The exception desk: what deliveries did not agree with, until a person has answered for it. */
@Injectable()
export class ExceptionsService {
  constructor(
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  /** Newest first. */
  async list(reader: Reader, page: ExceptionListRequest): Promise<ExceptionPage> {
    const after = decodeCursor(page.cursor, ['instant', 'uuid']);
    const found = await rows<Row>(
      reader,
      `${EXCEPTION}
       where ($1::text is null or e.state = $1)
         and ($2::text is null or e.message ilike $2 or s.name ilike $2 or r.number ilike $2 or l.lot_number ilike $2)
         and ($3::timestamptz is null or (e.opened_at, e.id) < ($3::timestamptz, $4::uuid))
       order by e.opened_at desc, e.id desc limit $5`,
      [page.state ?? null, containing(page.q), after?.[0] ?? null, after?.[1] ?? null, page.limit + 1],
    );
    return pageOf(found, page.limit, (row) => [row.at, row.id], shown);
  }

  async one(reader: Reader, id: string): Promise<ExceptionResponse> {
    return shown(await this.row(reader, id));
  }

  investigate(command: Command, id: string, note: string): Promise<ExceptionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await this.lock(tx, id);
      moveOn(row, 'investigate');
      await tx.query(
        `update receiving_exception set state = 'investigating', investigated_at = $2, investigated_by = $3,
           investigation_note = $4 where id = $1`,
        [id, formatInstant(this.clock.now()), actor.personId, note.trim()],
      );
      return this.tell(tx, actor, id, 'exception.investigated', { note });
    });
  }

  /**
   * Cleared or illegitimate, with a reason. Suspect product is decided by whoever may release it, after an investigation (DS-06);
   * its lot stays held until it is released.
   */
  close(command: Command, id: string, input: CloseExceptionRequest): Promise<ExceptionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await this.lock(tx, id);
      const event = input.outcome === 'cleared' ? 'clear' : 'find-illegitimate';
      const who = moveOn(row, event);
      const may = row.suspect || event === 'find-illegitimate' ? ['stock.release'] : who;
      if (!may.some((permission) => [...actor.permissions].some((held) => held === permission)))
        throw new Problem('access.denied', { detail: 'A pharmacist decides on suspect product.' });
      if (row.suspect && row.state !== 'investigating')
        throw new Problem('exception.wrong-state', {
          detail: 'Suspect product is investigated before it is cleared: begin the investigation first.',
        });
      await tx.query(
        'update receiving_exception set state = $2, closed_at = $3, closed_by = $4, closed_reason = $5 where id = $1',
        [id, input.outcome, formatInstant(this.clock.now()), actor.personId, input.reason.trim()],
      );
      if (row.receiptId !== null) await settleReceipt(tx, row.receiptId);
      const action = input.outcome === 'cleared' ? 'exception.cleared' : 'exception.illegitimate';
      return this.tell(tx, actor, id, action, { reason: input.reason });
    });
  }

  /** Form FDA 3911 was sent (DS-07). */
  notified(command: Command, id: string, input: FdaNoticeRequest): Promise<ExceptionResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const row = await this.lock(tx, id);
      if (row.state !== 'illegitimate')
        throw new Problem('exception.wrong-state', { detail: 'FDA is notified of what was found illegitimate.' });
      const at = instantField('notifiedAt', input.notifiedAt);
      if (at > this.clock.now() || at < (row.closedAt ?? at))
        throw invalid([
          { field: 'notifiedAt', message: 'lies outside the time since it was found', accepted: 'a moment since then' },
        ]);
      await tx.query('update receiving_exception set fda_notified_at = $2, fda_reference = $3 where id = $1', [
        id,
        formatInstant(at),
        input.reference.trim(),
      ]);
      return this.tell(tx, actor, id, 'exception.fda-notified', { ...input });
    });
  }

  private async lock(tx: Tx, id: string): Promise<Row> {
    await tx.query('select 1 from receiving_exception where id = $1 for update', [id]);
    return this.row(tx, id);
  }

  private async row(reader: Reader | Tx, id: string): Promise<Row> {
    const [row] = await rows<Row>(reader, `${EXCEPTION} where e.id = $1`, [id]);
    if (!row) throw notFound('exception', id);
    return row;
  }

  private async tell(
    tx: Tx,
    actor: Actor,
    id: string,
    action: string,
    data: Record<string, unknown>,
  ): Promise<ExceptionResponse> {
    await this.audit.record(tx, actor, action, { kind: 'receiving-exception', id }, data);
    this.feed.changed(tx, 'purchase', id);
    return this.one(tx, id);
  }
}

/** Who may. @throws Problem `exception.wrong-state` */
function moveOn(row: Row, event: 'investigate' | 'clear' | 'find-illegitimate'): readonly string[] {
  const step = next(EXCEPTION_MACHINE, row.state, event);
  if (!step.allowed)
    throw new Problem('exception.wrong-state', {
      detail:
        row.state === 'open'
          ? 'It is investigated first: begin the investigation.'
          : `It is ${row.state} already: that is not possible any more.`,
    });
  return step.transition.who;
}

/** A receipt whose mismatches are all cleared agrees with its documents. */
const settleReceipt = async (tx: Tx, receiptId: string): Promise<void> =>
  void (await tx.query(
    `update receipt set dscsa_state = 'matched' where id = $1 and dscsa_state = 'exception' and not exists (
       select 1 from receiving_exception where receipt_id = $1 and state <> 'cleared' and kind not in ('damaged','over','temperature'))`,
    [receiptId],
  ));

const text = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));

function shown({ at: _at, ...row }: Row): ExceptionResponse {
  const due = row.state === 'illegitimate' && row.closedAt !== null ? addHours(row.closedAt, FDA_NOTICE_HOURS) : null;
  return {
    ...row,
    title: EXCEPTION_KINDS[row.kind].title,
    openedAt: formatInstant(row.openedAt),
    investigatedAt: text(row.investigatedAt),
    closedAt: text(row.closedAt),
    fdaNoticeDueAt: text(due),
    fdaNotifiedAt: text(row.fdaNotifiedAt),
  };
}
