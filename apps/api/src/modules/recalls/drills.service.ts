import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { formatInstant, type Instant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import { Database, type Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Sites } from '../../platform/site/site.js';
import { affectedIds, affectedPage } from '../trace/affected.js';
import { reachOf } from '../trace/lineage.js';
import { readScope } from '../trace/scope.js';
import { completenessOf } from './completeness.js';
import { plain } from './opening.service.js';
import type { RecallDrillRequest, RecallDrillResponse } from './recalls.dto.js';

type Measured = Omit<RecallDrillResponse, 'id' | 'askedBy' | 'askedAt' | 'note'>;
const PAGE = 50;
const SHOWN = 100;

/** A recall asked for practice: the real question on the real data with a stopwatch, and nothing is held. */
@Injectable()
export class DrillsService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly sites: Sites,
    private readonly audit: Audit,
  ) {}

  /** Asks in a transaction that cannot write, then stores what it took. @throws Problem `recall.nothing-found` */
  async run(command: Command, input: RecallDrillRequest): Promise<RecallDrillResponse> {
    const already = await this.commands.answered<RecallDrillResponse>(command);
    if (already) return already.answer;
    const asked = this.clock.now();
    const measured = await this.measure(input, asked);
    return this.commands.run(command, async (tx, actor) => {
      const id = this.ids.next();
      await tx.query(
        `insert into recall_drill (id, scope, scope_text, asked_by, asked_at, first_answer_ms, complete_ms, lots, csps, patients, answer, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          id,
          JSON.stringify(plain(input.scope)),
          measured.scopeText,
          actor.personId,
          formatInstant(asked),
          measured.firstAnswerMs,
          measured.completeMs,
          measured.lots,
          measured.csps,
          measured.patients,
          JSON.stringify({ byPlace: measured.byPlace, completeness: measured.completeness }),
          input.note?.trim() ?? '',
        ],
      );
      await this.audit.record(
        tx,
        actor,
        'recall.drilled',
        { kind: 'recall-drill', id },
        { scope: plain(input.scope), csps: measured.csps },
      );
      return drillById(tx, id);
    });
  }

  private measure(input: RecallDrillRequest, now: Instant): Promise<Measured> {
    return this.db.transaction(async (tx) => {
      await tx.query('set transaction read only');
      const { zone } = await this.sites.current(tx);
      const began = performance.now();
      const scope = await readScope(tx, input.scope, zone);
      const reach = await reachOf(tx, scope);
      const { counts } = await affectedPage(tx, reach, null, PAGE);
      const firstAnswerMs = Math.round(performance.now() - began);
      if (counts.lots === 0 && counts.csps === 0)
        throw new Problem('recall.nothing-found', {
          detail: `${scope.text}: nothing was found. Choose something that is on record.`,
        });
      const cspIds = (await affectedIds(tx, reach)).map(({ id }) => id);
      const from = await firstOf(tx, [...reach.lots.keys()], cspIds, now);
      const completeness = await completenessOf(tx, from, now, '');
      return {
        scopeText: scope.text,
        firstAnswerMs,
        completeMs: Math.round(performance.now() - began),
        lots: counts.lots,
        csps: cspIds.length,
        patients: counts.patients,
        byPlace: counts.byPlace,
        completeness,
      };
    });
  }
}

async function firstOf(
  reader: Pick<Reader, 'query'>,
  lotIds: readonly string[],
  cspIds: readonly string[],
  otherwise: Instant,
): Promise<Instant> {
  const [found] = await rows<{ first: Instant | null }>(
    reader,
    `select least((select min(received_at) from lot where id = any($1::uuid[])),
       (select min(w.started_at) from csp x join worksheet w on w.id = x.worksheet_id where x.id = any($2::uuid[]))) as first`,
    [lotIds, cspIds],
  );
  return found?.first ?? otherwise;
}

interface DrillRow extends Omit<RecallDrillResponse, 'askedAt' | 'byPlace' | 'completeness'> {
  askedAt: Instant;
  answer: Pick<RecallDrillResponse, 'byPlace' | 'completeness'>;
}

const SELECT = `select d.id, d.scope_text as "scopeText", p.printed_name as "askedBy", d.asked_at as "askedAt", d.first_answer_ms as "firstAnswerMs",
  d.complete_ms as "completeMs", d.lots, d.csps, d.patients, d.answer, d.note from recall_drill d join person p on p.id = d.asked_by`;

const drillOf = ({ answer, askedAt, ...row }: DrillRow): RecallDrillResponse => ({
  ...row,
  ...answer,
  askedAt: formatInstant(askedAt),
});

export async function drills(reader: Pick<Reader, 'query'>): Promise<RecallDrillResponse[]> {
  return (await rows<DrillRow>(reader, `${SELECT} order by d.asked_at desc, d.id desc limit ${SHOWN}`)).map(drillOf);
}

/** @throws Problem `request.not-found` */
export async function drillById(reader: Pick<Reader, 'query'>, id: string): Promise<RecallDrillResponse> {
  const [row] = await rows<DrillRow>(reader, `${SELECT} where d.id = $1`, [id]);
  if (!row) throw notFound('drill', id);
  return drillOf(row);
}
