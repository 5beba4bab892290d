import { createHash } from 'node:crypto';
import { shortNumber } from '#domain/barcode';
import { orderApprovalText } from '#domain/signature';
import { formatInstant } from '#domain/time';
import { rows } from '../../apps/api/src/platform/database/sql.js';
import { Ids } from '../../apps/api/src/platform/ids.js';
import { DEMO_FORMULAS } from '../../apps/api/src/seed/demo-formulas.js';
import { demoPersonId } from '../../apps/api/src/seed/demo-people.js';
import { demoPatientId } from '../../apps/api/src/seed/demo-orders.js';
import { stableId } from '../../apps/api/src/seed/stable-id.js';
import type { TestApp } from '../setup/app.js';

/** The three prescriptions of the demo pharmacy, each as its patient has it. */
const STORIES = {
  ceftriaxone: {
    formula: 'Ceftriaxone',
    mrn: 'D-1002',
    schedule: 'intermittent',
    duration: 30,
    interval: 1440,
    containers: 3,
    storage: 'REF',
    device: 'gravity',
    hours: 240,
    lines: [
      ['additive', 'ceftriaxone', '2', 'g'],
      ['base', 'sodium chloride 0.9 %', '100', 'mL'],
    ],
  },
  vancomycin: {
    formula: 'Vancomycin',
    mrn: 'D-1001',
    schedule: 'intermittent',
    duration: 90,
    interval: 720,
    containers: 14,
    storage: 'REF',
    device: 'stationary-pump',
    hours: 240,
    lines: [
      ['additive', 'vancomycin', '1250', 'mg'],
      ['base', 'sodium chloride 0.9 %', '250', 'mL'],
    ],
  },
  fluorouracil: {
    formula: 'Fluorouracil',
    mrn: 'D-1003',
    schedule: 'continuous',
    duration: 2760,
    interval: null,
    containers: 1,
    storage: 'CRT',
    device: 'ambulatory-pump',
    hours: 96,
    lines: [['additive', 'fluorouracil', '4320', 'mg']],
  },
} as const;
export type Story = keyof typeof STORIES;

const formulaVersionOf = (story: Story): string => {
  const formula = DEMO_FORMULAS.find(({ name }) => name.startsWith(STORIES[story].formula));
  if (!formula) throw new TypeError(`no formula for ${story}`);
  return stableId('formulation-version', formula.name);
};

export interface OrderChange {
  readonly containers?: number;
  readonly stability?: boolean;
  /** Approved with this version of a formula. */
  readonly formulationVersionId?: string;
  /** Of the drug, in each container. */
  readonly dose?: readonly [value: string, unit: string];
}

export interface ApprovedOrder {
  readonly id: string;
  readonly versionId: string;
  readonly number: string;
}

/**
 * An order of the demo pharmacy (`loadDemo` first) that pharmacist Daniel Cho has approved, with his decision on stability
 * unless `stability` is false. Straight into the tables: the review has specs of its own.
 */
export async function anApprovedOrder(
  app: TestApp,
  story: Story = 'ceftriaxone',
  change: OrderChange = {},
): Promise<ApprovedOrder> {
  const it = STORIES[story];
  const ids = app.get(Ids);
  const [id, versionId, reviewId, signatureId] = [ids.next(), ids.next(), ids.next(), ids.next()];
  const at = formatInstant(app.clock.now());
  const containers = change.containers ?? it.containers;
  const [reviewer, enterer] = [demoPersonId('daniel'), demoPersonId('jo')];
  const formula = change.formulationVersionId ?? formulaVersionOf(story);
  return app.database.transaction(async (tx) => {
    const [sequence] = await rows<{ n: string }>(tx, `select nextval('short_number_ord') as n`);
    const number = shortNumber('ORD', BigInt(sequence?.n ?? 1));
    await tx.query(
      `insert into infusion_order (id, number, patient_id, state, version, received_at, changed_at) values ($1,$2,$3,'approved',1,$4,$4)`,
      [id, number, demoPatientId(it.mrn), at],
    );
    await tx.query(
      `insert into infusion_order_version (id, order_id, version, route, schedule, duration_minutes, interval_minutes, containers, storage, device,
         prescriber, entered_by, entered_at) values ($1,$2,1,'IV',$3,$4,$5,$6,$7,$8,'Dr. Example',$9,$10)`,
      [versionId, id, it.schedule, it.duration, it.interval, containers, it.storage, it.device, enterer, at],
    );
    for (const [index, [role, drug, planned, plannedUnit]] of it.lines.entries()) {
      const [value, unit] = role === 'additive' && change.dose ? change.dose : [planned, plannedUnit];
      await tx.query(
        `insert into infusion_order_line (version_id, position, role, drug_id, dose_value, dose_unit, basis) values ($1,$2,$3,$4,$5,$6,'flat')`,
        [
          versionId,
          index + 1,
          role,
          stableId('drug', drug),
          ...(role === 'additive' ? (change.dose ?? [value, unit]) : [value, unit]),
        ],
      );
    }
    const decision = {
      limitHours: it.hours,
      storage: it.storage,
      reason: 'Labeling in hand',
      citation: 'Labeling, storage after dilution',
      decidedBy: 'Daniel Cho, PharmD',
    };
    const stabilityDecision = change.stability === false ? null : decision;
    const content = orderApprovalText({
      orderNumber: number,
      version: 1,
      patientId: demoPatientId(it.mrn),
      prescription: {},
      formulationVersionId: formula,
      findings: [],
      acknowledgements: [],
      overrides: [],
      stabilityDecision,
    });
    await tx.query(
      `insert into signature (id, person_id, printed_name, meaning, signed_at, subject_kind, subject_id, content, hash)
       values ($1,$2,'Daniel Cho, PharmD','approved',$3,'order-review',$4,$5,$6)`,
      [signatureId, reviewer, at, reviewId, content, createHash('sha256').update(content).digest('hex')],
    );
    await tx.query(
      `insert into order_review (id, order_id, version_id, decision, findings, stability_decision, formulation_version_id, reviewed_by, reviewed_at, signature_id)
       values ($1,$2,$3,'approved','[]',$4,$5,$6,$7,$8)`,
      [
        reviewId,
        id,
        versionId,
        stabilityDecision === null ? null : JSON.stringify(stabilityDecision),
        formula,
        reviewer,
        at,
        signatureId,
      ],
    );
    return { id, versionId, number };
  });
}
