import type { Instant } from '#domain/time';
import { placeOfCsp } from './place.js';

export const WORK_KINDS = ['segregate', 'retrieve', 'notify-patient', 'notify-prescriber', 'replace'] as const;
/** Put aside what is on the shelf; get preparations back; tell patient and prescriber; make again what is still needed (QE-02). */
export type WorkKind = (typeof WORK_KINDS)[number];

export interface HeldOnShelf {
  readonly lotId: string;
  /** Null for what is in opened containers. */
  readonly locationId: string | null;
  /** For people: how much of what, where. */
  readonly detail: string;
}

export interface HeldCsp {
  readonly cspId: string;
  readonly number: string;
  readonly state: string;
  /** Null for what was made without a patient. */
  readonly patientId: string | null;
  readonly orderId: string | null;
  readonly orderState: string | null;
  readonly prescriber: string | null;
  readonly budAt: Instant | null;
}

export interface WorkItem {
  readonly kind: WorkKind;
  readonly place: 'pharmacy' | 'patient';
  readonly lotId: string | null;
  readonly locationId: string | null;
  readonly cspId: string | null;
  readonly patientId: string | null;
  readonly orderId: string | null;
  readonly prescriber: string | null;
  readonly detail: string;
}

const ENDED = new Set(['discontinued', 'rejected']);
const NOTHING = { lotId: null, locationId: null, cspId: null, patientId: null, orderId: null, prescriber: null };

/**
 * What has to be done for a recall: one item for each shelf, each preparation that exists, each patient and prescriber of
 * something that has left, and each order that still needs what is taken back. What was wasted or never made makes no work.
 */
export function workListOf(shelves: readonly HeldOnShelf[], csps: readonly HeldCsp[], now: Instant): WorkItem[] {
  const items: WorkItem[] = shelves.map((shelf) => ({
    ...NOTHING,
    kind: 'segregate',
    place: 'pharmacy',
    lotId: shelf.lotId,
    locationId: shelf.locationId,
    detail: shelf.detail,
  }));
  const once = new Set<string>();
  const add = (item: WorkItem, key: string): void => {
    if (once.has(key)) return;
    once.add(key);
    items.push(item);
  };
  for (const csp of csps) {
    const place = placeOfCsp(csp.state);
    if (place === 'gone' || place === 'stock' || csp.state === 'planned') continue;
    const where = place === 'patient' ? 'patient' : 'pharmacy';
    items.push({
      ...NOTHING,
      kind: 'retrieve',
      place: where,
      cspId: csp.cspId,
      patientId: csp.patientId,
      orderId: csp.orderId,
      detail: csp.number,
    });
    if (place === 'patient' && csp.patientId !== null) {
      add(
        { ...NOTHING, kind: 'notify-patient', place: 'patient', patientId: csp.patientId, detail: '' },
        `p ${csp.patientId}`,
      );
      if (csp.prescriber !== null && csp.prescriber !== '')
        add(
          {
            ...NOTHING,
            kind: 'notify-prescriber',
            place: 'patient',
            patientId: csp.patientId,
            prescriber: csp.prescriber,
            detail: '',
          },
          `d ${csp.patientId} ${csp.prescriber}`,
        );
    }
    if (csp.orderId !== null && stillNeeded(csp, now))
      add(
        { ...NOTHING, kind: 'replace', place: where, patientId: csp.patientId, orderId: csp.orderId, detail: '' },
        `r ${csp.orderId}`,
      );
  }
  return items;
}

/** A preparation that is past its beyond-use date was used or is useless; one of an ended order is not needed. */
const stillNeeded = (csp: HeldCsp, now: Instant): boolean =>
  !ENDED.has(csp.orderState ?? '') && (csp.budAt === null || csp.budAt > now);
