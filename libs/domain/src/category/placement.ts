import type { Finding } from '#domain/finding';
import { MATRIX, PEC_CLASS } from './matrix.js';
import type { Category, Downgrade, Placement, PlacementFacts } from './placement-types.js';

const ROOM_WORDS = {
  'iso7-buffer': 'ISO 7 buffer room with anteroom',
  iso8: 'ISO 8 room',
  sca: 'segregated compounding area',
  'c-sec': 'negative ISO 7 buffer room (C-SEC)',
  'c-sca': 'containment segregated compounding area (C-SCA)',
  unclassified: 'unclassified room',
} as const satisfies Record<PlacementFacts['room']['kind'], string>;

const PEC_WORDS = {
  lafw: 'laminar airflow workbench',
  ivlfz: 'integrated vertical laminar flow zone',
  bsc: 'biological safety cabinet',
  'rabs-cai': 'compounding aseptic isolator',
  'rabs-caci': 'compounding aseptic containment isolator',
  isolator: 'pharmaceutical isolator',
  'c-pec-bsc-a2': 'containment cabinet, class II type A2',
  'c-pec-bsc-b': 'containment cabinet, class II type B',
  'c-pec-caci': 'containment isolator',
  'c-pec-class3': 'class III cabinet',
} as const satisfies Record<PlacementFacts['pec']['kind'], string>;

const CONTAINMENT = 'USP <800> section 5.3; domain-rules 5.4';

/**
 * The highest category that a room and hood allow for this hazard at this moment (USP <797> section 4.2, USP <800> section 5.3;
 * domain-rules 1.4, 5.4, CAT-09). `maximum` is `null`, with a finding that stops, where it must not be made at all.
 */
export function allowedCategory(facts: PlacementFacts): Placement {
  const { room, pec } = facts;
  const cell = MATRIX[PEC_CLASS[pec.kind]][room.kind];
  const place = `${PEC_WORDS[pec.kind]} in ${ROOM_WORDS[room.kind]}`;
  const findings = containmentFindings(facts);
  const why = [`${place}: ${cell.maximum === null ? 'no category' : `at most Category ${cell.maximum}`}`];
  if (cell.maximum === null)
    findings.push({
      code: 'category.not-a-compounding-area',
      severity: 'stop',
      message: `${place} is no place for sterile compounding: use a segregated compounding area or a cleanroom suite`,
      source: cell.source,
      field: 'room',
    });
  const held = [...(room.downgrades ?? []), ...(pec.downgrades ?? [])].filter((d) => holds(d, facts));
  for (const downgrade of held) {
    why.push(`held to Category ${downgrade.maximum}: ${downgrade.reason} (CAT-09)`);
    findings.push({
      code: 'category.downgraded',
      severity: 'soft',
      message: `Held to Category ${downgrade.maximum} for now: ${downgrade.reason}`,
      source: 'CAT-09',
    });
  }
  const stopped = findings.some((f) => f.severity === 'stop');
  const maximum = stopped ? null : lowest([cell.maximum, ...held.map((d) => d.maximum)]);
  why.push(...findings.filter((f) => f.severity === 'stop').map((f) => f.message));
  return { maximum, why, findings, source: cell.source };
}

const lowest = (limits: readonly (Category | null)[]): Category | null =>
  limits.reduce((a, b) => (a === null || b === null ? null : b < a ? b : a));

const holds = (d: Downgrade, { at }: PlacementFacts): boolean =>
  d.from <= at && (d.until === undefined || at < d.until);

function containmentFindings({ room, pec, hazard, wrappedAsHazardous }: PlacementFacts): Finding[] {
  const containmentHood = pec.kind.startsWith('c-pec-');
  const containmentRoom = room.kind === 'c-sec' || room.kind === 'c-sca';
  const finding = (code: string, severity: Finding['severity'], message: string, field: string): Finding[] => [
    { code, severity, message, source: CONTAINMENT, field },
  ];
  if (hazard === 'containment') {
    const inHood = containmentHood
      ? []
      : finding(
          'hazardous.hood',
          'stop',
          'This drug needs a containment hood vented outside (C-PEC: Class II BSC type A2 or B, CACI or Class III)',
          'pec',
        );
    const inRoom = containmentRoom
      ? []
      : finding('hazardous.room', 'stop', 'This drug needs a containment room (C-SEC or C-SCA)', 'room');
    return [...inHood, ...inRoom];
  }
  if (hazard === 'assessed')
    return finding(
      'hazardous.assessed',
      'soft',
      'Hazardous drug under an assessment of risk: its alternative containment and work practice apply',
      'pec',
    );
  if (containmentHood)
    return wrappedAsHazardous
      ? finding(
          'hazardous.wrapped',
          'info',
          'Made in the hood for hazardous drugs: wrapped, labelled and handled as hazardous',
          'pec',
        )
      : finding(
          'hazardous.nonhazardous-in-containment-hood',
          'hard',
          'A drug that is not hazardous is made in the hood for hazardous drugs only if wrapped and labelled as hazardous',
          'pec',
        );
  return containmentRoom
    ? finding('hazardous.nonhazardous-in-containment-room', 'hard', 'This room is for hazardous drugs', 'room')
    : [];
}
