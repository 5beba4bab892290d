import { tallMan } from '#domain/display';
import { permitted } from '#domain/state-machine';
import { compareSides, SUBSTITUTION_MACHINE } from '#domain/substitution';
import { formatInstant } from '#domain/time';
import type { Actor } from '../../platform/auth/actor.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { rows } from '../../platform/database/sql.js';
import {
  orderRowsOf,
  SUBSTITUTION_SQL,
  wordsOf,
  type SubstitutionOrderRow,
  type SubstitutionRow,
} from './substitution-rows.js';
import type {
  SubstitutedOrderDto,
  SubstitutionActDto,
  SubstitutionPage,
  SubstitutionResponse,
  SubstitutionSummary,
} from './substitutions.dto.js';
import type { Sums } from './shown.js';

export interface SubstitutionFilter {
  readonly state?: string;
  readonly drugId?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** The newest first. */
export async function listSubstitutions(reader: Reader, filter: SubstitutionFilter): Promise<SubstitutionPage> {
  const after = decodeCursor(filter.cursor, ['instant', 'uuid']);
  const found = await rows<SubstitutionRow & { sort: string }>(
    reader,
    `select x.*, x.created_at::text as sort from (${SUBSTITUTION_SQL}) x
     where ($1::text is null or x.state = $1) and ($2::uuid is null or x.drug_id = $2)
       and ($3::timestamptz is null or (x.created_at, x.id) < ($3, $4::uuid))
     order by x.created_at desc, x.id desc limit $5`,
    [filter.state ?? null, filter.drugId ?? null, after?.[0] ?? null, after?.[1] ?? null, filter.limit + 1],
  );
  return pageOf(found, filter.limit, (row) => [row.sort, row.id], summaryOf);
}

function summaryOf(row: SubstitutionRow): SubstitutionSummary {
  const { from, to } = wordsOf(row);
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    drugId: row.drug_id,
    from: tallMan(from),
    to: tallMan(to),
    reason: row.reason,
    ready: row.sums?.ready ?? 0,
    createdAt: formatInstant(row.created_at),
    createdBy: row.creator,
  };
}

export interface OrdersPage {
  /** Position after which the page begins. */
  readonly after: number;
  readonly limit: number;
}

/** Everything about one, with a page of its orders. @returns with the patients that are shown */
export async function showSubstitution(
  reader: Reader,
  actor: Actor,
  row: SubstitutionRow,
  page: OrdersPage,
): Promise<{ shown: SubstitutionResponse; patients: string[] }> {
  const all = await orderRowsOf(reader, row.id);
  const rest = all.filter((o) => o.position > page.after);
  const orders = rest.slice(0, page.limit);
  const last = orders.at(-1);
  const shown: SubstitutionResponse = {
    ...summaryOf(row),
    fromProductId: row.from_product_id,
    toProductId: row.to_product_id,
    toDrugId: row.to_drug_id,
    doseFactor: row.dose_factor,
    shortageReference: row.shortage_reference,
    overrides: row.overrides.map(({ key, reason }) => ({ code: key, reason })),
    stabilityDecision: row.stability_decision && {
      limitHours: row.stability_decision.limitHours,
      storage: row.stability_decision.storage,
      reason: row.stability_decision.reason,
      citation: row.stability_decision.citation,
    },
    sums: sumsShown(row.sums),
    shownAt: formatInstant(row.shown_at ?? row.created_at),
    shownHash: row.shown_hash ?? '',
    questions: questionsOf(all),
    leftOut: all.filter((o) => o.left_out).map((o) => o.order_id),
    allowed: [...new Set(permitted(SUBSTITUTION_MACHINE, row.state, actor.permissions).map((t) => t.event))],
    acts: actsOf(row),
    reversible: row.state === 'approved' ? await reversible(reader, row.id) : 0,
    orders: orders.map((order) => orderShown(order, actor)),
    nextOrders: last && rest.length > orders.length ? String(last.position) : null,
  };
  return { shown, patients: [...new Set(orders.map((o) => o.shown.patientId))] };
}

const NOTHING: Sums = {
  ready: 0,
  answersMissing: 0,
  cannot: 0,
  leftOut: 0,
  patients: 0,
  containers: 0,
  begun: 0,
  costBefore: null,
  costAfter: null,
  costDifference: null,
  lasts: null,
  needs: [],
};

const sumsShown = (sums: Sums | null): SubstitutionResponse['sums'] => {
  const shown = sums ?? NOTHING;
  return {
    ...shown,
    lasts: shown.lasts && { ...shown.lasts, before: { ...shown.lasts.before }, after: { ...shown.lasts.after } },
    needs: shown.needs.map((need) => ({ ...need })),
  };
};

/** The same question of several orders is asked once. */
function questionsOf(orders: readonly SubstitutionOrderRow[]): SubstitutionResponse['questions'] {
  const asked = orders.filter((o) => !o.left_out && o.standing === 'answers-missing').flatMap((o) => o.shown.missing);
  return [...new Map(asked.map((question) => [question.key, { ...question }])).values()];
}

function orderShown(row: SubstitutionOrderRow, actor: Actor): SubstitutedOrderDto {
  const { shown } = row;
  return {
    orderId: row.order_id,
    number: shown.number,
    version: shown.version,
    state: shown.state,
    patientId: shown.patientId,
    patientName: actor.permissions.has('patient.read') ? shown.patientName : null,
    containers: shown.containers,
    begun: shown.begun,
    standing: row.standing,
    leftOut: row.left_out,
    titleBefore: shown.before?.title ?? '',
    titleAfter: shown.after?.title ?? '',
    rows: shown.before
      ? compareSides(shown.before, shown.after).map((r) => ({ ...r, before: [...r.before], after: [...r.after] }))
      : [],
    worksheets: shown.worksheets.map((w) => ({ ...w, products: w.products.map((p) => ({ ...p })) })),
    why: [...shown.why],
    missing: shown.missing.map((m) => ({ ...m })),
    doseSteps: shown.doseSteps.map((step) => ({ ...step })),
    afterVersion: row.after_version,
    outcome: row.outcome,
    outcomeNote: row.outcome_note,
  };
}

function actsOf(row: SubstitutionRow): SubstitutionActDto[] {
  const act = (
    what: string,
    who: string | null,
    at: SubstitutionRow['ended_at'],
    note: string,
  ): SubstitutionActDto[] => (who !== null && at !== null ? [{ what, who, at: formatInstant(at), note }] : []);
  return [
    ...act('Drafted', row.creator, row.created_at, row.reason),
    ...act('Proposed', row.proposer, row.proposed_at, ''),
    ...act('Approved', row.approver, row.approved_at, ''),
    ...act(row.state === 'reversed' ? 'Reversed' : 'Declined', row.ender, row.ended_at, row.ended_reason ?? ''),
  ];
}

/** Orders whose version in force is that of the substitution. */
async function reversible(reader: Reader, id: string): Promise<number> {
  const [found] = await rows<{ n: string }>(
    reader,
    `select count(*) as n from substitution_order x join infusion_order o on o.id = x.order_id
     where x.substitution_id = $1 and x.outcome = 'substituted' and o.version = x.after_version and o.state in ('approved','on-hold')`,
    [id],
  );
  return Number(found?.n ?? 0);
}
