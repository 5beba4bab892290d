import { showInstant, type Instant } from '#domain/time';
import type { Finding } from '#domain/finding';
import type { Gate } from './answer.js';
import { hoursBound, type UnrankedBound } from './bounds.js';
import type { StorageCondition } from './evidence.js';
import type { DockingProductFacts, PreparationFacts, Provision } from './facts.js';
import { gate, stop } from './gates.js';

type Docked = Extract<Provision, { kind: 'docked' }>;
const SECTION = 'USP <797> section 1.4';

/** DOC-02: docked for later activation, the maker's not-activated time, never longer. */
export const notActivatedBound = (
  product: DockingProductFacts,
  at: Instant,
  zone: PreparationFacts['zone'],
): UnrankedBound =>
  hoursBound('docked', `${product.product}, docked, not activated`, { at, zone }, product.notActivatedHours, {
    source: 'DOC-02',
    citation: `${SECTION}; ${product.citation}`,
  });

/** DOC-03: after activation, the maker's stability of the activated product; none where the maker gives none for the storage. */
export function activatedBound(
  product: DockingProductFacts,
  storage: StorageCondition,
  at: Instant,
  zone: PreparationFacts['zone'],
): UnrankedBound[] {
  const hours = product.activatedHours[storage];
  if (hours === undefined) return [];
  return [
    hoursBound('activated', `${product.product}, activated`, { at, zone }, hours, {
      source: 'DOC-03',
      citation: `${SECTION}; ${product.citation}`,
    }),
  ];
}

/** The reasons why it may not be activated then. */
export function activationFindings(
  product: DockingProductFacts,
  storage: StorageCondition,
  at: Instant,
  until: Instant,
  zone: PreparationFacts['zone'],
): Finding[] {
  const findings: Finding[] = [];
  if (at > until)
    findings.push(
      stop('docked.too-late', `Its not-activated time ended at ${showInstant(until, zone)}: discard`, 'DOC-02'),
    );
  if (product.activatedHours[storage] === undefined)
    findings.push(
      stop(
        'docked.no-activated-time',
        `The maker gives no time after activation for this storage of ${product.product}`,
        'DOC-03',
      ),
    );
  return findings;
}

export function dockedBounds(facts: PreparationFacts, docked: Docked): UnrankedBound[] {
  const { product, purpose, activatedAt } = docked;
  if (purpose === 'immediate-administration')
    return activatedBound(product, facts.storage, activatedAt ?? facts.startedAt, facts.zone);
  const waiting = notActivatedBound(product, facts.startedAt, facts.zone);
  return [
    waiting,
    ...(activatedAt === undefined ? [] : activatedBound(product, facts.storage, activatedAt, facts.zone)),
  ];
}

/** DOC-02: docking for later activation is compounding, in ISO 5. DOC-01 needs no gate. */
export function dockedGates(facts: PreparationFacts, docked: Docked, placeFindings: readonly Finding[]): Gate[] {
  if (docked.purpose === 'immediate-administration') return [];
  const gates = [gate('placement', 'Docked in ISO 5, in a place that allows it', `${SECTION}; DOC-02`, placeFindings)];
  if (docked.activatedAt !== undefined) {
    const until = notActivatedBound(docked.product, facts.startedAt, facts.zone).until;
    const findings = activationFindings(docked.product, facts.storage, docked.activatedAt, until, facts.zone);
    if (docked.activatedAt < facts.startedAt)
      findings.push(stop('docked.before-docking', 'Activated before it was docked', 'DOC-02'));
    gates.push(gate('activation', 'Activated in time', `${SECTION}; DOC-02, DOC-03`, findings));
  }
  return gates;
}
