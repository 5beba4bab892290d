import type { Instant } from '#domain/time';

export const CSP_PLACES = ['in-process', 'pharmacy', 'stock', 'patient', 'gone'] as const;
/** Where a preparation is by what the record says: being made, made and here, put in stock, at the patient, or no more. */
export type CspPlace = (typeof CSP_PLACES)[number];

const IN_PROCESS = new Set(['planned', 'compounding', 'compounded', 'rejected']);
const GONE = new Set(['wasted', 'cancelled']);

export function placeOfCsp(state: string): CspPlace {
  if (state === 'dispensed') return 'patient';
  if (state === 'stocked') return 'stock';
  if (GONE.has(state)) return 'gone';
  return IN_PROCESS.has(state) ? 'in-process' : 'pharmacy';
}

/**
 * Whether a preparation that has left may have reached the patient's vein: from the time it was needed on. Without that time it
 * may have at any moment after it left; nothing proves that it did.
 */
export const mayBeInfused = (
  csp: { readonly state: string; readonly neededAt: Instant | null },
  now: Instant,
): boolean => csp.state === 'dispensed' && (csp.neededAt === null || csp.neededAt <= now);
