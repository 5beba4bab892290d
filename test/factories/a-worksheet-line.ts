import type { EntityManager } from 'typeorm';
import { Ids } from '../../apps/api/src/platform/ids.js';

type Sql = Pick<EntityManager, 'query'>;
const ids = new Ids();

/** The rows that a line of a worksheet hangs on: patient, order and its version, approved formulation, worksheet. */
async function aWorksheet(sql: Sql, personId: string, drugId: string): Promise<string> {
  const [patient, order, version, signature, formulation, formulationVersion, worksheet] = Array.from(
    { length: 7 },
    () => ids.next(),
  );
  const approver = ids.next();
  await sql.query(
    `insert into person (id, login, printed_name, initials, password_hash, created_at)
     values ($1, $2, 'A. Prover, PharmD', 'AP', 'none', now())`,
    [approver, `approver-${approver.slice(-12)}`],
  );
  await sql.query(
    `insert into patient (id, number, family_name, given_name, birth_date, sex, care_setting, created_at)
     values ($1::uuid, $1::uuid::text, 'Doe', 'Jan', '1980-01-01', 'other', 'home', now())`,
    [patient],
  );
  await sql.query(
    `insert into infusion_order (id, number, patient_id, state, received_at, changed_at)
     values ($1::uuid, $1::uuid::text, $2, 'approved', now(), now())`,
    [order, patient],
  );
  await sql.query(
    `insert into infusion_order_version (id, order_id, version, route, schedule, duration_minutes, containers, storage, device,
       prescriber, entered_by, entered_at)
     values ($1, $2, 1, 'IV', 'once', 60, 1, 'CRT', 'gravity', 'Dr. Example', $3, now())`,
    [version, order, personId],
  );
  await sql.query(
    `insert into signature (id, person_id, printed_name, meaning, signed_at, subject_kind, subject_id, content, hash)
     values ($1, $2, 'A. Prover, PharmD', 'approved', now(), 'formula', $3, 'text', repeat('0', 64))`,
    [signature, approver, formulationVersion],
  );
  await sql.query('insert into formulation (id, number, name) values ($1::uuid, $1::uuid::text, $1::uuid::text)', [
    formulation,
  ]);
  await sql.query(
    `insert into formulation_version (id, formulation_id, version, state, content, content_text, additive_drug_ids, author_id,
       written_at, approved_by, approved_at, signature_id)
     values ($1, $2, 1, 'approved', '{}', '{}', array[$3]::uuid[], $4, now(), $5, now(), $6)`,
    [formulationVersion, formulation, drugId, personId, approver, signature],
  );
  await sql.query(
    `insert into worksheet (id, number, order_id, order_version_id, formulation_version_id, state, containers, storage, plan,
       planned_by, planned_at)
     values ($1::uuid, $1::uuid::text, $2, $3, $4, 'planned', 1, 'CRT', '{}', $5, now())`,
    [worksheet, order, version, formulationVersion, personId],
  );
  return worksheet ?? '';
}

/** Lines that stock can be promised to, all of one worksheet. */
export async function someWorksheetLines(
  sql: Sql,
  it: { personId: string; drugId: string; productIds: readonly string[]; packages?: number },
): Promise<string[]> {
  const worksheet = await aWorksheet(sql, it.personId, it.drugId);
  const lines: string[] = [];
  for (const [index, productId] of it.productIds.entries()) {
    const id = ids.next();
    await sql.query(
      `insert into worksheet_line (id, worksheet_id, position, role, drug_id, product_id, quantity, unit, packages)
       values ($1, $2, $3, 'additive', $4, $5, 1, 'mL', $6)`,
      [id, worksheet, index + 1, it.drugId, productId, it.packages ?? 1],
    );
    lines.push(id);
  }
  return lines;
}
