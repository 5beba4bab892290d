import type { ContainerMaterial, StabilityEvidence } from '#domain/beyond-use-date';
import type { LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

export interface EvidenceRow {
  readonly id: string;
  readonly recordId: string;
  readonly drugId: string | null;
  readonly drugName: string;
  readonly concentrationMin: string | null;
  readonly concentrationMax: string | null;
  readonly concentrationUnit: string | null;
  readonly diluents: string[];
  readonly containers: string[];
  readonly temperatureMin: string | null;
  readonly temperatureMax: string | null;
  readonly limitHours: string | null;
  readonly clock: 'start' | 'reconstitution';
  readonly protectFromLight: boolean | null;
  readonly citation: string;
  readonly note: string;
  readonly printed: Record<string, string>;
  readonly status: 'unconfirmed' | 'confirmed' | 'withdrawn';
  readonly reviewedBy: string | null;
  readonly reviewedOn: LocalDate | null;
  readonly revision: number;
}

/** From `stability_evidence e`, its drug `d` and its reviewer `r`. */
export const EVIDENCE_COLUMNS = `
  e.id, e.record_id as "recordId", e.drug_id as "drugId", coalesce(d.name, e.drug_name) as "drugName",
  trim_scale(e.concentration_min)::text as "concentrationMin", trim_scale(e.concentration_max)::text as "concentrationMax",
  e.concentration_unit as "concentrationUnit", e.diluents, e.containers, trim_scale(e.temperature_min)::text as "temperatureMin",
  trim_scale(e.temperature_max)::text as "temperatureMax", trim_scale(e.limit_hours)::text as "limitHours", e.clock,
  e.protect_from_light as "protectFromLight", e.citation, e.note, e.printed, e.status, r.printed_name as "reviewedBy",
  e.reviewed_on as "reviewedOn", e.revision`;

export const EVIDENCE_TABLES =
  'stability_evidence e left join drug d on d.id = e.drug_id left join person r on r.id = e.reviewed_by';

/** What is on file for these drugs and not withdrawn, as the engine reads it: `drug` is the drug's name in the formulary. */
export async function evidenceFor(
  reader: Pick<Reader, 'query'>,
  drugIds: readonly string[],
): Promise<StabilityEvidence[]> {
  if (drugIds.length === 0) return [];
  const found = await rows<EvidenceRow>(
    reader,
    `select ${EVIDENCE_COLUMNS} from ${EVIDENCE_TABLES}
     where e.drug_id = any($1::uuid[]) and e.status <> 'withdrawn' order by e.id`,
    [drugIds],
  );
  return found.map(stabilityEvidence);
}

function stabilityEvidence(row: EvidenceRow): StabilityEvidence {
  const given = <K extends string, V>(key: K, value: V | null): Partial<Record<K, V>> =>
    (value === null ? {} : { [key]: value }) as Partial<Record<K, V>>;
  return {
    id: row.id,
    drug: row.drugName,
    ...given('concentrationMin', row.concentrationMin),
    ...given('concentrationMax', row.concentrationMax),
    ...given('concentrationUnit', row.concentrationUnit),
    diluents: row.diluents,
    containers: row.containers.map(containerOf),
    ...given('temperatureMinC', numberOf(row.temperatureMin)),
    ...given('temperatureMaxC', numberOf(row.temperatureMax)),
    ...given('lightProtected', row.protectFromLight),
    ...given('limitHours', numberOf(row.limitHours)),
    clock: row.clock,
    citation: row.citation,
    status: row.status === 'confirmed' ? 'confirmed' : 'unconfirmed',
    ...given('reviewedBy', row.reviewedBy),
    ...given('reviewedOn', row.reviewedOn),
    ...(row.note !== '' && { note: row.note }),
  };
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

/** `bag:PVC` is a bag of PVC; without a colon the source does not say what it is made of. */
function containerOf(text: string): ContainerMaterial {
  const [kind = '', material] = text.split(':', 2).map((part) => part.trim());
  return material === undefined || material === '' ? { kind } : { kind, material };
}
