import { bodySurfaceArea } from '#domain/dose';
import { Quantity } from '#domain/quantity';
import type { Allergy, Patient } from '../../api/types.js';
import { readDecimal } from '../../parts/decimal-text.js';

/** A patient as keyed: everything text, nothing missing. */
export interface PatientDraft {
  familyName: string;
  givenName: string;
  birthDate: string;
  sex: string;
  mrn: string;
  careSetting: string;
  weightKg: string;
  heightCm: string;
  measuredOn: string;
  allergiesReviewed: boolean;
  allergies: readonly Allergy[];
  phone: string;
  address: string;
  notes: string;
}

export const EMPTY_PATIENT: PatientDraft = {
  familyName: '',
  givenName: '',
  birthDate: '',
  sex: 'unknown',
  mrn: '',
  careSetting: 'home',
  weightKg: '',
  heightCm: '',
  measuredOn: '',
  allergiesReviewed: false,
  allergies: [],
  phone: '',
  address: '',
  notes: '',
};

export const draftOf = (patient: Patient): PatientDraft => ({
  familyName: patient.familyName,
  givenName: patient.givenName,
  birthDate: patient.birthDate,
  sex: patient.sex,
  mrn: patient.mrn ?? '',
  careSetting: patient.careSetting,
  weightKg: patient.weightKg ?? '',
  heightCm: patient.heightCm ?? '',
  measuredOn: patient.measuredOn ?? '',
  allergiesReviewed: patient.allergiesReviewed,
  allergies: patient.allergies,
  phone: patient.phone,
  address: patient.address,
  notes: patient.notes,
});

/** What is left out is left empty by the server: the whole patient is sent each time. */
export function requestOf(draft: PatientDraft, revision?: number): Record<string, unknown> {
  const set = (text: string): string | undefined => text.trim() || undefined;
  return {
    familyName: draft.familyName.trim(),
    givenName: draft.givenName.trim(),
    birthDate: draft.birthDate,
    sex: draft.sex,
    mrn: set(draft.mrn),
    careSetting: draft.careSetting,
    weightKg: set(draft.weightKg),
    heightCm: set(draft.heightCm),
    measuredOn: set(draft.measuredOn),
    allergiesReviewed: draft.allergiesReviewed,
    allergies: draft.allergies.filter(({ substance }) => substance.trim() !== ''),
    phone: set(draft.phone),
    address: set(draft.address),
    notes: set(draft.notes),
    revision,
  };
}

/** What must be there before it is worth sending. */
export function missingIn(draft: PatientDraft): Partial<Record<keyof PatientDraft, string>> {
  return {
    ...(draft.familyName.trim() === '' && { familyName: 'Enter the family name.' }),
    ...(draft.givenName.trim() === '' && { givenName: 'Enter the given name.' }),
    ...(draft.birthDate === '' && { birthDate: 'Enter the date of birth.' }),
    ...((draft.weightKg !== '' || draft.heightCm !== '') &&
      draft.measuredOn === '' && { measuredOn: 'Enter the day of the measurement.' }),
  };
}

export interface Surface {
  area: string;
  working: string;
  /** A figure that is more likely a slip of the keyboard than a patient. */
  warning?: string;
}

/** Mosteller, as the server works it out; undefined while weight or height is missing or not a number. */
export function surfaceOf(weightKg: string, heightCm: string): Surface | undefined {
  const [kg, cm] = [readDecimal(weightKg), readDecimal(heightCm)];
  if (!kg.ok || !cm.ok || !/[1-9]/.test(kg.value) || !/[1-9]/.test(cm.value)) return undefined;
  const { result, findings } = bodySurfaceArea({
    height: Quantity.of(cm.value, 'cm'),
    weight: Quantity.of(kg.value, 'kg'),
  });
  const area = result.rounded.value.toFixed(2, 'half-up');
  const warning = findings[0]?.message;
  return { area, working: `√(${cm.value} cm × ${kg.value} kg ÷ 3600)`, ...(warning && { warning }) };
}

export const FIELD_WORDS: Readonly<Record<keyof PatientDraft, string>> = {
  familyName: 'family name',
  givenName: 'given name',
  birthDate: 'date of birth',
  sex: 'sex',
  mrn: 'MRN',
  careSetting: 'care setting',
  weightKg: 'weight',
  heightCm: 'height',
  measuredOn: 'measured on',
  allergiesReviewed: 'allergies asked',
  allergies: 'allergies',
  phone: 'telephone',
  address: 'address',
  notes: 'notes',
};

export interface Merge {
  draft: PatientDraft;
  /** Changed by the other person only: taken over. */
  taken: (keyof PatientDraft)[];
  /** Changed by both: one's own entry is kept, and has to be looked at. */
  both: (keyof PatientDraft)[];
}

/** Somebody else saved while this was edited: their changes are taken over wherever this person changed nothing. */
export function merge(base: PatientDraft, mine: PatientDraft, theirs: PatientDraft): Merge {
  const names = Object.keys(base) as (keyof PatientDraft)[];
  const same = (a: PatientDraft, b: PatientDraft, name: keyof PatientDraft): boolean =>
    JSON.stringify(a[name]) === JSON.stringify(b[name]);
  const changedThere = names.filter((name) => !same(base, theirs, name) && !same(mine, theirs, name));
  const taken = changedThere.filter((name) => same(base, mine, name));
  const draft = Object.assign({}, mine, ...taken.map((name) => ({ [name]: theirs[name] }))) as PatientDraft;
  return { draft, taken, both: changedThere.filter((name) => !taken.includes(name)) };
}

/** Years between two dates, as ages are counted. */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
