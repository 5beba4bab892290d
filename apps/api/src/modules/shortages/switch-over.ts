import { Injectable } from '@nestjs/common';
import { changesBetween, noticeOf, type ItemChange, type NoticeKind, type ShortageItem } from '#domain/shortage';
import { formatInstant, type Instant } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { affected, rows } from '../../platform/database/sql.js';
import { Ids } from '../../platform/ids.js';
import { currentImport, dropFile, type ImportRow } from './import-rows.js';
import { matchAll } from './matching.js';
import { insertNotices } from './notices.js';

/** A file that would take more than half of a picture of this many packages away is taken for a part of the feed. */
const SHRINK_GUARD_ITEMS = 50;
/** More than one damaged row in ten: this is not a feed with a few bad rows, it is another format. */
const REFUSED_SHARE = 0.1;

export type Outcome =
  | { readonly refused: string }
  | { readonly refused: null; readonly added: number; readonly changed: number; readonly gone: number };

interface Staged {
  readonly row_number: number;
  readonly key: string;
  readonly facts: ShortageItem;
}
interface Known {
  readonly id: string;
  readonly key: string;
  readonly facts: ShortageItem;
  readonly gone: boolean;
}
interface Difference {
  readonly key: string;
  readonly changes: readonly ItemChange[];
  readonly notice: NoticeKind | undefined;
}

/** Why a file may not take the place of the one that is shown; undefined when it may. Force is a person's decision. */
export function whyNotNewer(
  file: Pick<ImportRow, 'lastUpdated' | 'forced'>,
  current: Pick<ImportRow, 'lastUpdated'> | undefined,
): string | undefined {
  if (file.forced || current === undefined || current.lastUpdated === null) return undefined;
  if (file.lastUpdated === null)
    return `The file does not say of which day it is; the feed of ${current.lastUpdated} is in use.`;
  return file.lastUpdated < current.lastUpdated
    ? `The file is of ${file.lastUpdated}; the newer feed of ${current.lastUpdated} is in use.`
    : undefined;
}

/** Puts a file that was read to its end in the place of the one before, at once, with what changed. */
@Injectable()
export class SwitchOver {
  constructor(private readonly ids: Ids) {}

  async apply(tx: Tx, file: ImportRow, at: Instant): Promise<Outcome> {
    const current = await currentImport(tx, true);
    const older = whyNotNewer(file, current);
    if (older !== undefined) return { refused: older };
    const total = file.rowsTotal ?? 0;
    if (file.rowsRefused > total * REFUSED_SHARE)
      return { refused: `${file.rowsRefused} of ${total} rows cannot be read, so this is taken for another format.` };
    const staged = await bestRows(tx, file.id);
    const known = await rows<Known>(tx, 'select id, key, facts, gone_at is not null as gone from shortage_item');
    const gone = await goneItems(tx, file.id, known, staged);
    const listed = known.filter((item) => !item.gone).length;
    if (!file.forced && listed >= SHRINK_GUARD_ITEMS && gone.length > listed / 2)
      return {
        refused: `The file would take ${gone.length} of ${listed} packages off the list. Is it the whole feed?`,
      };
    const differences = differencesOf(known, staged, gone);
    await this.writeItems(tx, file, staged, known, at);
    await affected(tx, 'update shortage_item set gone_at = $2 where id = any($1::uuid[])', [
      gone.map((item) => item.id),
      formatInstant(at),
    ]);
    await matchAll(tx);
    await this.writeChanges(tx, file, differences, at);
    await insertNotices(tx, this.ids, file.id, at, noticesByKey(differences));
    await dropFile(tx, file.id);
    await tx.query('update shortage_feed set current_import_id = $1', [file.id]);
    return { refused: null, ...countsOf(differences) };
  }

  private async writeItems(
    tx: Tx,
    file: ImportRow,
    staged: readonly Staged[],
    known: readonly Known[],
    at: Instant,
  ): Promise<void> {
    const before = new Map(known.map((item) => [item.key, item.id]));
    await tx.query(WRITE_ITEMS, [
      file.id,
      staged.map((row) => row.row_number),
      staged.map((row) => before.get(row.key) ?? this.ids.next()),
      formatInstant(at),
    ]);
  }

  private async writeChanges(tx: Tx, file: ImportRow, differences: readonly Difference[], at: Instant): Promise<void> {
    const all = differences.flatMap(({ key, changes }) => changes.map((change) => ({ key, ...change })));
    await tx.query(
      `insert into shortage_change (id, item_id, import_id, at, field, before, after)
       select c.id, i.id, $1, $2, c.field, c.before, c.after
       from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[]) c(id, key, field, before, after)
       join shortage_item i on i.key = c.key`,
      [
        file.id,
        formatInstant(at),
        all.map(() => this.ids.next()),
        all.map((change) => change.key),
        all.map((change) => change.field),
        all.map((change) => change.before),
        all.map((change) => change.after),
      ],
    );
  }
}

