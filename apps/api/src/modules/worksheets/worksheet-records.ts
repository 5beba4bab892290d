import { Injectable } from '@nestjs/common';
import { bodySurfaceArea } from '#domain/dose';
import { tallMan } from '#domain/display';
import type { Finding } from '#domain/finding';
import { Concentration, Decimal, Quantity } from '#domain/quantity';
import { verificationText } from '#domain/signature';
import { formatInstant, parseInstant, type ZoneId } from '#domain/time';
import { budReachFindings, decideVerify, SCANNED_KINDS, VOLUME_KINDS } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { notFound } from '../../platform/http/problem.js';
import { Sites } from '../../platform/site/site.js';
import { strengthText } from '../formulary/strength-text.js';
import { signedPreparation, verificationFacts } from './record-facts.js';
import {
  RECORD_SQL,
  type RecordCsp,
  type RecordLine,
  type RecordOrder,
  type RecordPatient,
  type RecordRow,
  type RecordStep,
} from './record-rows.js';
import type { WorksheetCspDto, WorksheetLineDto, WorksheetRecord, WorksheetStepDto } from './worksheets.dto.js';
import { card, isoOf } from './worksheets.queries.js';

/** The whole record of a worksheet, read in one round trip: what Bench and Verify show and what every command answers. */
@Injectable()
export class WorksheetRecords {
  constructor(
    private readonly clock: Clock,
    private readonly sites: Sites,
  ) {}

  /** @throws Problem when there is no such worksheet. */
  async row(reader: Reader, id: string): Promise<RecordRow> {
    const [found] = await rows<RecordRow>(reader, RECORD_SQL, [id]);
    if (!found) throw notFound('worksheet', id);
    return found;
  }

  async record(reader: Reader, actor: Actor, id: string): Promise<WorksheetRecord> {
    const [row, site] = await Promise.all([this.row(reader, id), this.sites.current(reader)]);
    return this.show(row, actor, site.zone);
  }

  show(row: RecordRow, actor: Actor, zone: ZoneId): WorksheetRecord {
    const lines = row.record_lines ?? [];
    const steps = row.record_steps ?? [];
    const currentId = steps.find((s) => s.state !== 'done')?.id;
    return {
      ...card(row, actor),
      revision: row.revision,
      order: row.order && orderOf(row.order, row.storage),
      patientDetail: row.patient_detail && patientOf(row.patient_detail),
      storage: row.storage,
      formula: {
        id: row.formula_id,
        number: row.formula_number,
        name: row.formula.name,
        version: row.formula_version,
        appearance: row.formula.appearance,
        precautions: row.formula.precautions,
        storage: row.formula.storage,
      },
      place:
        row.room !== null && row.hood !== null && row.category !== null
          ? { room: row.room, hood: row.hood, category: row.category, explanation: [...(row.placement?.why ?? [])] }
          : null,
      startedAt: isoOf(row.started_at),
      finalVolume: { ...row.plan.finalVolume },
      strengthText: row.plan.strengthText,
      derivation: row.plan.derivation.map((step) => ({ ...step, substitution: '', unit: '' })),
      lines: lines.map(lineOf),
      steps: steps.map((step) => stepOf(step, lines, step.id === currentId)),
      csps: (row.csps ?? []).map(cspOf),
      photos: (row.photos ?? []).map((photo) => ({
        id: photo.id,
        stepId: photo.step_id,
        takenAt: isoOf(photo.taken_at) ?? '',
        takenBy: photo.taken_by,
        url: `/api/worksheets/${row.id}/photos/${photo.id}`,
      })),
      events: (row.events ?? []).map((e) => ({
        at: isoOf(e.at) ?? '',
        who: e.who,
        kind: e.kind,
        text: e.detail.text ?? '',
      })),
      bud: row.bud_answer && { ...row.bud_answer },
      needsBudUntil: isoOf(row.needs_bud_until),
      findings: this.findings(row, actor, zone).map((f) => ({ ...f })),
      madeBy: row.maker,
      verifiedBy: row.verifier,
      verifiedAt: isoOf(row.verified_at),
      signature: row.signature && {
        name: row.signature.printed_name,
        meaning: row.signature.meaning,
        at: isoOf(row.signature.at) ?? '',
        matches: row.signature.content === verificationText(signedPreparation(row)),
      },
    };
  }

