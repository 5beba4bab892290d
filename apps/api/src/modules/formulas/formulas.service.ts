import { Injectable } from '@nestjs/common';
import {
  canonicalText,
  formulaDrugs,
  formulaProductIds,
  FORMULA_MACHINE,
  parseFormulaContent,
  type FormulaContent,
} from '#domain/formula';
import { formulaApprovalText } from '#domain/signature';
import { next } from '#domain/state-machine';
import { formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Signatures } from '../../platform/auth/signatures.js';
import { Clock } from '../../platform/clock.js';
import { Database, type Reader, type Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { dateField } from '../../platform/http/dates.js';
import { isUuid } from '../../platform/http/patterns.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import type { FormulaApprovalRequest, FormulaDraftRequest, FormulaPage, FormulaResponse } from './formulas.dto.js';
import { formulaById, listFormulas } from './formulas.queries.js';

interface VersionRow {
  id: string;
  version: number;
  state: 'draft' | 'approved' | 'retired';
  content: FormulaContent;
  content_text: string;
  author_id: string;
  number: string;
}

/** What writing a formula needs of the platform, bundled so that the service keeps few parameters. */
@Injectable()
export class FormulaTools {
  constructor(
    readonly ids: Ids,
    readonly numbers: Numbers,
    readonly clock: Clock,
  ) {}
}

/** Master formulation records: written by one, approved by another, then never changed (USP <797> 11.1). */
@Injectable()
export class FormulasService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly signatures: Signatures,
    private readonly audit: Audit,
    private readonly feed: Feed,
    private readonly tools: FormulaTools,
  ) {}

  list(page: { q?: string; cursor?: string; limit: number }): Promise<FormulaPage> {
    return listFormulas(this.db.reader, page);
  }

  get(actor: Actor, id: string, reader: Reader = this.db.reader): Promise<FormulaResponse> {
    return formulaById(reader, id, (version) => allowedFor(actor, version));
  }

  /** A new formula with its first draft. */
  create(command: Command, input: FormulaDraftRequest): Promise<FormulaResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const content = await contentOrRefuse(tx, input);
      const id = input.id ?? this.tools.ids.next();
      await tx.query('insert into formulation (id, number, name) values ($1, $2, $3)', [
        id,
        await this.tools.numbers.next(tx, 'MFR'),
        input.name,
      ]);
      await this.insertDraft(tx, actor, id, 1, content);
      await this.audit.record(tx, actor, 'formula.created', { kind: 'formula', id }, { after: content });
      this.feed.changed(tx, 'formula', id);
      return this.get(actor, id, tx);
    });
  }

  /** Changes the draft, or begins the next version where there is none; the writer becomes its author. */
  saveDraft(command: Command, id: string, input: FormulaDraftRequest): Promise<FormulaResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const versions = await lockVersions(tx, id);
      const content = await contentOrRefuse(tx, input);
      const draft = versions.find((v) => v.state === 'draft');
      const highest = Math.max(0, ...versions.map((v) => v.version));
      if (draft) await this.updateDraft(tx, actor, draft.id, content);
      else await this.insertDraft(tx, actor, id, highest + 1, content);
      await tx.query('update formulation set name = $2 where id = $1', [id, input.name]);
      await this.audit.record(
        tx,
        actor,
        'formula.draft-saved',
        { kind: 'formula', id },
        { before: draft?.content, after: content },
      );
      this.feed.changed(tx, 'formula', id);
      return this.get(actor, id, tx);
    });
  }

  /** Approves the draft by signature; the version approved before is retired. Refuses the author. */
  approve(command: Command, id: string, input: FormulaApprovalRequest): Promise<FormulaResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const versions = await lockVersions(tx, id);
      const reviewBy = dateField('reviewBy', input.reviewBy);
      const draft = versions.find((v) => v.version === input.version);
      if (!draft) throw notFound('version', String(input.version));
      refuseTransition(draft.state, 'approve');
      if (draft.author_id === actor.personId)
        throw new Problem('formula.own-approval', {
          detail: 'The author of a formula does not approve it. Ask another pharmacist.',
        });
      const now = this.tools.clock.now();
      const signature = await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'approved',
        subjectKind: 'formula-version',
        subjectId: draft.id,
        content: formulaApprovalText({
          formulaNumber: draft.number,
          version: draft.version,
          authorId: draft.author_id,
          contentText: draft.content_text,
        }),
      });
      await tx.query(
        `update formulation_version set state = 'retired', retired_at = $2 where formulation_id = $1 and state = 'approved'`,
        [id, formatInstant(now)],
      );
      await tx.query(
        `update formulation_version set state = 'approved', approved_by = $2, approved_at = $3, signature_id = $4, review_by = $5 where id = $1`,
        [draft.id, actor.personId, formatInstant(now), signature.id, reviewBy],
      );
      await this.audit.record(
        tx,
        actor,
        'formula.approved',
        { kind: 'formula', id },
        { version: draft.version, signature: signature.id },
      );
      this.feed.changed(tx, 'formula', id);
      return this.get(actor, id, tx);
    });
  }

  /** No new worksheet is made from it; those made before keep it. */
  retire(command: Command, id: string, reason: string): Promise<FormulaResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const versions = await lockVersions(tx, id);
      const approved = versions.find((v) => v.state === 'approved');
      if (!approved)
        throw new Problem('formula.wrong-state', { detail: 'This formula has no approved version to retire.' });
      await tx.query(`update formulation_version set state = 'retired', retired_at = $2 where id = $1`, [
        approved.id,
        formatInstant(this.tools.clock.now()),
      ]);
      await this.audit.record(
        tx,
        actor,
        'formula.retired',
        { kind: 'formula', id },
        { version: approved.version, reason },
      );
      this.feed.changed(tx, 'formula', id);
      return this.get(actor, id, tx);
    });
  }

  private async insertDraft(tx: Tx, actor: Actor, id: string, version: number, content: FormulaContent): Promise<void> {
    const { additiveDrugIds, baseDrugId } = formulaDrugs(content);
    await tx.query(
      `insert into formulation_version (id, formulation_id, version, state, content, content_text, additive_drug_ids, base_drug_id, author_id, written_at)
       values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9)`,
      [
        this.tools.ids.next(),
        id,
        version,
        JSON.stringify(content),
        canonicalText(content),
        additiveDrugIds,
        baseDrugId,
        actor.personId,
        formatInstant(this.tools.clock.now()),
      ],
    );
  }

  private async updateDraft(tx: Tx, actor: Actor, versionId: string, content: FormulaContent): Promise<void> {
    const { additiveDrugIds, baseDrugId } = formulaDrugs(content);
    await tx.query(
      `update formulation_version set content = $2, content_text = $3, additive_drug_ids = $4, base_drug_id = $5, author_id = $6, written_at = $7 where id = $1`,
      [
        versionId,
        JSON.stringify(content),
        canonicalText(content),
        additiveDrugIds,
        baseDrugId,
        actor.personId,
        formatInstant(this.tools.clock.now()),
      ],
    );
  }
}

