import { allowedCategory } from '#domain/category';
import { bySeverity, type Finding } from '#domain/finding';
import { showInstant, type Instant } from '#domain/time';
import type { BeyondUseDateAnswer, Gate } from './answer.js';
import {
  allergenicBound,
  capBounds,
  componentBounds,
  otherBounds,
  rankBounds,
  tableBounds,
  type UnrankedBound,
} from './bounds.js';
import { decideCategory, type CategoryDecision } from './category-row.js';
import { dockedBounds, dockedGates } from './docking.js';
import type { PreparationFacts } from './facts.js';
import { categoryGates, componentGates, gate, stop } from './gates.js';
import { immediateUseBounds, immediateUseGates } from './immediate-use.js';
import { afterPuncture, beginBy, infuseCompleteBy, recordFindings } from './label-statements.js';
import { hoursBound } from './bounds.js';
import { releaseRequirements } from './release-tests.js';
import type { RulesInForce } from './rules.js';
import { preparationClock, stabilityOutcome } from './stability-bounds.js';

type Assigned = BeyondUseDateAnswer['category']['assigned'];

/** What one provision contributes; the rest is common to all. */
interface Route {
  readonly assigned: Assigned;
  readonly decision: CategoryDecision;
  readonly bounds: readonly UnrankedBound[];
  readonly gates: readonly Gate[];
  /** Chemical stability must be evidenced; a maker's label or a declared condition takes its place elsewhere. */
  readonly needsEvidence: boolean;
  readonly compounding: boolean;
}

/**
 * The beyond-use date of a preparation: the earliest of every limit that applies, or a refusal, with every limit, its arithmetic
 * and its source (USP <797> section 14; domain-rules 1.2 to 1.13, 5.4). Gates refuse and never shorten; bounds shorten and never
 * refuse. Pure: the same facts under the same rules give the same answer for ever.
 * @throws RangeError for facts that cannot be read (a limit that is not positive, a batch of no units, an unknown unit)
 */
export function assignBeyondUseDate(facts: PreparationFacts, rules: RulesInForce): BeyondUseDateAnswer {
  const route = routeFor(facts, rules);
  const { row } = route.decision;
  const stability = stabilityOutcome(facts.stability, facts.storage, facts.zone, preparationClock(facts.startedAt));
  const common = route.assigned === 'conventional' ? [] : capBounds(facts, categoryOf(route.assigned), rules);
  const { earliest, bounds } = rankBounds([
    ...route.bounds,
    ...stability.bounds,
    ...componentBounds(facts),
    ...otherBounds(facts, row),
    ...common,
  ]);
  const release = releaseRequirements(facts, row);
  const gates = [...route.gates, ...componentGates(facts), timeLeftGate(facts, earliest)];
  const needed = route.needsEvidence ? stability.findings : stability.findings.filter((f) => f.severity === 'info');
  const findings = bySeverity([
    ...gates.flatMap((g) => g.findings),
    ...needed,
    ...recordFindings(facts, release, rules, bounds),
  ]);

  const decision = decide(gates, needed, route.compounding);
  const date = decision === 'assigned' || decision === 'not-compounding' ? earliest : null;
  return {
    decision,
    beyondUseDate: date,
    beyondUseDateText: date === null ? null : showInstant(date, facts.zone),
    ceiling: decision === 'refused' ? null : earliest,
    startedAt: facts.startedAt,
    zone: facts.zone,
    storage: facts.storage,
    category: { assigned: route.assigned, maximum: route.decision.maximum, row, why: route.decision.why },
    gates,
    bounds,
    governing: bounds.filter((b) => b.governs).map((b) => b.label),
    findings,
    release,
    beginBy: date === null ? null : beginBy(facts, date),
    infuseCompleteBy: date === null ? null : infuseCompleteBy(facts, date),
    afterPuncture: afterPuncture(facts),
    rulePacks: rules.packs.map(({ id, kind, version }) => ({ id, kind, version })),
  };
}

