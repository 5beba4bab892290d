import { Injectable } from '@nestjs/common';
import { canonicalText } from '#domain/signature';
import { isUnit } from '#domain/quantity';
import { dateIn } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { Signatures } from '../../platform/auth/signatures.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Sites } from '../../platform/site/site.js';
import { FormularyQueries } from '../formulary/formulary.queries.js';
import type { EvidenceRow } from './evidence.js';
import type { ConfirmationRequest, StabilityEvidenceRequest, StabilityEvidenceResponse } from './stability.dto.js';
import { evidenceResponse, StabilityQueries } from './stability.queries.js';

const COLUMNS = `drug_id, drug_name, concentration_min, concentration_max, concentration_unit, diluents, containers,
  temperature_min, temperature_max, limit_hours, clock, protect_from_light, citation, note`;
const INSERT = `insert into stability_evidence (id, ${COLUMNS}, status)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'unconfirmed')`;
// What changed was not what somebody reviewed.
const UPDATE = `update stability_evidence set (${COLUMNS}) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15),
  status = 'unconfirmed', reviewed_by = null, reviewed_on = null, revision = revision + 1 where id = $1`;

/** What every change of evidence needs besides its rules. */
@Injectable()
export class StabilityTools {
  constructor(
    readonly audit: Audit,
    readonly feed: Feed,
    readonly clock: Clock,
    readonly ids: Ids,
  ) {}
}

@Injectable()
export class StabilityService {
  constructor(
    private readonly commands: Commands,
    private readonly queries: StabilityQueries,
    private readonly formulary: FormularyQueries,
    private readonly signatures: Signatures,
    private readonly sites: Sites,
    private readonly tools: StabilityTools,
  ) {}

  add(command: Command, input: StabilityEvidenceRequest): Promise<StabilityEvidenceResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const id = this.tools.ids.next();
      await tx.query(INSERT, [id, ...(await this.values(tx, input))]);
      const after = await this.queries.row(tx, id);
      await this.tools.audit.record(tx, actor, 'stability.added', { kind: 'stability', id }, { after });
      this.tools.feed.changed(tx, 'stability', id);
      return evidenceResponse(after);
    });
  }

  /** Edits a row; a confirmed one must be confirmed again. */
  change(command: Command, id: string, input: StabilityEvidenceRequest): Promise<StabilityEvidenceResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = await this.lock(tx, id, input.revision);
      if (before.status === 'withdrawn') throw withdrawn();
      await tx.query(UPDATE, [id, ...(await this.values(tx, input))]);
      const after = await this.queries.row(tx, id);
      await this.tools.audit.record(tx, actor, 'stability.changed', { kind: 'stability', id }, { before, after });
      this.tools.feed.changed(tx, 'stability', id);
      return evidenceResponse(after);
    });
  }

  /**
   * A pharmacist has read the source and answers for the row; only then does it bound a date.
   * @throws Problem `stability.incomplete` for a row that could never fit a preparation
   */
  confirm(command: Command, id: string, input: ConfirmationRequest): Promise<StabilityEvidenceResponse> {
    return this.commands.run(command, async (tx, actor) => {
      if (!actor.roles.includes('pharmacist'))
        throw new Problem('access.denied', { detail: 'Only a pharmacist confirms stability evidence.' });
      const before = await this.lock(tx, id, input.revision);
      if (before.status !== 'unconfirmed')
        throw new Problem('stability.wrong-state', { detail: `This evidence is ${before.status} already.` });
      refuseIncomplete(before);
      const now = this.tools.clock.now();
      const { zone } = await this.sites.current(tx);
      await tx.query(
        `update stability_evidence set status = 'confirmed', reviewed_by = $2, reviewed_on = $3, revision = revision + 1 where id = $1`,
        [id, actor.personId, dateIn(now, zone)],
      );
      const after = await this.queries.row(tx, id);
      await this.tools.audit.record(tx, actor, 'stability.confirmed', { kind: 'stability', id }, { before, after });
      this.tools.feed.changed(tx, 'stability', id);
      await this.signatures.sign(tx, actor, {
        password: input.password,
        meaning: 'reviewed',
        subjectKind: 'stability',
        subjectId: before.recordId,
        content: canonicalText('stability-confirmed', { ...after }),
      });
      return evidenceResponse(after);
    });
  }

  withdraw(command: Command, id: string, reason: string): Promise<StabilityEvidenceResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = await this.lock(tx, id);
      if (before.status === 'withdrawn') throw withdrawn();
      await tx.query(`update stability_evidence set status = 'withdrawn', revision = revision + 1 where id = $1`, [id]);
      const after = await this.queries.row(tx, id);
      const data = { before, after, reason };
      await this.tools.audit.record(tx, actor, 'stability.withdrawn', { kind: 'stability', id }, data);
      this.tools.feed.changed(tx, 'stability', id);
      return evidenceResponse(after);
    });
  }

  private async lock(tx: Tx, id: string, revision?: number): Promise<EvidenceRow> {
    const row = await this.queries.row(tx, id, 'for no key update of e');
    if (revision !== undefined && revision !== row.revision)
      throw new Problem('stability.changed-meanwhile', {
        detail: 'Somebody else has changed this evidence meanwhile. Look at it again before you save.',
        accepted: `revision ${row.revision}`,
      });
    return row;
  }

  private async values(tx: Tx, input: StabilityEvidenceRequest): Promise<unknown[]> {
    const drug = await this.formulary.drug(tx, input.drugId);
    refuseUnit(input.concentrationUnit);
    const list = (texts: readonly string[]): string[] => texts.map((t) => t.trim()).filter((t) => t !== '');
    return [
      drug.id,
      drug.name,
      input.concentrationMin ?? null,
      input.concentrationMax ?? null,
      input.concentrationUnit ?? null,
      list(input.diluents),
      list(input.containers),
      input.temperatureMin ?? null,
      input.temperatureMax ?? null,
      input.limitHours ?? null,
      input.clock,
      input.protectFromLight ?? null,
      input.citation.trim(),
      input.note.trim(),
    ];
  }
}

const withdrawn = (): Problem =>
  new Problem('stability.wrong-state', {
    detail: 'This evidence has been withdrawn. Enter it anew if it holds again.',
  });

function refuseUnit(unit: string | undefined): void {
  if (unit === undefined) return;
  const [amount = '', volume = '', ...rest] = unit.split('/');
  if (isUnit(amount) && isUnit(volume) && rest.length === 0) return;
  throw new Problem('request.invalid', {
    detail: `${unit} is not the unit of a concentration.`,
    fields: [{ field: 'concentrationUnit', message: 'is not the unit of a concentration', accepted: 'mg/mL, [iU]/mL' }],
  });
}

/** BUD-11: what a row leaves empty never fits, so there is nothing to confirm. */
function refuseIncomplete(row: EvidenceRow): void {
  const missing = [
    [row.concentrationMin !== null && row.concentrationMax !== null && row.concentrationUnit !== null, 'concentration'],
    [row.diluents.length > 0, 'diluent'],
    [row.containers.length > 0, 'container'],
    [row.temperatureMin !== null && row.temperatureMax !== null, 'temperature'],
    [row.limitHours !== null, 'limit'],
  ].flatMap(([given, what]) => (given === true ? [] : [String(what)]));
  if (missing.length > 0)
    throw new Problem('stability.incomplete', {
      detail: `The source's ${missing.join(', ')} must be entered before the evidence can be confirmed: it would fit nothing.`,
      fields: missing.map((field) => ({ field, message: 'is missing' })),
    });
}
