import type { FormulaContent, FormulaVersionFacts } from '#domain/formula';
import { tallMan } from '#domain/display';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import type { FormulaPage, FormulaResponse, FormulaSummary, FormulaVersionResponse } from './formulas.dto.js';

interface SummaryRow {
  id: string;
  number: string;
  name: string;
  approved_version: number | null;
  draft_version: number | null;
  drugs: string[] | null;
  hazardous: boolean | null;
  review_by: string | null;
}

const SUMMARY = `
  select f.id, f.number, f.name, a.version as approved_version, d.version as draft_version, a.review_by,
    (select array_agg(g.name order by g.name) from drug g where g.id = any(coalesce(a.additive_drug_ids, d.additive_drug_ids))) as drugs,
    (select bool_or(g.hazard <> 'none') from drug g where g.id = any(coalesce(a.additive_drug_ids, d.additive_drug_ids))) as hazardous
  from formulation f
  left join formulation_version a on a.formulation_id = f.id and a.state = 'approved'
  left join formulation_version d on d.formulation_id = f.id and d.state = 'draft'`;

const summary = (row: SummaryRow): FormulaSummary => ({
  id: row.id,
  number: row.number,
  name: row.name,
  approvedVersion: row.approved_version,
  draftVersion: row.draft_version,
  drugs: (row.drugs ?? []).map(tallMan),
  hazardous: row.hazardous ?? false,
  reviewBy: row.review_by,
});

export async function listFormulas(
  reader: Reader,
  page: { q?: string; cursor?: string; limit: number },
): Promise<FormulaPage> {
  const after = decodeCursor(page.cursor, ['text', 'uuid']);
  const found = await rows<SummaryRow>(
    reader,
    `${SUMMARY}
     where ($1::text is null or f.name ilike '%' || $1 || '%' or f.number ilike $1 || '%')
       and ($2::text is null or (lower(f.name), f.id) > ($2, $3::uuid))
     order by lower(f.name), f.id limit $4`,
    [page.q?.replace(/[\\%_]/g, '\\$&') ?? null, after?.[0] ?? null, after?.[1] ?? null, page.limit + 1],
  );
  return pageOf(found, page.limit, (row) => [row.name.toLowerCase(), row.id], summary);
}

interface VersionRow {
  id: string;
  version: number;
  state: 'draft' | 'approved' | 'retired';
  content: Record<string, unknown>;
  author_id: string;
  author: string;
  author_initials: string;
  written_at: Instant;
  approver_id: string | null;
  approver: string | null;
  approver_initials: string | null;
  approved_at: Instant | null;
  review_by: string | null;
}

/** One formula with every version, newest first. @throws Problem when there is none. */
export async function formulaById(
  reader: Reader,
  id: string,
  allowed: (version: { state: string; authorId: string }) => string[],
): Promise<FormulaResponse> {
  const [found] = await rows<SummaryRow>(reader, `${SUMMARY} where f.id = $1`, [id]);
  if (!found) throw notFound('formula', id);
  const versions = await rows<VersionRow>(
    reader,
    `select v.id, v.version, v.state, v.content, v.author_id, w.printed_name as author, w.initials as author_initials, v.written_at,
       v.approved_by as approver_id, p.printed_name as approver, p.initials as approver_initials, v.approved_at, v.review_by
     from formulation_version v join person w on w.id = v.author_id left join person p on p.id = v.approved_by
     where v.formulation_id = $1 order by v.version desc`,
    [id],
  );
  return { ...summary(found), versions: versions.map((v) => version(v, allowed)) };
}

const version = (
  v: VersionRow,
  allowed: (version: { state: string; authorId: string }) => string[],
): FormulaVersionResponse => ({
  id: v.id,
  version: v.version,
  state: v.state,
  content: v.content,
  author: { id: v.author_id, name: v.author, initials: v.author_initials },
  writtenAt: formatInstant(v.written_at),
  approvedBy:
    v.approver_id === null ? null : { id: v.approver_id, name: v.approver ?? '', initials: v.approver_initials ?? '' },
  approvedAt: v.approved_at === null ? null : formatInstant(v.approved_at),
  reviewBy: v.review_by,
  findings: [],
  allowed: allowed({ state: v.state, authorId: v.author_id }),
});

export interface NumberedFormula extends FormulaVersionFacts {
  /** `MFR-000001-K`. */
  readonly number: string;
}

/** Approved formulas that contain every one of the drugs, for an order's review. */
export async function approvedFormulasWith(reader: Reader, drugIds: readonly string[]): Promise<NumberedFormula[]> {
  const found = await rows<{
    id: string;
    formulation_id: string;
    number: string;
    version: number;
    content: FormulaContent;
  }>(
    reader,
    `select v.id, v.formulation_id, f.number, v.version, v.content from formulation_version v join formulation f on f.id = v.formulation_id
     where v.state = 'approved' and v.additive_drug_ids && $1::uuid[] order by v.id`,
    [drugIds],
  );
  return found.map((row) => ({
    versionId: row.id,
    formulationId: row.formulation_id,
    number: row.number,
    version: row.version,
    state: 'approved',
    content: row.content,
  }));
}
