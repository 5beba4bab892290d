import type { Hazard } from '#domain/category';
import type { Finding } from '#domain/finding';
import { parseLocalDate, type LocalDate } from '#domain/time';
import type { HazardAnswer, HazardFacts, HazardousDrug } from './hazard-types.js';
import { HAZARDOUS_DRUGS, NO_LONGER_LISTED } from './list.js';

const REQUIREMENT = 'USP <800> section 2; domain-rules 5.3';

/**
 * Whether a drug is hazardous and what that asks for (USP <800> section 2; domain-rules 5.2, 5.3, 5.5, HD-24 to HD-26). A name is
 * found wherever a listed name stands in it as whole words, so that salts, forms and combinations are caught. Without a current
 * assessment of risk every hazardous drug gets full containment.
 */
export function hazardOf(facts: HazardFacts): HazardAnswer {
  const listed = strictestRow(facts);
  if (!listed) return notHazardous(facts);
  const { hazard, why, findings } = handling(listed, facts);
  if (listed.confirm)
    findings.push({
      code: 'hazardous.confirm-row',
      severity: 'soft',
      message: `The list row of ${listed.drug} is not proven: compare it with the NIOSH list`,
      source: 'NIOSH 2024; domain-rules 5.2',
    });
  const liquid = facts.liquid !== false;
  const tube = !liquid && !listed.antineoplastic;
  return {
    listed,
    hazard,
    why,
    findings,
    protectiveEquipment: hazard === 'containment' ? PROTECTIVE_EQUIPMENT : [assessedEquipment(facts)],
    labelStatements: listed.antineoplastic ? [HD_LABEL, CHEMO_LABEL] : [HD_LABEL],
    transport: { pneumaticTube: tube, rules: tube ? TRANSPORT : [NO_TUBE, ...TRANSPORT] },
    source: 'USP <800> sections 2, 7, 11; NIOSH 2024; domain-rules 5.2 to 5.6',
  };
}

/** What the whole preparation needs: the strictest of its ingredients. */
export function strictestHazard(answers: readonly HazardAnswer[]): Hazard {
  if (answers.some((a) => a.hazard === 'containment')) return 'containment';
  return answers.some((a) => a.hazard === 'assessed') ? 'assessed' : 'none';
}

/** USP <800> section 7 for sterile compounding (domain-rules 5.5). */
const PROTECTIVE_EQUIPMENT = [
  '2 pairs of chemotherapy gloves (ASTM D6978), outer pair sterile; change every 30 min or when torn or contaminated',
  'Chemotherapy gown, closing in the back; change by its permeation data, else every 2 to 3 h and after a spill',
  'Head and hair cover, mask',
  '2 pairs of shoe covers; the outer pair comes off on leaving the room',
  'Eye and face protection when not behind the glass of the hood',
] as const;
const HD_LABEL = 'HAZARDOUS DRUG: special handling and disposal';
const CHEMO_LABEL = 'CHEMOTHERAPY: dispose of properly';
const NO_TUBE = 'No pneumatic tube: liquid or antineoplastic (HD-25)';
const TRANSPORT = [
  'Sealed, impervious, spill-proof pack with a hazardous drug warning (HD-26)',
  'Safety data outside the pack (HD-26)',
  'Labelled as hazardous at all times, in transport too (HD-24)',
] as const;

const assessedEquipment = (facts: HazardFacts): string =>
  `As the assessment of risk says: ${facts.assessment?.strategy}`;

const words = (name: string): string =>
  ` ${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()} `;

const names = (row: HazardousDrug): readonly string[] => [row.drug, ...(row.aliases ?? [])];
const isNamed = (row: HazardousDrug, drug: string): boolean => names(row).some((n) => words(drug).includes(words(n)));

/** Lower is stricter: what leads to full containment comes first. */
const strictness = (row: HazardousDrug): number => (row.antineoplastic && row.list !== 'NIOSH24_T2' ? 0 : 1);

function strictestRow(facts: HazardFacts): HazardousDrug | null {
  const list: readonly HazardousDrug[] = facts.list ?? HAZARDOUS_DRUGS;
  const rows = [...list, ...(facts.facilityList ?? [])].filter((row) => isNamed(row, facts.drug));
  return rows.sort((a, b) => strictness(a) - strictness(b))[0] ?? null;
}

function notHazardous(facts: HazardFacts): HazardAnswer {
  const removed = NO_LONGER_LISTED.some((n) => words(facts.drug).includes(words(n)));
  const why = removed ? 'Taken off the NIOSH list in 2024' : 'On neither the NIOSH 2024 list nor the facility list';
  return {
    listed: null,
    hazard: 'none',
    why,
    findings: [],
    protectiveEquipment: [],
    labelStatements: [],
    transport: { pneumaticTube: true, rules: [] },
    source: 'NIOSH 2024; domain-rules 5.1',
  };
}

function handling(row: HazardousDrug, facts: HazardFacts): { hazard: Hazard; why: string; findings: Finding[] } {
  if (facts.form === 'api') return full('A hazardous drug powder needs full containment; no assessment lifts that');
  if (facts.form === 'manipulated' && strictness(row) === 0)
    return full('An antineoplastic that is reconstituted, diluted or drawn up needs full containment');
  const { assessment, on } = facts;
  if (!assessment) return full('No assessment of risk: handled with full containment', 'hazardous.no-assessment');
  const due = oneYearAfter(assessment.reviewedOn);
  if (on > due)
    return full(
      `The assessment of risk was due for review on ${due}: full containment`,
      'hazardous.assessment-overdue',
    );
  return { hazard: 'assessed', why: `Assessment of risk ${assessment.id}: ${assessment.strategy}`, findings: [] };
}

function full(why: string, code?: string): { hazard: Hazard; why: string; findings: Finding[] } {
  const findings: Finding[] = code ? [{ code, severity: 'info', message: why, source: REQUIREMENT }] : [];
  return { hazard: 'containment', why, findings };
}

/** Reviewed at least every 12 months: the same day next year, the 28th for a 29 February. */
function oneYearAfter(date: LocalDate): LocalDate {
  const next = `${String(Number(date.slice(0, 4)) + 1).padStart(4, '0')}${date.slice(4)}`;
  return parseLocalDate(next.replace(/-02-29$/, '-02-28'));
}