/**
 * One row for each package and list. The same row twice is one; of two that differ the newer word counts, then the later row,
 * and the other is named among the refused.
 */
async function bestRows(tx: Tx, importId: string): Promise<Staged[]> {
  const all = await rows<Staged & { place: string; line: number; best: number; same: boolean }>(
    tx,
    `select row_number, line, key, facts, row_number() over w as place, first_value(row_number) over w as best,
       facts = first_value(facts) over w as same
     from shortage_import_row where import_id = $1
     window w as (partition by key order by facts->>'updatedOn' desc nulls last, row_number desc)`,
    [importId],
  );
  const others = all.filter((row) => row.place !== '1' && !row.same);
  await tx.query(
    `insert into shortage_import_refusal (import_id, row_number, line, ndc, reason)
     select $1, * from unnest($2::int[], $3::int[], $4::text[], $5::text[])`,
    [
      importId,
      others.map((row) => row.row_number),
      others.map((row) => row.line),
      others.map((row) => row.facts.packageNdc),
      others.map((row) => `row ${row.best} is about the same package and newer`),
    ],
  );
  await tx.query('update shortage_import set rows_refused = rows_refused + $2 where id = $1', [
    importId,
    others.length,
  ]);
  return all.filter((row) => row.place === '1');
}

/** Listed until now and not any more. A package whose row is only damaged is not gone. */
async function goneItems(
  tx: Tx,
  importId: string,
  known: readonly Known[],
  staged: readonly Staged[],
): Promise<Known[]> {
  const refused = await rows<{ ndc: string }>(
    tx,
    'select ndc from shortage_import_refusal where import_id = $1 and ndc is not null',
    [importId],
  );
  const damaged = new Set(refused.map(({ ndc }) => ndc));
  const present = new Set(staged.map(({ key }) => key));
  return known.filter((item) => !item.gone && !present.has(item.key) && !damaged.has(item.facts.packageNdc));
}

function differencesOf(
  known: readonly Known[],
  staged: readonly Staged[],
  gone: readonly Known[],
): readonly Difference[] {
  const before = new Map(known.filter((item) => !item.gone).map((item) => [item.key, item.facts]));
  const difference = (key: string, was: ShortageItem | undefined, is: ShortageItem | undefined): Difference => ({
    key,
    changes: changesBetween(was, is),
    notice: noticeOf(was, is),
  });
  return [
    ...staged.map((row) => difference(row.key, before.get(row.key), row.facts)),
    ...gone.map((item) => difference(item.key, item.facts, undefined)),
  ].filter(({ changes }) => changes.length > 0);
}

function countsOf(differences: readonly Difference[]): { added: number; changed: number; gone: number } {
  const listed = (after: string): number =>
    differences.filter(({ changes }) => changes.some((c) => c.field === 'listed' && c.after === after)).length;
  const [added, gone] = [listed('yes'), listed('no')];
  return { added, gone, changed: differences.length - added - gone };
}

const noticesByKey = (differences: readonly Difference[]): ReadonlyMap<string, NoticeKind> =>
  new Map(differences.flatMap(({ key, notice }) => (notice === undefined ? [] : [[key, notice] as const])));

/** $1 import, $2 row numbers, $3 ids in the same order, $4 now. */
const WRITE_ITEMS = `
  insert into shortage_item (id, key, package_ndc, ndc11, generic_name, company_name, presentation, dosage_form, status,
    availability, availability_text, reason, reason_text, note, initial_on, updated_on, discontinued_on, standing, import_id,
    first_seen_at, last_seen_at, gone_at, facts, raw)
  select n.id, r.key, f->>'packageNdc', f->>'ndc11', f->>'genericName', f->>'companyName', f->>'presentation',
    f->>'dosageForm', f->>'status', f->>'availability', f->>'availabilityText', f->>'reason', f->>'reasonText', f->>'note',
    (f->>'initialOn')::date, (f->>'updatedOn')::date, (f->>'discontinuedOn')::date, f->>'standing', $1,
    $4, $4, null, f, r.raw
  from unnest($2::int[], $3::uuid[]) n(row_number, id)
  join shortage_import_row r on r.import_id = $1 and r.row_number = n.row_number
  cross join lateral (select r.facts as f) facts
  on conflict on constraint shortage_item_key_unique do update set
    package_ndc = excluded.package_ndc, ndc11 = excluded.ndc11, generic_name = excluded.generic_name,
    company_name = excluded.company_name, presentation = excluded.presentation, dosage_form = excluded.dosage_form,
    status = excluded.status, availability = excluded.availability, availability_text = excluded.availability_text,
    reason = excluded.reason, reason_text = excluded.reason_text, note = excluded.note, initial_on = excluded.initial_on,
    updated_on = excluded.updated_on, discontinued_on = excluded.discontinued_on, standing = excluded.standing,
    import_id = excluded.import_id, last_seen_at = excluded.last_seen_at, gone_at = null, facts = excluded.facts,
    raw = excluded.raw`;
