import { Injectable } from '@nestjs/common';
import { formatInstant, parseLocalDate } from '#domain/time';
import { checkPlan, DEFAULT_PACE, planDay } from '#domain/vial-sharing';
import type { Tx } from '../../platform/database/database.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { dayFacts, endOf, startOf, type DayFacts } from './day-facts.js';
import { HighsSolver } from './highs-solver.js';
import { answerOf, planResponse } from './plan-answer.js';
import { SharingTools } from './sharing-tools.js';
import { countWaiting, planById, plansOfDay, waiting, type PlanRow } from './vial-sharing.queries.js';
import type {
  SharingAnswerDto,
  SharingDayResponse,
  SharingPlanRequest,
  SharingPlanResponse,
} from './vial-sharing.dto.js';

const DEFAULT_START = '07:00';

/** The day plan: computed beside everything else, shown only when it is sound, and worked by once it is accepted. */
@Injectable()
export class VialSharingService {
  constructor(
    private readonly commands: Commands,
    private readonly db: Database,
    private readonly solver: HighsSolver,
    private readonly tools: SharingTools,
  ) {}

  /**
   * Plans the day's waiting worksheets. Nothing changes but that the plan is kept. It is computed before the transaction: a solver
   * may take seconds.
   * @throws Problem `sharing.nothing-to-plan`; `sharing.unsound` for a plan that its own check refuses
   */
  async plan(command: Command, input: SharingPlanRequest): Promise<SharingPlanResponse> {
    const { facts, answer } = await this.compute(input);
    const worksheets = [...facts.worksheets.values()].map(({ row }) => ({ id: row.id, revision: row.revision }));
    return this.commands.run(command, async (tx, actor) => {
      const id = this.tools.ids.next();
      await tx.query(
        `insert into sharing_plan (id, day, state, inputs, answer, made_by, made_at) values ($1, $2, 'computed', $3, $4, $5, $6)`,
        [
          id,
          input.day,
          JSON.stringify({ request: { ...input }, worksheets }),
          JSON.stringify(answer),
          actor.personId,
          formatInstant(this.tools.clock.now()),
        ],
      );
      await this.tools.audit.record(tx, actor, 'sharing.planned', { kind: 'sharing-plan', id }, { day: input.day });
      return planResponse(await planOrThrow(tx, id));
    });
  }

