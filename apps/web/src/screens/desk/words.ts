import type { Option } from '../../parts/index.js';
import type { Storage } from '../../api/types.js';

export const STORAGES: readonly Option<Storage>[] = [
  { value: 'REF', label: 'Refrigerator', note: '2 to 8 °C' },
  { value: 'CRT', label: 'Room', note: '20 to 25 °C' },
  { value: 'FRZ', label: 'Freezer', note: '-25 to -10 °C' },
];
export const storageShort = (storage: string): string =>
  STORAGES.find(({ value }) => value === storage)?.label ?? storage;

export const CARE_SETTINGS: readonly Option[] = [
  { value: 'home', label: 'Home' },
  { value: 'hospital', label: 'Hospital' },
  { value: 'clinic', label: 'Clinic' },
];
export const SEXES: readonly Option[] = [
  { value: 'female', label: 'Female' },
  { value: 'male', label: 'Male' },
  { value: 'other', label: 'Other' },
  { value: 'unknown', label: 'Not known' },
];
export const ROUTE_OPTIONS: readonly Option<'IV' | 'SUBCUT' | 'IM' | 'EPIDURAL' | 'INTRATHECAL'>[] = [
  { value: 'IV', label: 'IV' },
  { value: 'SUBCUT', label: 'Subcutaneous' },
  { value: 'IM', label: 'Intramuscular' },
  { value: 'EPIDURAL', label: 'Epidural' },
  { value: 'INTRATHECAL', label: 'Intrathecal' },
];
export const DEVICE_OPTIONS: readonly Option<
  'gravity' | 'stationary-pump' | 'ambulatory-pump' | 'elastomeric' | 'syringe-pump' | 'push'
>[] = [
  { value: 'gravity', label: 'Gravity' },
  { value: 'stationary-pump', label: 'Stationary pump' },
  { value: 'ambulatory-pump', label: 'Ambulatory pump' },
  { value: 'elastomeric', label: 'Elastomeric pump' },
  { value: 'syringe-pump', label: 'Syringe pump' },
  { value: 'push', label: 'Push' },
];

export const labelOf = (options: readonly Option[], value: string): string =>
  options.find((option) => option.value === value)?.label ?? value;

/** `Hale, Miriam` */
export const patientName = (patient: { familyName: string; givenName: string }): string =>
  `${patient.familyName}, ${patient.givenName}`;

/** `1 bag` but `2 bags`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
