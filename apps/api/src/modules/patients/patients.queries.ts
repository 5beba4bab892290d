import { Injectable } from '@nestjs/common';
import { looksLikeShortNumber, parseShortNumber } from '#domain/barcode';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Database, type Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import type { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { bodySurfaceM2, PATIENT_COLUMNS, patientFacts, type PatientRecord } from './patient-facts.js';
import type { PatientPage, PatientResponse } from './patients.dto.js';

@Injectable()
export class PatientsQueries {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
  ) {}

  /** By the beginning of a name ("doe", "doe jan"), a number, or a medical record number. Each patient shown is recorded as read. */
  async list(actor: Actor, page: SearchPageRequest): Promise<PatientPage> {
    const [family, given, id] = decodeCursor(page.cursor, ['text', 'text', 'uuid']) ?? [null, null, null];
    const found = await rows<PatientRecord>(
      this.db.reader,
      `select ${PATIENT_COLUMNS} from patient
       where ${FOUND} and ($5::text is null or (lower(family_name), lower(given_name), id) > ($5, $6, $7::uuid))
       order by lower(family_name), lower(given_name), id limit $8`,
      [...search(page.q), family, given, id, page.limit + 1],
    );
    const answer = pageOf(
      found,
      page.limit,
      (p) => [p.familyName.toLowerCase(), p.givenName.toLowerCase(), p.id],
      patientResponse,
    );
    const subjects = answer.items.map((p) => ({ kind: 'patient', id: p.id }));
    await this.audit.read(actor, subjects, 'patient list');
    return answer;
  }

  async patient(actor: Actor, id: string): Promise<PatientResponse> {
    const [answer] = await Promise.all([
      patientById(this.db.reader, id),
      this.audit.read(actor, [{ kind: 'patient', id }], 'patient'),
    ]);
    return answer;
  }

  /** For an answer that holds more than the patient; its caller records that it was read. */
  show(reader: Pick<Reader, 'query'>, id: string): Promise<PatientResponse> {
    return patientById(reader, id);
  }
}

const FOUND = `($1::text is null or number = $1) and ($2::text is null or lower(family_name) like $2 or mrn = $4
  or (lower(given_name) like $2 and $3::text is null)) and ($3::text is null or lower(given_name) like $3)`;

/** One word is a family name, a given name or a record number; two are family and given name, in that order or with a comma. */
function search(q: string | undefined): (string | null)[] {
  const text = q?.trim() ?? '';
  if (text === '') return [null, null, null, null];
  if (looksLikeShortNumber(text)) return [parseShortNumber(text)?.text ?? text.toUpperCase(), null, null, null];
  const [first = '', ...rest] = text.toLowerCase().split(/[\s,]+/);
  const begins = (word: string): string => `${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const given = rest.filter((word) => word !== '').join(' ');
  return [null, begins(first), given === '' ? null : begins(given), text];
}

/** @throws Problem `request.not-found`. Whoever shows the answer records that it was read: `Audit.read`. */
export async function patientById(reader: Pick<Reader, 'query'>, id: string): Promise<PatientResponse> {
  const found = await patientFacts(reader, id);
  if (!found) throw notFound('patient', id);
  return patientResponse(found);
}

export const patientResponse = (patient: PatientRecord): PatientResponse => ({
  ...patient,
  allergies: patient.allergies.map(({ substance, reaction }) => ({ substance, reaction })),
  bodySurfaceM2: bodySurfaceM2(patient),
});
