import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { blocks } from '#domain/finding';
import { parseShortNumber } from '#domain/barcode';
import { parseInstant } from '#domain/time';
import { decideActivate } from '#domain/worksheet';
import { joinDocuments, LabelRendererError, type MadeLabel, type ReleasedLabel } from '#labels';
import type { Actor } from '../../platform/auth/actor.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound, Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { formatInstant } from '#domain/time';
import { writeEvent } from '../worksheets/events.js';
import { usedLotsOf } from '../worksheets/record-facts.js';
import type { RecordCsp, RecordRow } from '../worksheets/record-rows.js';
import { lockWorksheet } from '../worksheets/worksheet-rows.js';
import { cspOf, WorksheetRecords } from '../worksheets/worksheet-records.js';
import type { LabelRequest } from '../worksheets/worksheets.dto.js';
import { labelOf, type MadeContainerLabel } from './label-facts.js';
import { Labels } from './label-renderer.provider.js';
import { LabelTools } from './label-tools.js';
import type { ActivationResponse, LabelsResponse } from './labels.dto.js';

const LABELABLE = ['verified', 'labeled', 'active'];

interface MadeLabelRow {
  readonly csp: RecordCsp;
  readonly released: ReleasedLabel;
  readonly pdf: Uint8Array;
  readonly facts: MadeContainerLabel['facts'];
}

