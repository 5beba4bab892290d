import { expiryInstant, inUseUntil, parseExpiry, type ContainerFacts, type InUse } from '#domain/in-use-time';
import { showInstant, type Instant, type LocalDate, type ZoneId } from '#domain/time';
import type { PlanProduct } from './facts.js';

/** A package that is opened in ISO 5 air at a moment. A powder is counted as reconstituted then: never later than it will be. */
export function openedPackage(
  product: PlanProduct,
  openedAt: Instant,
  expiresOn: LocalDate,
  zone: ZoneId,
): ContainerFacts {
  return {
    kind: product.kind,
    zone,
    air: 'iso5',
    firstPuncturedAt: openedAt,
    expiry: parseExpiry(expiresOn),
    ...(product.inUseHours !== null && { labelHours: product.inUseHours }),
    ...(product.reconstitutedHours !== null && {
      reconstituted: {
        at: openedAt,
        limitHours: product.reconstitutedHours,
        citation: 'Package label, after reconstitution',
      },
    }),
  };
}

/** Until when more may be drawn from it; null: it is used at once. */
export const shareUntil = (
  product: PlanProduct,
  openedAt: Instant,
  expiresOn: LocalDate,
  zone: ZoneId,
): Instant | null => inUseUntil(openedPackage(product, openedAt, expiresOn, zone)).until;

/** Whether a lot lasts as long as what is made of it must (BUD-13). */
export const lasts = (expiresOn: LocalDate, neededUntil: Instant | null, zone: ZoneId): boolean =>
  neededUntil === null || expiryInstant(parseExpiry(expiresOn), zone) >= neededUntil;

/** The rule that allows the share, with its arithmetic. */
export function whyShared(use: InUse, lastUse: Instant, zone: ZoneId): string {
  const governing = use.bounds.find((b) => b.governs);
  if (!governing) return '';
  return `Last drawn from by ${showInstant(lastUse, zone)}; may be until ${showInstant(governing.until, zone)}: ${governing.arithmetic} (${governing.source})`;
}
