import { Injectable } from '@nestjs/common';
import type { Finding } from '#domain/finding';
import { rejectionText, verificationText } from '#domain/signature';
import { next } from '#domain/state-machine';
import { formatInstant } from '#domain/time';
import { decideReject, decideVerify, WORKSHEET_MACHINE } from '#domain/worksheet';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Signatures } from '../../platform/auth/signatures.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Sites } from '../../platform/site/site.js';
import { StockLedger } from '../stock/stock-ledger.js';
import { moveContents } from './contents.js';
import { writeEvent } from './events.js';
import { signedPreparation, verificationFacts } from './record-facts.js';
import type { RecordRow } from './record-rows.js';
import { lockOrderAndWorksheet, type LockOptions, type WorksheetRow } from './worksheet-rows.js';
import { WorksheetRecords } from './worksheet-records.js';
import type { RejectionRequest, VerificationRequest, WorksheetRecord } from './worksheets.dto.js';

/** What verification needs of the platform. */
@Injectable()
export class VerificationTools {
  constructor(
    readonly ids: Ids,
    readonly clock: Clock,
    readonly sites: Sites,
    readonly audit: Audit,
    readonly feed: Feed,
  ) {}
}

/** The pharmacist who is not the maker signs for the whole record, or rejects it (promise 4). */
@Injectable()
export class VerificationService {
  constructor(
    private readonly commands: Commands,
    private readonly signatures: Signatures,
    private readonly ledger: StockLedger,
    private readonly records: WorksheetRecords,
    private readonly tools: VerificationTools,
  ) {}

