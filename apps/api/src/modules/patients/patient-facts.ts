import { Quantity } from '#domain/quantity';
import { bodySurfaceArea } from '#domain/dose';
import type { LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/** A patient as kept. */
export interface PatientRecord {
  readonly id: string;
  readonly number: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: LocalDate;
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly mrn: string | null;
  readonly careSetting: 'home' | 'hospital' | 'clinic';
  /** Decimal text. */
  readonly weightKg: string | null;
  readonly heightCm: string | null;
  readonly measuredOn: LocalDate | null;
  readonly allergiesReviewed: boolean;
  readonly allergies: readonly { readonly substance: string; readonly reaction: string }[];
  readonly phone: string;
  readonly address: string;
  readonly notes: string;
  readonly revision: number;
}

export const PATIENT_COLUMNS = `
  id, number, family_name as "familyName", given_name as "givenName", birth_date as "birthDate", sex, mrn,
  care_setting as "careSetting", trim_scale(weight_kg)::text as "weightKg", trim_scale(height_cm)::text as "heightCm",
  measured_on as "measuredOn", allergies_reviewed as "allergiesReviewed", allergies, phone, address, notes, revision`;

/** Whoever shows what this returns records that it was read: `Audit.read`. */
export async function patientFacts(reader: Pick<Reader, 'query'>, id: string): Promise<PatientRecord | null> {
  const [found] = await rows<PatientRecord>(reader, `select ${PATIENT_COLUMNS} from patient where id = $1`, [id]);
  return found ?? null;
}

/** Mosteller, m², to two decimals; null while weight or height is missing. */
export function bodySurfaceM2({ weightKg, heightCm }: Pick<PatientRecord, 'weightKg' | 'heightCm'>): string | null {
  if (weightKg === null || heightCm === null) return null;
  const { result } = bodySurfaceArea({ height: Quantity.of(heightCm, 'cm'), weight: Quantity.of(weightKg, 'kg') });
  return result.rounded.value.toString();
}