  /** What must be known now: for the verifier once it is made, else only whether its date will reach. */
  findings(row: RecordRow, actor: Actor, zone: ZoneId): Finding[] {
    if (row.state === 'compounded') return decideVerify(verificationFacts(row, actor.personId, this.clock.now(), zone));
    if (row.bud_at === null) return [];
    return budReachFindings({
      budAt: parseInstant(row.bud_at),
      neededUntil: row.needs_bud_until === null ? null : parseInstant(row.needs_bud_until),
      zone,
    });
  }
}

const orderOf = (row: RecordOrder, storage: string): NonNullable<WorksheetRecord['order']> => ({
  id: row.id,
  number: row.number,
  version: row.made_version,
  directions: row.directions,
  prescriber: row.prescriber,
  route: row.route,
  schedule: row.schedule,
  durationMinutes: row.duration_minutes,
  intervalMinutes: row.interval_minutes,
  storage,
  device: row.device,
  daysSupply: row.days_supply,
});

function patientOf(row: RecordPatient): NonNullable<WorksheetRecord['patientDetail']> {
  const { weight_kg: kg, height_cm: cm } = row;
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    birthDate: row.birth_date,
    mrn: row.mrn,
    allergies: row.allergies_reviewed
      ? row.allergies.map((a) => (a.reaction ? `${a.substance} (${a.reaction})` : a.substance))
      : ['not reviewed'],
    weightKg: kg,
    bodySurfaceM2:
      kg !== null && cm !== null
        ? bodySurfaceArea({
            height: Quantity.of(cm, 'cm'),
            weight: Quantity.of(kg, 'kg'),
          }).result.rounded.value.toString()
        : null,
  };
}

/** Packages as a number for people: 2, never 2.000000. */
const packagesOf = (quantity: string, content: string): string =>
  Decimal.of(quantity).dividedBy(content).toFixed(2, 'half-up');

function lineOf(line: RecordLine): WorksheetLineDto {
  const strength =
    line.strength_value !== null && line.strength_unit !== null && line.strength_per_ml !== null
      ? Concentration.of(Quantity.of(line.strength_value, line.strength_unit), Quantity.of(line.strength_per_ml, 'mL'))
      : null;
  return {
    id: line.id,
    position: line.position,
    role: line.role,
    drugId: line.drug_id,
    drugName: tallMan(line.drug),
    productId: line.product_id,
    productName: line.product,
    ndc: line.ndc,
    inHouse: line.in_house,
    strengthText: strengthText({ form: line.form, content: Quantity.of(line.content, line.stock_unit), strength }),
    quantity: Quantity.of(line.quantity, line.unit).toJSON(),
    packages: line.packages,
    hazardous: line.hazard !== 'none',
    allocations: (line.allocations ?? []).map((a) => ({
      lotId: a.lot_id,
      lotNumber: a.lot_number,
      expiresOn: a.expires_on,
      locationName: a.location,
      packages: packagesOf(a.quantity, line.content),
      usedPackages: packagesOf(a.used, line.content),
      state: a.state,
    })),
  };
}

function stepOf(step: RecordStep, lines: readonly RecordLine[], current: boolean): WorksheetStepDto {
  const line = lines.find((l) => l.id === step.line_id);
  const trim = (text: string | null): string | null => (text === null ? null : Decimal.of(text).toString());
  return {
    id: step.id,
    position: step.position,
    kind: step.kind,
    cspPosition: step.csp_position,
    lineId: step.line_id,
    packageIndex: step.package_index,
    instruction: step.instruction,
    needsScan: SCANNED_KINDS.includes(step.kind),
    scanTarget: SCANNED_KINDS.includes(step.kind) ? (line?.product ?? null) : null,
    needsVolume: VOLUME_KINDS.includes(step.kind),
    plannedVolumeMl: trim(step.planned_volume_ml),
    state: step.state,
    current,
    lotNumber: step.lot_number,
    expiresOn: step.expires_on,
    openContainerNumber: step.container,
    volumeMl: trim(step.volume_ml),
    scannedAt: isoOf(step.scanned_at),
    doneAt: isoOf(step.done_at),
    doneBy: step.done_by,
    note: step.note,
  };
}

export const cspOf = (csp: RecordCsp): WorksheetCspDto => ({
  id: csp.id,
  number: csp.number,
  position: csp.position,
  state: csp.state,
  budAt: isoOf(csp.bud_at),
  activatedAt: isoOf(csp.activated_at),
  labels: (csp.labels ?? []).map((label) => ({
    id: label.id,
    number: label.number,
    copy: label.copy,
    printedAt: formatInstant(parseInstant(label.printed_at)),
    printedBy: label.printed_by,
    matches: label.matches,
    voidedAt: isoOf(label.voided_at),
    voidReason: label.void_reason,
  })),
});
