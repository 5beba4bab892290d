import type {
  ComponentFacts,
  PreparationFacts,
  StabilityDecision,
  StabilityEvidence,
  StabilityPreparation,
  StorageCondition,
} from '#domain/beyond-use-date';
import type { Hazard, PlacementFacts } from '#domain/category';
import type { ContainerFacts, Expiry } from '#domain/in-use-time';
import { earliest, type Instant, type ZoneId } from '#domain/time';
import { countsAt } from './container-condition.js';

/** One lot that went in through one line. */
export interface ComponentUsed {
  readonly lineId: string;
  readonly name: string;
  readonly lotNumber: string;
  /** As printed on the package; of what was bought. */
  readonly expiry?: Expiry;
  /** Of a lot that was made here (BUD-14). */
  readonly beyondUseDate?: Instant;
  readonly lotState: 'quarantine' | 'available' | 'recalled' | 'expired' | 'depleted';
  /** Every draw and pour from its opened containers. */
  readonly withdrawals: readonly { readonly container: ContainerFacts; readonly at: Instant }[];
}

/** What a worksheet's record says when it is complete. */
export interface MadeFacts {
  /** The first accepted scan (BUD-30). */
  readonly startedAt: Instant;
  readonly zone: ZoneId;
  readonly storage: StorageCondition;
  /** Room and hood as they were at the start. */
  readonly placement: PlacementFacts;
  readonly components: readonly ComponentUsed[];
  /** When powders of a drug were first reconstituted. */
  readonly reconstituted: readonly { readonly drug: string; readonly at: Instant }[];
  readonly stability: {
    readonly preparations: readonly StabilityPreparation[];
    readonly evidence: readonly StabilityEvidence[];
    /** What the pharmacist decided when approving the order. */
    readonly decision: StabilityDecision | null;
  };
  readonly formula: {
    readonly id: string;
    readonly version: string;
    readonly maximumHours: Partial<Record<StorageCondition, number>>;
  };
  /** The earliest date that it already had: it was completed once and sent to rework. */
  readonly assignedBefore?: Instant;
  readonly containers: number;
  readonly hazard: Hazard;
  /** Null: made for stock, for patients who are not known yet. */
  readonly schedule: 'intermittent' | 'continuous' | 'once' | null;
}

const SEVERAL_PATIENTS = 2;
const LOT_STATUS = { quarantine: 'quarantined', recalled: 'recalled', available: 'available' } as const;

/** The facts for the beyond-use date of what was really made: sterile ingredients, bought or made here, by aseptic transfer. */
export function preparationMade(made: MadeFacts): PreparationFacts {
  const { startedAt, zone, storage, placement, stability, formula } = made;
  const { decision } = stability;
  return {
    startedAt,
    zone,
    storage,
    provision: { kind: 'category' },
    placement,
    method: 'aseptic',
    components: made.components.map(component),
    stability: {
      preparations: stability.preparations.map((p) => withReconstitution(p, made.reconstituted)),
      evidence: stability.evidence,
      ...(decision && { decisions: [decision] }),
    },
    masterFormulation: formula,
    batchUnits: made.containers,
    // For how many patients a stock batch will be is not known: it is a batch for several (USP <797> section 11).
    patients: made.schedule === null ? SEVERAL_PATIENTS : 1,
    injectable: true,
    hazardous: made.hazard !== 'none',
    // BUD-20: done again, it never gets a later date than it had.
    ...(made.assignedBefore !== undefined && {
      alreadyAssigned: { beyondUseDate: made.assignedBefore, allUnitsInQuarantine: false },
    }),
    // BUD-36: what runs for long is misread as "finish by". How long it was prescribed to run is no limit of stability (BUD-37).
    ...(made.schedule === 'continuous' && { infusion: { continuous: true } }),
  };
}

const component = (used: ComponentUsed): ComponentFacts => ({
  id: `${used.lineId}:${used.lotNumber}`,
  name: `${used.name}, lot ${used.lotNumber}`,
  origin: used.beyondUseDate === undefined ? 'conventional' : 'compounded',
  sterile: true,
  ...(used.expiry !== undefined && { expiry: used.expiry }),
  ...(used.beyondUseDate !== undefined && { beyondUseDate: used.beyondUseDate }),
  // Used up is no fault, and an expiry is judged by its date.
  lotStatus: used.lotState === 'depleted' || used.lotState === 'expired' ? 'available' : LOT_STATUS[used.lotState],
  withdrawals: used.withdrawals.map(({ container, at }) => ({ container, at: countsAt(container, at) })),
});

function withReconstitution(
  preparation: StabilityPreparation,
  reconstituted: MadeFacts['reconstituted'],
): StabilityPreparation {
  const [first, ...rest] = reconstituted
    .filter(({ drug }) => drug.trim().toLowerCase() === preparation.drug.trim().toLowerCase())
    .map(({ at }) => at);
  return first === undefined ? preparation : { ...preparation, reconstitutedAt: earliest(first, ...rest) };
}