/** The formula's row is the lock; its versions follow. */
async function lockVersions(tx: Tx, id: string): Promise<VersionRow[]> {
  const [formula] = await rows(tx, 'select id from formulation where id = $1 for update', [id]);
  if (!formula) throw notFound('formula', id);
  return rows<VersionRow>(
    tx,
    `select v.id, v.version, v.state, v.content, v.content_text, v.author_id, f.number
     from formulation_version v join formulation f on f.id = v.formulation_id where v.formulation_id = $1`,
    [id],
  );
}

/** The content as the domain reads it; every product it names must exist and be of the drug it stands under. */
async function contentOrRefuse(reader: Reader, input: FormulaDraftRequest): Promise<FormulaContent> {
  const parsed = parseFormulaContent(input.content);
  if (parsed.findings)
    throw new Problem('formula.invalid', {
      detail: parsed.findings.map((f) => f.message).join(' '),
      findings: parsed.findings,
      fields: parsed.findings.flatMap((f) => (f.field ? [{ field: `content.${f.field}`, message: f.message }] : [])),
    });
  const wanted = formulaProductIds(parsed.content);
  const drugs = formulaDrugIds(parsed.content);
  const [knownProducts, knownDrugs] = await Promise.all([
    rows<{ id: string }>(reader, 'select id from product where id = any($1::uuid[]) and active', [
      wanted.filter(isUuid),
    ]),
    rows<{ id: string }>(reader, 'select id from drug where id = any($1::uuid[])', [drugs.filter(isUuid)]),
  ]);
  const missing = [...without(wanted, knownProducts), ...without(drugs, knownDrugs)];
  if (missing.length > 0)
    throw new Problem('formula.invalid', {
      detail: `These are not in the formulary, or no longer active: ${missing.join(', ')}.`,
    });
  return parsed.content;
}

const without = (ids: readonly string[], known: readonly { id: string }[]): string[] =>
  ids.filter((id) => !known.some((row) => row.id === id.toLowerCase()));

const formulaDrugIds = ({ additives, base, diluent, reconstitution, emptyContainer }: FormulaContent): string[] => [
  ...new Set(
    [...additives, ...reconstitution, base, diluent, emptyContainer].flatMap((part) => (part ? [part.drugId] : [])),
  ),
];

function refuseTransition(state: VersionRow['state'], event: 'approve' | 'retire'): void {
  const step = next(FORMULA_MACHINE, state, event);
  if (!step.allowed)
    throw new Problem('formula.wrong-state', { detail: step.finding.message, findings: [step.finding] });
}

function allowedFor(actor: Actor, version: { state: string; authorId: string }): string[] {
  const may: string[] = [];
  if (version.state === 'draft' && actor.permissions.has('formula.write')) may.push('edit');
  if (version.state === 'draft' && actor.permissions.has('formula.approve') && version.authorId !== actor.personId)
    may.push('approve');
  if (version.state === 'approved' && actor.permissions.has('formula.approve')) may.push('retire');
  if (version.state === 'approved' && actor.permissions.has('formula.write')) may.push('revise');
  return may;
}
