import type { ComponentFacts, PreparationFacts, Provision, TestResult } from '#domain/beyond-use-date';
import type { PlacementFacts } from '#domain/category';
import { parseExpiry, type ContainerFacts, type Expiry } from '#domain/in-use-time';
import { earliest, fromZoned, parseInstant, parseLocalDate, type Instant, type ZoneId } from '#domain/time';
import type {
  BeyondUseDateRequest,
  BudComponentRequest,
  BudDockingRequest,
  BudImmediateUseRequest,
  BudStabilityRequest,
} from './beyond-use-date.dto.js';
import { needs } from './figures.js';

const KEYED = 'as keyed into the calculator';

/** What the request cannot say by itself. */
export interface Surroundings {
  readonly zone: ZoneId;
  readonly placement: PlacementFacts | null;
  readonly hazardous: boolean;
}

/** A keyed moment: on the clock of the zone unless it names an offset. @throws RangeError when there is no such moment */
export function momentOf(text: string, zone: ZoneId): Instant {
  if (/(Z|[+-]\d{2}:\d{2})$/.test(text)) return parseInstant(text);
  const [date = '', time = ''] = text.split('T');
  const [hour = 0, minute = 0, second = 0] = time.split(/[:.]/).map(Number);
  if (hour > 23 || minute > 59 || second > 59) throw new RangeError(`There is no time ${time}`);
  return fromZoned({ date: parseLocalDate(date), hour, minute, second }, zone);
}

/** The engine's facts from a form. Throws RangeError for dates that do not exist, Problem for what is missing. */
export function preparationFacts(input: BeyondUseDateRequest, around: Surroundings): PreparationFacts {
  const { zone, placement, hazardous } = around;
  const startedAt = momentOf(input.start, zone);
  const at = (text: string): Instant => momentOf(text, zone);
  return {
    startedAt,
    zone,
    storage: input.storage,
    provision: provisionOf(input, zone),
    ...(placement && { placement }),
    method: input.method ?? 'aseptic',
    ...(input.sterilizedBy !== undefined && { sterilizedBy: input.sterilizedBy }),
    ...(input.nonsterileMadeAt !== undefined && {
      nonsterileSolution: {
        madeAt: at(input.nonsterileMadeAt),
        ...(input.sterilizedAt !== undefined && { sterilizedAt: at(input.sterilizedAt) }),
      },
    }),
    components: input.components.map((c, index) => componentOf(c, index, { zone, startedAt })),
    stability: { preparations: [], evidence: [], decisions: input.stability.map((s) => decisionOf(s, input, zone)) },
    batchUnits: input.batchUnits ?? 1,
    ...testsOf(input),
    ...limitsOf(input),
    ...(input.multipleDose && { multipleDose: { ...input.multipleDose } }),
    hazardous,
  };
}

function provisionOf(input: BeyondUseDateRequest, zone: ZoneId): Provision {
  switch (input.provision) {
    case 'category':
      return {
        kind: 'category',
        ...(input.category !== undefined && { requested: input.category }),
        ...(input.category3 && { category3: { ...input.category3 } }),
      };
    case 'immediate-use':
      return { kind: 'immediate-use', conditions: conditionsOf(needs(input, 'immediateUse').immediateUse, zone) };
    case 'docked':
      return dockedOf(needs(input, 'docking').docking, zone);
    case 'allergenic':
      return {
        kind: 'allergenic',
        inDedicatedArea: input.inDedicatedArea ?? false,
        licensedExtractsOnly: input.licensedExtractsOnly ?? false,
      };
    case 'conventional':
      return { kind: 'conventional' };
  }
}

type Conditions = Extract<Provision, { kind: 'immediate-use' }>['conditions'];

function conditionsOf({ administrationBeginsAt, ...conditions }: BudImmediateUseRequest, zone: ZoneId): Conditions {
  return {
    ...conditions,
    ...(administrationBeginsAt !== undefined && { administrationBeginsAt: momentOf(administrationBeginsAt, zone) }),
  };
}

function dockedOf(docking: BudDockingRequest, zone: ZoneId): Provision {
  return {
    kind: 'docked',
    product: {
      product: docking.product,
      notActivatedHours: docking.notActivatedHours,
      activatedHours: {
        ...(docking.activatedHoursCrt !== undefined && { CRT: docking.activatedHoursCrt }),
        ...(docking.activatedHoursRef !== undefined && { REF: docking.activatedHoursRef }),
      },
      citation: docking.citation,
    },
    purpose: docking.purpose,
    ...(docking.activatedAt !== undefined && { activatedAt: momentOf(docking.activatedAt, zone) }),
  };
}