/** Container labels: rendered, read back by machine, printed, and read back once more by scan before anything leaves (promise 7). */
@Injectable()
export class LabelsService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly records: WorksheetRecords,
    private readonly labels: Labels,
    private readonly tools: LabelTools,
  ) {}

  /**
   * Makes one label for each verified preparation. Rendering and reading back happen before the transaction; inside it the
   * record is read again, and a label of a record that changed meanwhile is not kept. A second label needs a reason and
   * makes the first void.
   */
  async print(command: Command, worksheetId: string, input: LabelRequest): Promise<LabelsResponse> {
    const already = await this.commands.answered<LabelsResponse>(command);
    if (already) return already.answer;
    const before = await this.records.row(this.db.reader, worksheetId);
    const site = await this.tools.sites.current(this.db.reader);
    const made: MadeLabelRow[] = [];
    for (const csp of wanted(before, input)) {
      const { facts, label } = labelOf(before, csp, site);
      const released = await this.readBack(label);
      if (released.pdf === null || released.findings.some(blocks))
        throw new Problem('label.cannot-be-made', {
          detail: released.findings.map((f) => f.message).join(' '),
          findings: released.findings,
        });
      made.push({ csp, facts, released, pdf: released.pdf });
    }
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockWorksheet(tx, worksheetId);
      if (worksheet.revision !== before.revision)
        throw new Problem('worksheet.changed-meanwhile', {
          detail: `${worksheet.number} changed while its labels were made. Print them again.`,
        });
      const labels: string[] = [];
      for (const label of made) labels.push(await this.store(tx, actor, label, input.reprintReason));
      await tx.query('update worksheet set revision = revision + 1 where id = $1', [worksheetId]);
      const text = `${made.length === 1 ? 'Label' : `${made.length} labels`} printed and read back${input.reprintReason ? ` again: ${input.reprintReason}` : ''}`;
      await this.tell(tx, actor, worksheetId, 'labeled', text);
      const after = await this.records.row(tx, worksheetId);
      return {
        labels: (after.csps ?? []).flatMap((csp) => cspOf(csp).labels).filter((label) => labels.includes(label.id)),
        pdfUrl: `/api/worksheets/${worksheetId}/labels.pdf`,
      };
    });
  }

  /**
   * The current labels of a worksheet as one document, in order. Each page says what was read back and stored: where the record or
   * the pharmacy's own data have changed since, nothing is printed (promise 7).
   */
  async pdf(worksheetId: string): Promise<Uint8Array> {
    const [row, site] = [
      await this.records.row(this.db.reader, worksheetId),
      await this.tools.sites.current(this.db.reader),
    ];
    const current = (row.csps ?? []).filter((csp) => csp.labels?.some((label) => label.voided_at === null));
    if (current.length === 0) throw notFound('label of worksheet', row.number);
    const [only] = current;
    if (current.length === 1 && only) return this.one(only.labels?.find((l) => l.voided_at === null)?.id ?? '');
    const kept = await rows<{ csp_id: string; facts: unknown }>(
      this.db.reader,
      'select csp_id, facts from label where voided_at is null and csp_id = any($1::uuid[])',
      [current.map((csp) => csp.id)],
    );
    const documents = current.map((csp) => {
      const {
        facts,
        label: { document },
      } = labelOf(row, csp, site);
      const stored = kept.find((label) => label.csp_id === csp.id)?.facts;
      if (document && isDeepStrictEqual(JSON.parse(JSON.stringify(facts)), stored)) return document;
      throw new Problem('worksheet.changed-meanwhile', {
        detail: `What stands on the label of ${csp.number} changed since it was read back. Print its label again, with the reason.`,
      });
    });
    return this.labels.renderer.render(joinDocuments(`Labels of ${row.number}`, documents));
  }

  /** One label as it was stored, byte for byte. */
  async one(labelId: string): Promise<Uint8Array> {
    const [found] = await rows<{ pdf: Buffer }>(this.db.reader, 'select pdf from label where id = $1', [labelId]);
    if (!found) throw notFound('label', labelId);
    return found.pdf;
  }

  /** The label on the container was scanned: its number makes that preparation, and no other, active. */
  activate(command: Command, code: string): Promise<ActivationResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const scanned = parseShortNumber(code.trim());
      const [found] = scanned
        ? await rows<{ id: string; worksheet_id: string }>(tx, 'select id, worksheet_id from csp where number = $1', [
            scanned.text,
          ])
        : [];
      if (!found)
        throw new Problem('label.unknown-code', {
          detail: 'This is not the code of a container label of ours. Scan the square code on the label.',
        });
      await lockWorksheet(tx, found.worksheet_id);
      const [row, site] = [await this.records.row(tx, found.worksheet_id), await this.tools.sites.current(tx)];
      const csp = (row.csps ?? []).find((c) => c.id === found.id);
      if (!csp) throw notFound('preparation', code);
      const label = csp.labels?.find((l) => l.voided_at === null);
      const at = this.tools.clock.now();
      refuseIfBlocked(
        decideActivate({
          cspState: csp.state,
          cspNumber: csp.number,
          scannedNumber: scanned?.text ?? null,
          label: label ? { number: csp.number, matches: label.matches, voided: false } : null,
          budAt: csp.bud_at === null ? null : parseInstant(csp.bud_at),
          lots: usedLotsOf(row),
          at,
          zone: site.zone,
        }),
        {
          code: 'label.cannot-activate',
          audit: { action: 'csp.activation-refused', subject: { kind: 'csp', id: csp.id } },
        },
      );
      await tx.query(`update csp set state = 'active', activated_by = $2, activated_at = $3 where id = $1`, [
        csp.id,
        actor.personId,
        formatInstant(at),
      ]);
      await tx.query('update worksheet set revision = revision + 1 where id = $1', [row.id]);
      await this.tell(tx, actor, row.id, 'label-read', `Label of ${csp.number} read on its container`);
      const record = await this.records.record(tx, actor, row.id);
      const active = record.csps.find((c) => c.id === csp.id);
      if (!active) throw notFound('preparation', code);
      return { csp: active, worksheet: record };
    });
  }

  private async readBack(label: MadeLabel): Promise<ReleasedLabel> {
    try {
      return await this.labels.renderer.renderAndReadBack(label);
    } catch (error) {
      if (!(error instanceof LabelRendererError)) throw error;
      throw new Problem('label.renderer-busy', {
        detail: 'Labels cannot be made at this moment. Nothing was printed; try again.',
        retryAfterSeconds: 2,
        cause: error,
      });
    }
  }

  private async store(tx: Tx, actor: Actor, made: MadeLabelRow, reprintReason: string | undefined): Promise<string> {
    const current = made.csp.labels?.find((l) => l.voided_at === null);
    const at = formatInstant(this.tools.clock.now());
    if (current && !reprintReason)
      throw new Problem('label.printed-already', {
        detail: `${made.csp.number} already has a label. To print another, say why; the first becomes void.`,
        fields: [{ field: 'reprintReason', message: 'is needed to print again' }],
      });
    if (current)
      await tx.query('update label set voided_at = $2, void_reason = $3 where id = $1', [
        current.id,
        at,
        reprintReason,
      ]);
    const id = this.tools.ids.next();
    await tx.query(
      `insert into label (id, number, csp_id, copy, facts, pdf, sha256, read_back, matches, printed_by, printed_at, print_reason)
       values ($1,$2,$3,$4,$5,$6,$7,$8,true,$9,$10,$11)`,
      [
        id,
        await this.tools.numbers.next(tx, 'LBL'),
        made.csp.id,
        (made.csp.labels?.length ?? 0) + 1,
        JSON.stringify(made.facts),
        Buffer.from(made.pdf),
        createHash('sha256').update(made.pdf).digest('hex'),
        JSON.stringify(made.released.readBack),
        actor.personId,
        at,
        reprintReason ?? '',
      ],
    );
    await tx.query(`update csp set state = 'labeled', activated_by = null, activated_at = null where id = $1`, [
      made.csp.id,
    ]);
    return id;
  }

  private async tell(tx: Tx, actor: Actor, worksheetId: string, kind: string, text: string): Promise<void> {
    await writeEvent(tx, this.tools.ids, { worksheetId, kind, text, actor, at: this.tools.clock.now() });
    await this.tools.audit.record(tx, actor, `worksheet.${kind}`, { kind: 'worksheet', id: worksheetId }, { text });
    this.tools.feed.changed(tx, 'worksheet', worksheetId);
  }
}

function wanted(row: RecordRow, input: LabelRequest): RecordCsp[] {
  const csps = (row.csps ?? []).filter((csp) => !input.cspIds || input.cspIds.includes(csp.id));
  const unfit = csps.find((csp) => !LABELABLE.includes(csp.state));
  if (csps.length === 0 || unfit)
    throw new Problem('label.not-verified', {
      detail: `${unfit?.number ?? row.number} is ${unfit?.state ?? row.state}. A label is printed only for a verified preparation.`,
    });
  return csps;
}