  /**
   * Verifies by signature. Of two at once exactly one wins: the second finds the worksheet verified. Refuses the maker, a
   * record that changed since it was shown, and findings that were neither overridden nor read.
   */
  verify(command: Command, id: string, input: VerificationRequest): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const { worksheet, row, site } = await this.load(tx, id, input.revision);
      const at = this.tools.clock.now();
      const findings = decideVerify(verificationFacts(row, actor.personId, at, site.zone));
      refuseIfBlocked(findings, {
        code: 'worksheet.cannot-verify',
        overridden: new Set((input.overrides ?? []).map((o) => o.code)),
        audit: { action: 'worksheet.verification-refused', subject: { kind: 'worksheet', id } },
      });
      refuseUnread(findings, input.acknowledged);
      const to = transition(worksheet, 'verify');
      const signature = await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'verified',
        subjectKind: 'worksheet',
        subjectId: id,
        content: verificationText(signedPreparation(row)),
      });
      await tx.query(
        `update worksheet set state = $2, state_reason = '', verified_by = $3, verified_at = $4, signature_id = $5, revision = revision + 1 where id = $1`,
        [id, to, actor.personId, formatInstant(at), signature.id],
      );
      await tx.query(`update csp set state = 'verified' where worksheet_id = $1 and state = 'compounded'`, [id]);
      await this.tell(tx, actor, worksheet, 'verified', `Verified by signature`, {
        signature: signature.id,
        overrides: input.overrides ?? [],
        acknowledged: input.acknowledged,
      });
      return this.records.record(tx, actor, id);
    });
  }

  /** Rejects by signature: back to the maker, or to waste with everything in it. */
  reject(command: Command, id: string, input: RejectionRequest): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const { worksheet, row, site } = await this.load(tx, id, input.revision, { evenRecalled: true });
      const at = this.tools.clock.now();
      refuseIfBlocked(
        decideReject({
          ...verificationFacts(row, actor.personId, at, site.zone),
          reason: input.reason,
          disposition: input.outcome,
        }),
        {
          code: 'worksheet.cannot-verify',
          audit: { action: 'worksheet.rejection-refused', subject: { kind: 'worksheet', id } },
        },
      );
      transition(worksheet, 'reject');
      const signature = await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'rejected',
        subjectKind: 'worksheet',
        subjectId: id,
        content: rejectionText({ ...signedPreparation(row), reason: input.reason, disposition: input.outcome }),
      });
      if (input.outcome === 'rework') await this.sendToRework(tx, id, input.reason);
      else await this.sendToWaste(tx, actor, worksheet, input.reason);
      const text = input.outcome === 'rework' ? `Sent back: ${input.reason}` : `Rejected to waste: ${input.reason}`;
      await this.tell(tx, actor, worksheet, 'rejected', text, {
        signature: signature.id,
        ...input,
        password: undefined,
      });
      return this.records.record(tx, actor, id);
    });
  }

  private async load(
    tx: Tx,
    id: string,
    revision: number,
    options: LockOptions = {},
  ): Promise<{ worksheet: WorksheetRow; row: RecordRow; site: Awaited<ReturnType<Sites['current']>> }> {
    const worksheet = await lockOrderAndWorksheet(tx, id, options);
    if (worksheet.revision !== revision)
      throw new Problem('worksheet.changed-meanwhile', {
        detail: `${worksheet.number} changed since this page was shown. Look at the record again before signing.`,
      });
    const [row, site] = [await this.records.row(tx, id), await this.tools.sites.current(tx)];
    return { worksheet, row, site };
  }

  /** The last two steps are done again; what is in the bag cannot be. */
  private async sendToRework(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.query(
      `update worksheet set state = 'compounding', state_reason = $2, reworks = reworks + 1, completed_by = null, completed_at = null, bud_at = null, bud_answer = null, bud_facts = null,
         revision = revision + 1 where id = $1`,
      [id, reason],
    );
    await tx.query(
      `update csp set state = 'compounding', bud_at = null where worksheet_id = $1 and state = 'compounded'`,
      [id],
    );
    await tx.query(
      `update worksheet_step set state = 'pending', done_by = null, done_at = null where worksheet_id = $1 and kind in ('inspect', 'photo')`,
      [id],
    );
  }

  private async sendToWaste(tx: Tx, actor: Actor, worksheet: WorksheetRow, reason: string): Promise<void> {
    await moveContents(tx, this.ledger, {
      worksheetId: worksheet.id,
      reason: 'wasted',
      to: { kind: 'waste', subjectId: null },
      note: reason,
      actor,
      at: this.tools.clock.now(),
    });
    await tx.query(`update worksheet set state = 'wasted', state_reason = $2, revision = revision + 1 where id = $1`, [
      worksheet.id,
      reason,
    ]);
    await tx.query(`update csp set state = 'wasted' where worksheet_id = $1`, [worksheet.id]);
  }

  private async tell(
    tx: Tx,
    actor: Actor,
    worksheet: WorksheetRow,
    kind: string,
    text: string,
    data: Record<string, unknown>,
  ): Promise<void> {
    const { id } = worksheet;
    await writeEvent(tx, this.tools.ids, { worksheetId: id, kind, text, actor, at: this.tools.clock.now() });
    await this.tools.audit.record(tx, actor, `worksheet.${kind}`, { kind: 'worksheet', id }, data);
    this.tools.feed.changed(tx, 'worksheet', id);
  }
}

function transition(worksheet: WorksheetRow, event: 'verify' | 'reject'): string {
  const step = next(WORKSHEET_MACHINE, worksheet.state, event);
  if (!step.allowed)
    throw new Problem('worksheet.wrong-state', {
      detail: `${worksheet.number}: ${step.finding.message}`,
      findings: [step.finding],
    });
  return step.to;
}

function refuseUnread(findings: readonly Finding[], acknowledged: readonly string[]): void {
  const unread = findings.filter((f) => f.severity === 'soft' && !acknowledged.includes(f.code));
  if (unread.length > 0)
    throw new Problem('worksheet.findings-open', {
      detail: `Read and acknowledge: ${unread.map((f) => f.message).join(' ')}`,
      findings: unread,
    });
}