interface Times {
  readonly zone: ZoneId;
  readonly startedAt: Instant;
}

function componentOf(input: BudComponentRequest, index: number, times: Times): ComponentFacts {
  const expiry = input.expiry === undefined ? undefined : parseExpiry(input.expiry);
  const beyondUseDate = input.beyondUseDate === undefined ? undefined : momentOf(input.beyondUseDate, times.zone);
  const container = containerOf(input, expiry, beyondUseDate, times);
  const withdrawnAt = input.withdrawnAt === undefined ? times.startedAt : momentOf(input.withdrawnAt, times.zone);
  return {
    id: String(index),
    name: input.name,
    origin: input.origin ?? (beyondUseDate === undefined ? 'conventional' : 'compounded'),
    sterile: !(input.nonsterile ?? false),
    ...(expiry !== undefined && { expiry }),
    ...(beyondUseDate !== undefined && { beyondUseDate }),
    ...(input.lotStatus !== undefined && { lotStatus: input.lotStatus }),
    ...(container && { withdrawals: [{ container, at: withdrawnAt }] }),
  };
}

/** The container that it is drawn from, when anything about that was said. */
function containerOf(
  input: BudComponentRequest,
  expiry: Expiry | undefined,
  compoundedBud: Instant | undefined,
  { zone, startedAt }: Times,
): ContainerFacts | null {
  if (input.openedAt === undefined && input.reconstitutedAt === undefined && input.containerKind === undefined)
    return null;
  const { containerKind: kind } = needs(input, 'containerKind');
  const openedAt = input.openedAt === undefined ? undefined : momentOf(input.openedAt, zone);
  const reconstitutedAt = input.reconstitutedAt === undefined ? undefined : momentOf(input.reconstitutedAt, zone);
  const { reconstitutedHours: limitHours } = input;
  return {
    kind,
    zone,
    air: input.air ?? 'iso5',
    // Whatever is drawn from it or added to it enters it: at the latest when the preparation begins.
    firstPuncturedAt: openedAt ?? reconstitutedAt ?? startedAt,
    ...(expiry !== undefined && { expiry }),
    ...(compoundedBud !== undefined && { compoundedBud }),
    ...(input.labelHours !== undefined && { labelHours: input.labelHours }),
    ...(reconstitutedAt !== undefined &&
      limitHours !== undefined && { reconstituted: { at: reconstitutedAt, limitHours, citation: KEYED } }),
    ...(input.lotStatus !== undefined && { status: input.lotStatus }),
  };
}

type Decision = NonNullable<PreparationFacts['stability']['decisions']>[number];

function decisionOf(stability: BudStabilityRequest, input: BeyondUseDateRequest, zone: ZoneId): Decision {
  const reconstituted = input.components.flatMap((c) =>
    c.reconstitutedAt === undefined ? [] : [momentOf(c.reconstitutedAt, zone)],
  );
  return {
    ...(stability.drug !== undefined && { drug: stability.drug }),
    limitHours: stability.hours,
    storage: input.storage,
    clock: stability.clock,
    // The first of them: which ingredient the limit is of may not have been said.
    ...(reconstituted.length > 0 && { reconstitutedAt: earliest(...reconstituted) }),
    reason: KEYED,
    citation: stability.citation ?? KEYED,
    decidedBy: 'calculator',
  };
}

function testsOf(input: BeyondUseDateRequest): Pick<PreparationFacts, 'testResults' | 'sterilityTestPlanned'> {
  const result = (of: 'none' | TestResult | undefined): TestResult | undefined => (of === 'none' ? undefined : of);
  const sterility = result(input.sterilityTest);
  const endotoxin = result(input.endotoxinTest);
  return {
    testResults: { ...(sterility && { sterility }), ...(endotoxin && { endotoxin }) },
    ...(sterility && { sterilityTestPlanned: true }),
  };
}

function limitsOf(input: BeyondUseDateRequest): Pick<PreparationFacts, 'device' | 'masterFormulation' | 'infusion'> {
  const { deviceHours, formulationHours, infuseWithinHours } = input;
  return {
    ...(deviceHours !== undefined && {
      device: { name: input.deviceName ?? 'Device', limitHours: deviceHours, citation: KEYED },
    }),
    ...(formulationHours !== undefined && {
      masterFormulation: { id: 'keyed', version: '1', maximumHours: { [input.storage]: formulationHours } },
    }),
    ...(infuseWithinHours !== undefined && { infusion: { withinHours: infuseWithinHours, citation: KEYED } }),
  };
}
