import { Injectable } from '@nestjs/common';
import { type LocalDate } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { PersonId } from '../../platform/brand.js';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { dateField } from '../../platform/http/dates.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { QualificationResponse, RecordQualificationRequest, RevokeQualificationRequest } from './people.dto.js';
import { personOrThrow } from './people.service.js';
import { Qualification, type QualificationKind } from './qualification.entity.js';

/** What people have shown that they can do. Never changed; a mistake is revoked, with a reason, and recorded anew. */
@Injectable()
export class Qualifications {
  constructor(
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The kinds that count for a person on a date of the site; the last day counts. */
  async of(reader: Reader, personId: PersonId, on: LocalDate): Promise<ReadonlySet<QualificationKind>> {
    const found = await rows<{ kind: QualificationKind }>(
      reader,
      `select distinct kind from qualification
       where person_id = $1 and revoked_at is null and earned_on <= $2 and valid_until >= $2`,
      [personId, on],
    );
    return new Set(found.map(({ kind }) => kind));
  }

  async list(reader: Reader, personId: PersonId): Promise<QualificationResponse[]> {
    await personOrThrow(reader, personId);
    const found = await reader.find(Qualification, { where: { personId }, order: { validUntil: 'DESC', id: 'DESC' } });
    return found.map(qualificationResponse);
  }

  record(command: Command, personId: PersonId, input: RecordQualificationRequest): Promise<QualificationResponse> {
    const [earnedOn, validUntil] = [dateField('earnedOn', input.earnedOn), dateField('validUntil', input.validUntil)];
    return this.commands.run(command, async (tx, actor) => {
      await personOrThrow(tx, personId);
      const row: Qualification = {
        id: this.ids.next(),
        personId,
        kind: input.kind,
        earnedOn,
        validUntil,
        note: input.note ?? null,
        recordedBy: actor.personId,
        recordedAt: this.clock.now(),
        revokedBy: null,
        revokedAt: null,
        revokedReason: null,
      };
      await tx.insert(Qualification, row);
      const after = qualificationResponse(row);
      await this.audit.record(tx, actor, 'qualification.recorded', { kind: 'person', id: personId }, { after });
      return after;
    });
  }

  revoke(command: Command, id: string, input: RevokeQualificationRequest): Promise<QualificationResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await tx.query('select id from qualification where id = $1 for update', [id]);
      const row = await tx.findOneBy(Qualification, { id });
      if (!row || row.revokedAt !== null)
        throw new Problem('qualification.not-found', { detail: 'There is no such qualification in force.' });
      const change = { revokedBy: actor.personId, revokedAt: this.clock.now(), revokedReason: input.reason };
      await tx.update(Qualification, { id }, change);
      const after = qualificationResponse({ ...row, ...change });
      const data = { before: qualificationResponse(row), after, reason: input.reason };
      await this.audit.record(tx, actor, 'qualification.revoked', { kind: 'person', id: row.personId }, data);
      return after;
    });
  }
}

const qualificationResponse = (row: Qualification): QualificationResponse => ({
  id: row.id,
  kind: row.kind,
  earnedOn: row.earnedOn,
  validUntil: row.validUntil,
  note: row.note,
  revoked: row.revokedAt !== null,
});
