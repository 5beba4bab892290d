import type { Finding } from '#domain/finding';
import { addLimit, showHours } from '#domain/in-use-time';
import { showInstant, type Instant } from '#domain/time';
import type { BeyondUseDateAnswer, Bound, ReleaseRequirements } from './answer.js';
import type { PreparationFacts } from './facts.js';
import { AFTER_PUNCTURE_HOURS, NONPRESERVED_AFTER_OPENING_HOURS } from './limits.js';
import type { RulesInForce } from './rules.js';

/** BUD-32, BUD-36: the date limits the start of administration, not its end. */
export function beginBy(facts: PreparationFacts, date: Instant): BeyondUseDateAnswer['beginBy'] {
  const shown = showInstant(date, facts.zone);
  const runs = facts.infusion?.continuous ? '; once begun it may run past this time' : '';
  return { at: date, statement: `Begin administration by ${shown}${runs}` };
}

/** BUD-37: how long it may run once started, where stability in use or hang time limits that. */
export function infuseCompleteBy(facts: PreparationFacts, date: Instant): BeyondUseDateAnswer['infuseCompleteBy'] {
  const { withinHours, citation = '', begunAt } = facts.infusion ?? {};
  if (withinHours === undefined) return null;
  const at = addLimit(begunAt ?? date, withinHours, facts.zone).until;
  const shown = showInstant(at, facts.zone);
  const statement =
    begunAt === undefined
      ? `Complete within ${showHours(withinHours)} of starting; in no case after ${shown}`
      : `Complete by ${shown}`;
  return { withinHours, at, statement, citation };
}

/** BUD-17: a multiple-dose preparation after its first puncture; the earlier of this and its date. */
export function afterPuncture(facts: PreparationFacts): BeyondUseDateAnswer['afterPuncture'] {
  if (!facts.multipleDose) return null;
  const { preserved, use } = facts.multipleDose;
  const uncertain = use === 'topical-ophthalmic' && !preserved;
  const hours = uncertain ? NONPRESERVED_AFTER_OPENING_HOURS[facts.storage] : AFTER_PUNCTURE_HOURS;
  if (hours === null) return null;
  const statement = `Discard ${showHours(hours)} after first opening, and never later than the beyond-use date`;
  return { hours, statement, confirm: uncertain };
}

/** What a pharmacist must know beside the date: results awaited, records owed, figures not yet proven, packs without effect. */
export function recordFindings(
  facts: PreparationFacts,
  release: ReleaseRequirements,
  rules: RulesInForce,
  bounds: readonly Bound[],
): Finding[] {
  const findings: Finding[] = [];
  const waiting = release.tests.filter((t) => t.required && t.code !== 'visual-inspection' && t.result !== 'passed');
  const open = waiting.filter((t) => t.result !== 'failed').map((t) => t.code.replaceAll('-', ' '));
  if (open.length > 0)
    findings.push({
      code: 'release.results-awaited',
      severity: 'hard',
      message: `In quarantine until passed: ${open.join(', ')}`,
      source: 'USP <797> section 18.1; REL-07, BUD-18',
    });
  if (release.records.masterFormulationRecord && !facts.masterFormulation)
    findings.push({
      code: 'records.master-formulation',
      severity: 'hard',
      message: 'Needs a master formulation record: nonsterile start, or more than one patient',
      source: 'USP <797> section 11.1',
    });
  if (bounds.some((b) => b.governs && b.confirm))
    findings.push({
      code: 'limits.confirm',
      severity: 'info',
      message: 'The governing figure was not found in public material: compare it with the chapter',
      source: bounds.find((b) => b.governs && b.confirm)?.citation ?? 'USP <797>',
    });
  return [...findings, ...longerThanUsp(rules)];
}

/** A pack can only shorten: one that says more than the chapter has no effect, and says so. */
function longerThanUsp(rules: RulesInForce): Finding[] {
  const usp = rules.packs.filter((p) => p.kind === 'usp').flatMap((p) => p.cells);
  const longer = rules.packs
    .filter((p) => p.kind !== 'usp')
    .filter((p) =>
      p.cells.some((c) =>
        usp.some(
          (u) =>
            u.row === c.row && u.storage === c.storage && c.hours !== null && (u.hours === null || c.hours > u.hours),
        ),
      ),
    );
  return longer.map((p) => ({
    code: 'rules.longer-than-usp',
    severity: 'info',
    message: `${p.title} (${p.version}) states a longer limit than USP <797>: it has no effect`,
    source: 'BUD-16',
  }));
}
