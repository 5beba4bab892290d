import type { Finding } from '#domain/finding';
import { Ndc, ndcsFromGtin, readNdc } from '#domain/ndc';
import type { LocalDate } from '#domain/time';
import { readGs1Date } from './dates.js';
import type { ScannedElement, ScannedFields } from './scanned-code.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What the elements of one code say about a package. */
export interface Fields {
  readonly fields: ScannedFields;
  readonly findings: readonly Finding[];
}

const GS1 = 'GS1 General Specifications 3; domain-rules 7.2';

/** AI 715: an NDC with hyphens, of ten or eleven digits, or of twelve in FDA's uniform format (NDC-03, NDC-05). */
function ndcsOf715(value: string): readonly Ndc[] {
  if (/^\d{12}$/.test(value)) return [Ndc.of(value.slice(0, 6), value.slice(6, 10), value.slice(10))];
  const reading = readNdc(value);
  return reading.kind === 'ndc' ? [reading.ndc] : reading.kind === 'candidates' ? reading.candidates : [];
}

function product(elements: readonly ScannedElement[], fields: Mutable<ScannedFields>, findings: Finding[]): void {
  const value = (ai: string): string | undefined => elements.find((e) => e.ai === ai)?.value;
  const gtin = value('01') ?? value('8006')?.slice(0, 14);
  const national = value('715');
  const fromGtin = gtin === undefined ? [] : ndcsFromGtin(gtin).candidates;
  if (gtin !== undefined) fields.gtin = gtin;
  if (national === undefined) {
    fields.ndcCandidates = fromGtin;
    return;
  }
  const named = ndcsOf715(national);
  const agreed = fromGtin.length === 0 ? named : named.filter((ndc) => fromGtin.some((c) => c.sameAs(ndc)));
  if (agreed.length === 0)
    findings.push({
      code: 'barcode.ndc-mismatch',
      severity: 'stop',
      message: 'The NDC in the code (AI 715) is malformed or is not the product of its GTIN',
      facts: { ndc: national, ...(gtin !== undefined && { gtin }) },
      source: 'NDC-05',
    });
  fields.ndcCandidates = agreed;
  const [only] = agreed;
  if (only && agreed.length === 1) fields.ndc = only;
}

function dates(
  elements: readonly ScannedElement[],
  today: LocalDate,
  fields: Mutable<ScannedFields>,
  findings: Finding[],
) {
  const date = (ai: string): LocalDate | undefined => {
    const value = elements.find((e) => e.ai === ai)?.value.slice(0, 6);
    const reading = value === undefined ? undefined : readGs1Date(value, today, true);
    return reading && 'date' in reading ? reading.date : undefined;
  };
  const [byDay, byHour, made, best] = [date('17'), date('7003'), date('11'), date('15')];
  // Two expiries in one code: the earlier one binds.
  const expiry = byDay !== undefined && byHour !== undefined ? (byDay < byHour ? byDay : byHour) : (byDay ?? byHour);
  if (expiry !== undefined) fields.expiry = expiry;
  if (made !== undefined) fields.productionDate = made;
  if (best !== undefined) fields.bestBefore = best;
  const clock = elements.find((e) => e.ai === '7003')?.value.slice(6);
  if (clock !== undefined)
    findings.push({
      code: 'barcode.expiry-time',
      severity: 'soft',
      message: `The package expires during its last day, at ${clock.slice(0, 2)}:${clock.slice(2)}`,
      source: GS1,
      field: 'expiry',
    });
}

/** Turns elements that were read and checked into fields. */
export function fieldsOf(elements: readonly ScannedElement[], today: LocalDate): Fields {
  const findings: Finding[] = [];
  const fields: Mutable<ScannedFields> = { ndcCandidates: [] };
  const value = (ai: string): string | undefined => elements.find((e) => e.ai === ai)?.value;
  product(elements, fields, findings);
  dates(elements, today, fields, findings);
  const [lot, serial, sscc, count] = [value('10'), value('21'), value('00'), value('30') ?? value('37')];
  if (lot !== undefined) fields.lot = lot;
  if (serial !== undefined) fields.serial = serial;
  if (sscc !== undefined) fields.sscc = sscc;
  if (count !== undefined) fields.count = Number(count);
  return { fields, findings };
}

/** What several readings of one code have in common; a field on which they differ is left out, never chosen. */
export function agreedFields(readings: readonly ScannedFields[]): ScannedFields {
  const [first, ...others] = readings;
  if (!first) return { ndcCandidates: [] };
  const same = (key: keyof ScannedFields): boolean =>
    others.every((o) => JSON.stringify(o[key]) === JSON.stringify(first[key]));
  const kept = Object.entries(first).filter(([key]) => same(key as keyof ScannedFields));
  return { ndcCandidates: [], ...(Object.fromEntries(kept) as Partial<ScannedFields>) };
}

/** What the scan leaves open and a person has to key. */
export function openQuestions(fields: ScannedFields): Finding[] {
  const findings: Finding[] = [];
  if (!fields.ndc && fields.ndcCandidates.length > 1)
    findings.push({
      code: 'barcode.ndc-ambiguous',
      severity: 'info',
      message: 'Ten digits can mean three NDCs: the product directory has to say which',
      facts: { candidates: fields.ndcCandidates.map((ndc) => ndc.text).join(' ') },
      source: 'NDC-02',
    });
  const missing = (['lot', 'expiry'] as const).filter((name) => fields[name] === undefined);
  if (missing.length > 0)
    findings.push({
      code: 'barcode.no-lot-or-expiry',
      severity: 'info',
      message: `The code carries no ${missing.join(' and no ')}: key what is printed`,
      facts: { missing: missing.join(' ') },
      source: 'domain-rules 7.2',
    });
  return findings;
}