function decide(
  gates: readonly Gate[],
  evidence: readonly Finding[],
  compounding: boolean,
): BeyondUseDateAnswer['decision'] {
  if (gates.some((g) => !g.passed)) return 'refused';
  if (!compounding) return 'not-compounding';
  return evidence.some((f) => f.severity === 'hard') ? 'needs-pharmacist' : 'assigned';
}

const categoryOf = (assigned: Assigned) => (typeof assigned === 'number' ? assigned : null);

function routeFor(facts: PreparationFacts, rules: RulesInForce): Route {
  const { provision } = facts;
  switch (provision.kind) {
    case 'category': {
      const decision = decideCategory(facts, provision);
      const bounds = decision.row === null ? [] : tableBounds(facts, decision.row, rules);
      const gates = categoryGates(facts, decision, rules);
      return { assigned: decision.assigned, decision, bounds, gates, needsEvidence: true, compounding: true };
    }
    case 'immediate-use':
      return {
        assigned: 'immediate-use',
        decision: noTable(['Immediate use: no category (USP <797> section 1.3)']),
        bounds: immediateUseBounds(facts, rules),
        gates: immediateUseGates(facts, provision.conditions, rules),
        needsEvidence: false,
        compounding: true,
      };
    case 'docked': {
      const later = provision.purpose === 'later-activation';
      return {
        assigned: 'docked',
        decision: noTable([
          later ? "Docked for later: the maker's time, not the tables (DOC-02)" : 'Not compounding (DOC-01)',
        ]),
        bounds: dockedBounds(facts, provision),
        gates: dockedGates(facts, provision, placeFindings(facts)),
        needsEvidence: false,
        compounding: later,
      };
    }
    case 'allergenic':
      return {
        assigned: 'allergenic',
        decision: noTable(['Allergenic prescription set (USP <797> section 21)']),
        bounds: [allergenicBound(facts)],
        gates: allergenicGates(facts, provision),
        needsEvidence: false,
        compounding: true,
      };
    case 'conventional':
      return {
        assigned: 'conventional',
        decision: noTable(['Kept whole: its own date and label (DOC-05, DOC-06)']),
        bounds: (provision.limits ?? []).map(({ event, at, hours, citation }) =>
          hoursBound('product-label', event, { at, zone: facts.zone }, hours, { source: 'DOC-05, DOC-06', citation }),
        ),
        gates: [],
        needsEvidence: false,
        compounding: false,
      };
  }
}

const noTable = (why: readonly string[]): CategoryDecision => ({
  assigned: null,
  maximum: null,
  row: null,
  why,
  findings: [],
});

function placeFindings(facts: PreparationFacts): readonly Finding[] {
  if (facts.placement) return allowedCategory(facts.placement).findings;
  return [stop('placement.unknown', 'State the room and the hood', 'USP <797> section 1.4; DOC-02', 'room')];
}

function allergenicGates(
  facts: PreparationFacts,
  provision: Extract<PreparationFacts['provision'], { kind: 'allergenic' }>,
): Gate[] {
  const source = 'USP <797> section 21; domain-rules 1.15';
  const extracts = provision.licensedExtractsOnly
    ? []
    : [stop('allergenic.extracts', 'Only licensed allergenic extracts and their diluents are mixed so', source)];
  return [
    gate(
      'placement',
      'Mixed in ISO 5 or a dedicated area',
      source,
      provision.inDedicatedArea ? [] : placeFindings(facts),
    ),
    gate('extracts', 'Licensed extracts only', source, extracts),
  ];
}

/** A limit that had already run out when preparation began leaves nothing to date. */
function timeLeftGate(facts: PreparationFacts, earliest: Instant | null): Gate {
  const source = 'USP <797> section 14.2';
  const findings: Finding[] = [];
  if (earliest === null)
    findings.push(stop('beyond-use-date.no-limit', 'No limit is known: no date can be given', source));
  else if (earliest <= facts.startedAt)
    findings.push(
      stop(
        'beyond-use-date.none-left',
        `A limit ended at ${showInstant(earliest, facts.zone)}, before the start`,
        source,
      ),
    );
  return gate('time-left', 'Every limit lies after the start', source, findings);
}
