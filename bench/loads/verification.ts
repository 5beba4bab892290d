import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { at, contest, levels, type Contest } from '../contest.js';
import { cloneWorksheet, type Clone } from '../fixtures/clones.js';
import { newId } from '../fixtures/ids.js';
import { oneMade } from '../fixtures/made.js';
import { againstSql, goal, round, type Load } from '../load.js';
import { plainCommand, run, statement } from '../plain-command.js';
import type { Visitor } from '../visitor.js';

const LOCK_ORDER = statement('verify_order', 'select id from infusion_order where id = $1 for update');
const LOCK = statement(
  'verify_lock',
  `select state, revision, claimed_by, completed_by from worksheet where id = $1 for update`,
);
const LOTS = statement(
  'verify_lots',
  `select distinct l.id, l.state, l.expires_on from consumption c join lot l on l.id = c.lot_id where c.worksheet_id = $1`,
);
const SIGN = statement(
  'verify_sign',
  `insert into signature (id, person_id, printed_name, meaning, signed_at, subject_kind, subject_id, content, hash)
   values ($1, $2, 'Bench', 'verified', $3, 'worksheet', $4, $5, $6)`,
);
const WORKSHEET = statement(
  'verify_worksheet',
  `update worksheet set state = 'verified', verified_by = $2, verified_at = $3, signature_id = $4, revision = revision + 1
   where id = $1`,
);
const CSPS = statement(
  'verify_csps',
  `update csp set state = 'verified' where worksheet_id = $1 and state = 'compounded'`,
);
const EVENT = statement(
  'verify_event',
  `insert into worksheet_event (id, worksheet_id, kind, at, actor_id, detail) values ($1, $2, 'verified', $3, $4, $5)`,
);
const PAIRS = 20;

interface Sample {
  readonly signed: Readonly<Record<string, unknown>>;
  readonly answer: string;
  readonly content: string;
}

const verifyByApi = (visitor: Visitor, id: string, { signed }: Sample): ReturnType<Visitor['post']> =>
  visitor.post(`/api/worksheets/${id}/verification`, { ...signed, password: visitor.password });

/** The same rows without checking a password. */
async function verifyBySql(db: Client, personId: string, clone: Clone, sample: Sample): Promise<void> {
  const subject = { kind: 'worksheet', id: clone.worksheetId };
  const [signatureId, now] = [newId(), new Date().toISOString()];
  const command = {
    personId,
    action: 'worksheet.verified',
    subject,
    answer: sample.answer,
    data: { text: 'Verified' },
  };
  await plainCommand(db, command, async () => {
    await run(db, LOCK_ORDER, [clone.orderId]);
    const [found] = (await run<{ state: string }>(db, LOCK, [clone.worksheetId])).rows;
    if (found?.state !== 'compounded') throw new TypeError('a worksheet of the bench cannot be verified');
    await run(db, LOTS, [clone.worksheetId]);
    const hash = createHash('sha256').update(sample.content).digest('hex');
    await run(db, SIGN, [signatureId, personId, now, clone.worksheetId, sample.content, hash]);
    await run(db, WORKSHEET, [clone.worksheetId, personId, now, signatureId]);
    await run(db, CSPS, [clone.worksheetId]);
    await run(db, EVENT, [
      newId(),
      clone.worksheetId,
      now,
      personId,
      JSON.stringify({ text: 'Verified by signature' }),
    ]);
  });
}

const needed = (counts: Contest['levels']): number =>
  counts.reduce(
    (sum, { clients, count }) => sum + 2 * (3 * count + Math.max(clients, Math.ceil(count / 10))),
    PAIRS + 1,
  );

/** A pharmacist signs for a record that others made. */
export const verification: Load = {
  name: 'verification',
  title: 'verification with signature: POST /api/worksheets/:id/verification',
  async run(stage) {
    const db = at(stage.connections, 0);
    const counts = levels(stage, [30, 120, 160]);
    const made = await oneMade(stage);
    const clones = await cloneWorksheet(db, made.id, needed(counts));
    const next = (): Clone => at(clones.splice(-1), 0);
    const signed = {
      revision: made.revision,
      acknowledged: made.findings.filter((f) => f.severity === 'soft').map((f) => f.code),
      overrides: made.findings.filter((f) => f.severity === 'hard').map(({ code }) => ({ code, reason: 'Bench' })),
    };
    const draft: Sample = { signed, answer: '', content: '' };
    const first = await verifyByApi(at(stage.pharmacists, 0), next().worksheetId, draft);
    if (first.status !== 200) throw new Error(`not verified: ${first.bytes.toString()}`);
    const { rows } = await db.query<{ content: string }>(
      `select content from signature where subject_kind = 'worksheet' order by signed_at desc limit 1`,
    );
    const sample = { signed, answer: first.bytes.toString(), content: rows[0]?.content ?? '' };
    const results = await contest(stage, {
      visitors: stage.pharmacists,
      levels: counts,
      api: async (visitor) => {
        const { status, bytes } = await verifyByApi(visitor, next().worksheetId, sample);
        if (status !== 200) throw new Error(bytes.toString());
      },
      sql: (connection, client) => verifyBySql(connection, at(stage.pharmacists, client).personId, next(), sample),
    });
    let notOne = 0;
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const { worksheetId } = next();
      const both = [0, 1].map((i) => verifyByApi(at(stage.pharmacists, i), worksheetId, sample));
      const won = (await Promise.all(both)).filter(({ status }) => status === 200).length;
      if (won !== 1) notOne += 1;
    }
    const at8 = at(results, 1);
    const cpu = at8.api.apiCpu + at8.api.databaseCpu;
    const sqlCpu = at8.sql ? at8.sql.databaseCpu : 0;
    return {
      levels: results,
      goals: [
        ...againstSql(results, { share: 0.15, p99: null }),
        goal(`of ${PAIRS} pairs of verifiers not exactly one won`, { most: 0 }, notOne),
      ],
      notes: [
        `${round(stage.signatureCpuMs)} of the ${round(cpu)} ms of CPU are the password (argon2id); plain SQL checks none`,
        `CPU without it ${round(cpu - stage.signatureCpuMs)} ms, ${round((cpu - stage.signatureCpuMs) / sqlCpu)} times the database's CPU of plain SQL`,
      ],
    };
  },
};