  /**
   * The bench works by this plan from now on, by no other of its day. Refused once a worksheet of it was begun, changed or ended: what
   * was planned is then not what would be done.
   */
  accept(command: Command, id: string): Promise<SharingPlanResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await lockWorksheetsOf(tx, id);
      const locked = await rows<{ day: string }>(tx, 'select day from sharing_plan where id = $1 for update', [id]);
      if (locked.length === 0) throw notFound('plan', id);
      const plan = await planOrThrow(tx, id);
      if (plan.state !== 'computed')
        throw new Problem('sharing.stale', { detail: 'This plan was accepted before. Plan again to change the day.' });
      if ((plan.changed ?? []).length > 0)
        throw new Problem('sharing.stale', {
          detail: `${(plan.changed ?? []).join(', ')} changed since this was planned. Plan again.`,
        });
      const at = this.tools.clock.now();
      await tx.query(`update sharing_plan set state = 'replaced' where day = $1 and state = 'accepted'`, [plan.day]);
      await tx.query(`update sharing_plan set state = 'accepted', accepted_by = $2, accepted_at = $3 where id = $1`, [
        id,
        actor.personId,
        formatInstant(at),
      ]);
      await writeTurns(tx, id, plan.answer);
      await writeShares(tx, id, plan.answer);
      await this.tools.audit.record(tx, actor, 'sharing.accepted', { kind: 'sharing-plan', id }, { day: plan.day });
      for (const { worksheetId } of plan.answer.hoods.flatMap((h) => h.jobs))
        this.tools.feed.changed(tx, 'worksheet', worksheetId);
      return planResponse(await planOrThrow(tx, id));
    });
  }

  async day(date: string): Promise<SharingDayResponse> {
    const { zone } = await this.tools.sites.current(this.db.reader);
    const before = formatInstant(endOf(localDay(date), zone));
    const [found, n] = await Promise.all([plansOfDay(this.db.reader, date), countWaiting(this.db.reader, before)]);
    const shown = (state: PlanRow['state']): SharingPlanResponse | null => {
      const row = found.find((p) => p.state === state);
      return row ? planResponse(row) : null;
    };
    return { day: date, waiting: n, accepted: shown('accepted'), proposed: shown('computed') };
  }

  async byId(id: string): Promise<SharingPlanResponse> {
    return planResponse(await planOrThrow(this.db.reader, id));
  }

  private async compute(input: SharingPlanRequest): Promise<{ facts: DayFacts; answer: SharingAnswerDto }> {
    const { zone } = await this.tools.sites.current(this.db.reader);
    const date = localDay(input.day);
    const now = this.tools.clock.now();
    if (endOf(date, zone) <= now) throw invalid([{ field: 'day', message: 'is over' }]);
    const pace = {
      perWorksheet: input.minutesPerWorksheet ?? DEFAULT_PACE.perWorksheet,
      perStep: input.minutesPerStep ?? DEFAULT_PACE.perStep,
    };
    const found = await waiting(this.db.reader, input.worksheetIds ?? null, formatInstant(endOf(date, zone)));
    if (found.length === 0)
      throw new Problem('sharing.nothing-to-plan', { detail: 'No worksheet waits to be made on this day.' });
    const startsAt = startOf(date, input.startsAt ?? DEFAULT_START, zone, now);
    const facts = await dayFacts(this.db.reader, found, { date, startsAt, zone, pace });
    const plan = await this.solver.run(planDay(facts.request));
    const wrong = checkPlan(facts.request, plan);
    if (wrong.length > 0)
      throw new Problem('sharing.unsound', {
        detail: 'No plan that keeps every rule was found. Work by what is needed first.',
        findings: wrong,
      });
    return { facts, answer: answerOf(facts, plan, pace) };
  }
}

function localDay(text: string): ReturnType<typeof parseLocalDate> {
  try {
    return parseLocalDate(text);
  } catch {
    throw invalid([{ field: 'day', message: 'is not a date that exists' }]);
  }
}

async function planOrThrow(reader: Parameters<typeof planById>[0], id: string): Promise<PlanRow> {
  const found = await planById(reader, id);
  if (!found) throw notFound('plan', id);
  return found;
}

/** Worksheets before everything else (lock order): none is begun while the plan is accepted. */
const lockWorksheetsOf = (tx: Tx, id: string): Promise<unknown> =>
  tx.query(
    `select 1 from worksheet where id in (
       select (x->>'id')::uuid from sharing_plan p, jsonb_array_elements(p.inputs->'worksheets') x where p.id = $1) order by id for update`,
    [id],
  );

async function writeTurns(tx: Tx, id: string, { hoods }: SharingAnswerDto): Promise<void> {
  const jobs = hoods.flatMap((hood) => hood.jobs.map((job) => ({ ...job, hoodId: hood.id })));
  await tx.query(
    `insert into sharing_plan_item (plan_id, worksheet_id, hood_id, position, starts_at, ends_at)
     select $1, t.* from unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::timestamptz[], $6::timestamptz[]) t`,
    [
      id,
      jobs.map((j) => j.worksheetId),
      jobs.map((j) => j.hoodId),
      jobs.map((j) => j.position),
      jobs.map((j) => j.startsAt),
      jobs.map((j) => j.endsAt),
    ],
  );
}

async function writeShares(tx: Tx, id: string, { vials }: SharingAnswerDto): Promise<void> {
  const draws = vials.flatMap((vial) => vial.draws.map((draw, i) => ({ ...draw, vial: vial.vial, position: i + 1 })));
  await tx.query(
    `insert into sharing_plan_share (plan_id, vial, position, worksheet_id, worksheet_line_id, package_index)
     select $1, t.* from unnest($2::smallint[], $3::smallint[], $4::uuid[], $5::uuid[], $6::smallint[]) t`,
    [
      id,
      draws.map((d) => d.vial),
      draws.map((d) => d.position),
      draws.map((d) => d.worksheetId),
      draws.map((d) => d.worksheetLineId),
      draws.map((d) => d.packageIndex),
    ],
  );
}
