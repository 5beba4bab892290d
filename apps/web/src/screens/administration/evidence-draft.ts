import type { StabilityEvidence } from '../../api/types.js';

/** A row of stability evidence as keyed. */
export interface EvidenceDraft {
  drug: { id: string; name: string } | null;
  concentrationMin: string;
  concentrationMax: string;
  concentrationUnit: string;
  diluents: string;
  containers: string;
  temperatureMin: string;
  temperatureMax: string;
  limitHours: string;
  clock: 'start' | 'reconstitution';
  light: '' | 'yes' | 'no';
  citation: string;
  note: string;
}

export const EMPTY_EVIDENCE: EvidenceDraft = {
  drug: null,
  concentrationMin: '',
  concentrationMax: '',
  concentrationUnit: 'mg/mL',
  diluents: '',
  containers: '',
  temperatureMin: '',
  temperatureMax: '',
  limitHours: '',
  clock: 'start',
  light: '',
  citation: '',
  note: '',
};

export const draftOf = (row: StabilityEvidence): EvidenceDraft => ({
  drug: row.drugId === null ? null : { id: row.drugId, name: row.drugName },
  concentrationMin: row.concentrationMin ?? '',
  concentrationMax: row.concentrationMax ?? '',
  concentrationUnit: row.concentrationUnit ?? 'mg/mL',
  diluents: row.diluents.join('\n'),
  containers: row.containers.join('\n'),
  temperatureMin: row.temperatureMin ?? '',
  temperatureMax: row.temperatureMax ?? '',
  limitHours: row.limitHours ?? '',
  clock: row.clock === 'reconstitution' ? 'reconstitution' : 'start',
  light: row.protectFromLight === null ? '' : row.protectFromLight ? 'yes' : 'no',
  citation: row.citation,
  note: row.note,
});

const list = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function requestOf(draft: EvidenceDraft, revision: number | undefined): Record<string, unknown> {
  const set = (text: string): string | undefined => text.trim() || undefined;
  const bounded = draft.concentrationMin.trim() !== '' || draft.concentrationMax.trim() !== '';
  return {
    drugId: draft.drug?.id,
    concentrationMin: set(draft.concentrationMin),
    concentrationMax: set(draft.concentrationMax),
    concentrationUnit: bounded ? draft.concentrationUnit : undefined,
    diluents: list(draft.diluents),
    containers: list(draft.containers),
    temperatureMin: set(draft.temperatureMin),
    temperatureMax: set(draft.temperatureMax),
    limitHours: set(draft.limitHours),
    clock: draft.clock,
    protectFromLight: draft.light === '' ? undefined : draft.light === 'yes',
    citation: draft.citation.trim(),
    note: draft.note.trim(),
    revision,
  };
}

/** `4 to 10 mg/mL`, `at most 5 mg/mL`, `5 mg/mL`; empty when neither end is known. */
export function rangeText(
  min: string | null,
  max: string | null,
  unit: string,
  show: (text: string) => string,
): string {
  if (min === null && max === null) return '';
  if (min === null) return `at most ${show(max ?? '')} ${unit}`;
  if (max === null) return `at least ${show(min)} ${unit}`;
  return `${min === max ? show(min) : `${show(min)} to ${show(max)}`} ${unit}`;
}
