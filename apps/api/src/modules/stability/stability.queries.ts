import { Injectable } from '@nestjs/common';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { containing } from '../formulary/search-text.js';
import { EVIDENCE_COLUMNS, EVIDENCE_TABLES, type EvidenceRow } from './evidence.js';
import type { StabilityListRequest } from './stability-lists.dto.js';
import type { StabilityEvidencePage, StabilityEvidenceResponse } from './stability.dto.js';

@Injectable()
export class StabilityQueries {
  async list(reader: Reader, page: StabilityListRequest): Promise<StabilityEvidencePage> {
    const [drug, id] = decodeCursor(page.cursor, ['text', 'text']) ?? [null, null];
    const found = await rows<EvidenceRow>(
      reader,
      `select ${EVIDENCE_COLUMNS} from ${EVIDENCE_TABLES}
       where ($1::text is null or e.drug_name ilike $1 or d.name ilike $1 or e.citation ilike $1 or e.id ilike $1)
         and ($2::uuid is null or e.drug_id = $2) and ($3::text is null or e.status = $3)
         and ($4::text is null or (lower(coalesce(d.name, e.drug_name)), e.id) > ($4, $5))
       order by lower(coalesce(d.name, e.drug_name)), e.id limit $6`,
      [containing(page.q), page.drugId ?? null, page.status ?? null, drug, id, page.limit + 1],
    );
    return pageOf(found, page.limit, (e) => [e.drugName.toLowerCase(), e.id], evidenceResponse);
  }

  async row(reader: Reader, id: string, lock: '' | 'for no key update of e' = ''): Promise<EvidenceRow> {
    const sql = `select ${EVIDENCE_COLUMNS} from ${EVIDENCE_TABLES} where e.id = $1 ${lock}`;
    const [found] = await rows<EvidenceRow>(reader, sql, [id]);
    if (!found) throw notFound('stability evidence', id);
    return found;
  }
}

export const evidenceResponse = ({ recordId: _, ...row }: EvidenceRow): StabilityEvidenceResponse => row;
