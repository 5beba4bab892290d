import { elementString, readCode, shortNumber } from '#domain/barcode';
import type { ContainerKind } from '#domain/in-use-time';
import { parseInstant, parseLocalDate, zoneId, type Instant } from '#domain/time';
import type { LotOfProduct, OpenContainerFacts, ScanFacts, StepFacts } from '#domain/worksheet';
import { CEFTRIAXONE_2G, VANCOMYCIN_10G, VANCOMYCIN_1G } from './stories.js';

/** A scan of a 10 g package of vancomycin that is right in every respect, for specs to spoil. */
export const zone = zoneId('America/Phoenix');
export const now = parseInstant('2026-03-02T16:00:00Z');
export const today = parseLocalDate('2026-03-02');
export const expiry = parseLocalDate('2027-01-31');
export const GTIN = VANCOMYCIN_10G.gtin ?? '';
export const ceftriaxone = { ...CEFTRIAXONE_2G, gtin: '00304097335046', ndc: '0409-7335-04', ndc11: '00409733504' };

export const scan = (fields: Parameters<typeof elementString>[0]): ScanFacts['scanned'] =>
  readCode(elementString(fields), { today });
export const good = scan({ gtin: GTIN, lot: 'AB12', expiry, serial: 'S1' });

export const step = (part: Partial<StepFacts> = {}): StepFacts => ({
  id: 's1',
  position: 1,
  kind: 'open',
  state: 'pending',
  lineId: 'line1',
  packageIndex: 1,
  cspPosition: null,
  ...part,
});
export const lot = (part: Partial<LotOfProduct> = {}): LotOfProduct => ({
  lotId: 'lot1',
  productId: VANCOMYCIN_10G.id,
  lotNumber: 'AB12',
  expiresOn: expiry,
  state: 'available',
  ...part,
});
export function facts(part: Partial<ScanFacts> = {}): ScanFacts {
  const of = part.step ?? step();
  return {
    step: of,
    steps: [of],
    product: VANCOMYCIN_10G,
    scanned: good,
    known: [VANCOMYCIN_10G, VANCOMYCIN_1G, ceftriaxone],
    lots: [lot()],
    allocations: [{ id: 'a1', lineId: 'line1', lotId: 'lot1', accountId: 'shelf', state: 'active', packagesLeft: 2 }],
    openContainers: [],
    now,
    zone,
    ...part,
  };
}
export const container = (
  part: Partial<OpenContainerFacts> = {},
  opened: Instant = now,
  kind: ContainerKind = 'pharmacy-bulk-package',
): OpenContainerFacts => ({
  id: 'oc1',
  number: shortNumber('VIAL', 1),
  lotId: 'lot1',
  productId: VANCOMYCIN_10G.id,
  lineId: 'line1',
  packageIndex: 1,
  serial: 'S1',
  state: 'open',
  inUse: { kind, zone, air: 'iso5', firstPuncturedAt: opened, labelHours: 4 },
  ...part,
});
