import { parseExpiry, type ContainerFacts } from '#domain/in-use-time';
import { Decimal, Quantity } from '#domain/quantity';
import { parseInstant, type ZoneId } from '#domain/time';
import type { AllocationFacts, LotOfProduct, OpenContainerFacts, StepFacts } from '#domain/worksheet';
import { notFound } from '../../platform/http/problem.js';
import type { BenchAllocation, BenchContainer, BenchFacts, BenchLine, BenchLot, BenchStep } from './bench.queries.js';

/** Rows as the domain reads them; nothing is decided here. */

export const stepFacts = ({ id, position, kind, state, lineId, packageIndex, cspPosition }: BenchStep): StepFacts => ({
  id,
  position,
  kind,
  state,
  lineId,
  packageIndex,
  cspPosition,
});

/** @throws Problem when the step is not of this worksheet */
export function stepOrThrow(facts: Pick<BenchFacts, 'steps'>, stepId: string): BenchStep {
  const step = facts.steps.find((s) => s.id === stepId);
  if (!step) throw notFound('step of this worksheet', stepId);
  return step;
}

export function lineOf(facts: Pick<BenchFacts, 'lines'>, step: BenchStep): BenchLine {
  const line = facts.lines.find((x) => x.id === step.lineId);
  if (!line) throw new TypeError(`step ${step.position} has no line`);
  return line;
}

export function cspOfStep(facts: Pick<BenchFacts, 'csps'>, step: BenchStep): string {
  const csp = facts.csps.find((x) => x.position === step.cspPosition);
  if (!csp) throw new TypeError(`step ${step.position} has no preparation`);
  return csp.id;
}

export const allocationFacts = (row: BenchAllocation, lines: readonly BenchLine[]): AllocationFacts => {
  const line = lines.find((x) => x.id === row.lineId);
  if (!line) throw new TypeError(`allocation ${row.id} has no line`);
  return {
    id: row.id,
    lineId: row.lineId,
    lotId: row.lotId,
    accountId: row.accountId,
    state: row.state,
    packagesLeft: Number(Decimal.of(row.quantity).minus(row.used).dividedBy(line.content).floor()),
  };
};

const LOT_STATUS = { quarantine: 'quarantined', recalled: 'recalled' } as const;

/** For the in-use clock: of a container that is open, or of one that would be opened now. */
export function inUseFacts(
  row: Pick<
    BenchContainer,
    | 'kind'
    | 'air'
    | 'expiryPrinted'
    | 'usableUntil'
    | 'inUseHours'
    | 'reconstitutedHours'
    | 'reconstitutedAt'
    | 'lotState'
    | 'openedAt'
  >,
  zone: ZoneId,
): ContainerFacts {
  return {
    kind: row.kind,
    zone,
    air: row.air,
    firstPuncturedAt: parseInstant(row.openedAt),
    // What was made here has a beyond-use date in the place of an expiry (BUD-14).
    ...(row.usableUntil === null
      ? { expiry: parseExpiry(row.expiryPrinted) }
      : { compoundedBud: parseInstant(row.usableUntil) }),
    ...(row.inUseHours !== null && { labelHours: row.inUseHours }),
    ...(row.reconstitutedAt !== null &&
      row.reconstitutedHours !== null && {
        reconstituted: {
          at: parseInstant(row.reconstitutedAt),
          limitHours: row.reconstitutedHours,
          citation: 'Package label, after reconstitution',
        },
      }),
    ...((row.lotState === 'quarantine' || row.lotState === 'recalled') && { status: LOT_STATUS[row.lotState] }),
  };
}

export const containerFacts = (row: BenchContainer, zone: ZoneId): OpenContainerFacts => ({
  id: row.id,
  number: row.number,
  lotId: row.lotId,
  productId: row.productId,
  lineId: row.lineId,
  packageIndex: row.packageIndex,
  serial: row.serial,
  state: row.state,
  inUse: inUseFacts(row, zone),
});

export const lotOfContainer = (row: BenchContainer): LotOfProduct => ({
  lotId: row.lotId,
  productId: row.productId,
  lotNumber: row.lotNumber,
  expiresOn: row.expiresOn,
  state: row.lotState,
  usableUntil: row.usableUntil === null ? null : parseInstant(row.usableUntil),
});

export const lotOfProduct = (row: BenchLot): LotOfProduct => ({
  ...row,
  usableUntil: row.usableUntil === null ? null : parseInstant(row.usableUntil),
});

export const remainingIn = (row: BenchContainer): Quantity => Quantity.of(row.onHand, row.unit);
