import type { SignedPreparation } from '#domain/signature';
import { formatInstant, parseInstant, parseLocalDate, type Instant, type ZoneId } from '#domain/time';
import type { UsedLot, VerificationFacts } from '#domain/worksheet';
import type { RecordRow } from './record-rows.js';

const instantOf = (text: string | null): Instant | null => (text === null ? null : parseInstant(text));

export const usedLotsOf = (row: RecordRow): UsedLot[] =>
  (row.used_lots ?? []).map((lot) => ({
    lotId: lot.lot_id,
    lotNumber: lot.lot_number,
    expiresOn: parseLocalDate(lot.expires_on),
    state: lot.state,
    usableUntil: instantOf(lot.usable_until),
    drugName: lot.drug_name,
  }));

/** The order as it stands beside the version that was made; null for what is made for stock. */
export const orderVersionOf = ({ order }: RecordRow): VerificationFacts['orderVersion'] =>
  order && { current: order.version, made: order.made_version, state: order.state };

/** What the decision to verify or reject rests on. */
export function verificationFacts(row: RecordRow, actorId: string, at: Instant, zone: ZoneId): VerificationFacts {
  const inspected = (row.record_steps ?? []).find((s) => s.kind === 'inspect' && s.state === 'done');
  return {
    state: row.state,
    actorId,
    claimedBy: row.claimed_by,
    completedBy: row.completed_by,
    steps: (row.record_steps ?? []).map((s) => ({
      id: s.id,
      position: s.position,
      kind: s.kind,
      state: s.state,
      lineId: s.line_id,
      packageIndex: s.package_index,
      cspPosition: s.csp_position,
      doneBy: s.done_by?.id ?? null,
    })),
    containers: row.containers,
    inspected: inspected ? row.containers : null,
    photos: row.photos?.length ?? 0,
    lots: usedLotsOf(row),
    budAt: instantOf(row.bud_at),
    orderVersion: orderVersionOf(row),
    at,
    zone,
  };
}

/** The record as it is signed: change any of it and the signature no longer matches (P11-02). */
export function signedPreparation(row: RecordRow): SignedPreparation {
  const iso = (text: string | null): string => (text === null ? '' : formatInstant(parseInstant(text)));
  return {
    worksheetNumber: row.number,
    orderNumber: row.order?.number ?? null,
    orderVersion: row.order?.made_version ?? null,
    ...(row.stock && { stockProduct: row.stock.code }),
    formulationVersionId: row.formulation_version_id,
    preparations: (row.csps ?? []).map((csp) => csp.number),
    room: row.room ?? '',
    hood: row.hood ?? '',
    category: row.category,
    startedAt: iso(row.started_at),
    completedAt: iso(row.completed_at),
    makers: [...new Set((row.record_steps ?? []).flatMap((s) => (s.done_by ? [s.done_by.name] : [])))],
    storage: row.storage,
    budAt: iso(row.bud_at),
    steps: (row.record_steps ?? []).map((s) => ({
      position: s.position,
      kind: s.kind,
      lot: s.lot_number,
      expiresOn: s.expires_on,
      openContainer: s.container,
      plannedVolumeMl: s.planned_volume_ml,
      volumeMl: s.volume_ml,
      doneBy: s.done_by?.name ?? null,
      doneAt: s.done_at === null ? null : iso(s.done_at),
    })),
    photos: (row.photos ?? []).map((photo) => photo.sha256),
  };
}
