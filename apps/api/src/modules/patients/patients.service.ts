import { Injectable } from '@nestjs/common';
import { dateIn, formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { dateField } from '../../platform/http/dates.js';
import { invalid } from '../../platform/http/validation.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import { Sites } from '../../platform/site/site.js';
import type { PatientRequest, PatientResponse } from './patients.dto.js';
import { patientById } from './patients.queries.js';

const COLUMNS = `family_name, given_name, birth_date, sex, mrn, care_setting, weight_kg, height_cm, measured_on,
  allergies_reviewed, allergies, phone, address, notes`;
const INSERT = `insert into patient (id, number, created_at, ${COLUMNS})
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;
const UPDATE = `update patient set (${COLUMNS}) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15),
  revision = revision + 1 where id = $1`;

/** What a new patient is known by. */
@Injectable()
export class PatientNumbers {
  constructor(
    readonly ids: Ids,
    readonly numbers: Numbers,
  ) {}
}

@Injectable()
export class PatientsService {
  constructor(
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly feed: Feed,
    private readonly sites: Sites,
    private readonly clock: Clock,
    private readonly numbering: PatientNumbers,
  ) {}

  add(command: Command, input: PatientRequest): Promise<PatientResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const values = await this.values(tx, input);
      const id = input.id ?? this.numbering.ids.next();
      const number = await this.numbering.numbers.next(tx, 'PT');
      await tx.query(INSERT, [id, number, formatInstant(this.clock.now()), ...values]);
      const after = await patientById(tx, id);
      await this.audit.record(tx, actor, 'patient.added', { kind: 'patient', id }, { after });
      this.feed.changed(tx, 'patient', id);
      return after;
    });
  }

  /** @throws Problem `patient.changed-meanwhile` when somebody else saved since the revision that was edited */
  change(command: Command, id: string, input: PatientRequest): Promise<PatientResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const [locked] = await rows<{ revision: number }>(
        tx,
        'select revision from patient where id = $1 for no key update',
        [id],
      );
      if (!locked) throw notFound('patient', id);
      if (input.revision !== locked.revision)
        throw new Problem('patient.changed-meanwhile', {
          detail: 'Somebody else has changed this patient meanwhile. Look at it again before you save.',
          accepted: `revision ${locked.revision}`,
        });
      const before = await patientById(tx, id);
      await tx.query(UPDATE, [id, ...(await this.values(tx, input))]);
      const after = await patientById(tx, id);
      await this.audit.record(tx, actor, 'patient.changed', { kind: 'patient', id }, { before, after });
      this.feed.changed(tx, 'patient', id);
      return after;
    });
  }

  private async values(tx: Tx, input: PatientRequest): Promise<unknown[]> {
    const { zone } = await this.sites.current(tx);
    const today = dateIn(this.clock.now(), zone);
    refuseDate('birthDate', input.birthDate, today);
    if (input.measuredOn !== undefined) refuseDate('measuredOn', input.measuredOn, today);
    return [
      input.familyName.trim(),
      input.givenName.trim(),
      input.birthDate,
      input.sex,
      input.mrn?.trim() ?? null,
      input.careSetting,
      input.weightKg ?? null,
      input.heightCm ?? null,
      input.measuredOn ?? null,
      input.allergiesReviewed,
      JSON.stringify(
        input.allergies.map(({ substance, reaction }) => ({ substance: substance.trim(), reaction: reaction.trim() })),
      ),
      input.phone?.trim() ?? '',
      input.address?.trim() ?? '',
      input.notes?.trim() ?? '',
    ];
  }
}

function refuseDate(field: string, text: string, today: string): void {
  if (dateField(field, text) > today)
    throw invalid([{ field, message: 'lies in the future', accepted: 'YYYY-MM-DD, today or earlier' }]);
}
