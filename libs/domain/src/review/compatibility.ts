import type { Finding } from '#domain/finding';
import { shown, shownConcentration } from '#domain/formula';
import { Concentration, Quantity } from '#domain/quantity';
import { COMPATIBILITY, SOLUTIONS, type CompatibilityRow, type SolutionFamily } from './compatibility-table.js';
import { lineField, type ReviewedLine, type ReviewFacts } from './facts.js';

const SOURCE = 'domain-rules 8.5 [K]';
const CONFIRM = 'Confirm with the labeling.';

/** What a drug must not be put into, by the table; every finding says to confirm with the labeling. */
export function checkCompatibility(facts: ReviewFacts): Finding[] {
  return additives(facts).flatMap((line) =>
    COMPATIBILITY.filter((row) => row.drug.test(line.drug.name)).flatMap((row) => [
      ...solutions(row, line, facts),
      ...container(row, line, facts),
      ...strength(row, line, facts),
      ...administration(row, line, facts),
    ]),
  );
}

const additives = (facts: ReviewFacts): ReviewedLine[] => facts.order.lines.filter((line) => line.role === 'additive');

const finding = (code: string, severity: Finding['severity'], message: string, line: ReviewedLine): Finding => ({
  code,
  severity,
  message: `${message}. ${CONFIRM}`,
  source: SOURCE,
  field: lineField(line),
});

/** Everything that the drug meets in the container: base solution, other drugs, and the formula's diluents. */
function company(line: ReviewedLine, facts: ReviewFacts): string[] {
  const others = facts.order.lines.filter((other) => other !== line).map((other) => other.drug.name);
  const { formula, scaled } = facts;
  const solution = formula?.content.base?.drugName ?? formula?.content.diluent?.drugName;
  // What it is reconstituted with ends up in the container too.
  const own = scaled?.additives.find((a) => a.drugId === line.drug.id)?.reconstitution?.diluent.drugName;
  return [...new Set([...others, ...(solution ? [solution] : []), ...(own ? [own] : [])])];
}

function solutions(row: CompatibilityRow, line: ReviewedLine, facts: ReviewFacts): Finding[] {
  const names = company(line, facts);
  const meets = (family: SolutionFamily): string | undefined => names.find((name) => SOLUTIONS[family].test(name));
  const forbidden = (row.never ?? []).flatMap((family) => meets(family) ?? []);
  if (forbidden[0] !== undefined)
    return [finding('review.incompatible', 'hard', `${row.name} must not be mixed with ${forbidden[0]}`, line)];
  const { only } = row;
  const base = facts.order.lines.find((other) => other.role === 'base')?.drug.name;
  const solution = base ?? facts.formula?.content.base?.drugName ?? facts.formula?.content.diluent?.drugName;
  if (!only || solution === undefined || only.some((family) => SOLUTIONS[family].test(solution))) return [];
  return [
    finding('review.incompatible', 'hard', `${row.name} goes into ${only.join(' or ')} only, not ${solution}`, line),
  ];
}

function container(row: CompatibilityRow, line: ReviewedLine, facts: ReviewFacts): Finding[] {
  const content = facts.formula?.content;
  if (!content) return [];
  const findings: Finding[] = [];
  // "non-PVC" names the material that it is not.
  const material = content.container.material.replace(/\bnon-?\s?pvc\b|\bpvc[- ]free\b/gi, '');
  if (row.notIn?.material.test(material)) {
    const verb = row.notIn.severity === 'hard' ? 'must not be put into' : 'is taken up by';
    findings.push(
      finding(
        'review.container-material',
        row.notIn.severity,
        `${row.name} ${verb} ${content.container.material}`,
        line,
      ),
    );
  }
  if (row.filter !== undefined && content.filter === null)
    findings.push(
      finding('review.filter-needed', 'soft', `${row.name} needs a ${row.filter}; the formula names none`, line),
    );
  return findings;
}

function strength(row: CompatibilityRow, line: ReviewedLine, facts: ReviewFacts): Finding[] {
  const findings: Finding[] = [];
  if (row.highestMg !== undefined && line.dose.dimension === 'mass' && line.dose.gt(Quantity.of(row.highestMg, 'mg')))
    findings.push(
      finding(
        'review.dose-over-usual',
        'hard',
        `${shown(line.dose)} of ${row.name} is above the usual highest dose of ${row.highestMg} mg`,
        line,
      ),
    );
  const made = facts.scaled?.concentrations.find((c) => c.drugId === line.drug.id)?.concentration;
  // The formula's own limit, with its own source, takes the place of the table's.
  const ownLimit = facts.formula?.content.additives.find((a) => a.drugId === line.drug.id)?.limits?.max;
  if (row.highestMgPerMl === undefined || ownLimit !== undefined || made?.amount.dimension !== 'mass') return findings;
  const highest = Concentration.of(Quantity.of(row.highestMgPerMl, 'mg'), Quantity.of(1, 'mL'));
  if (made.compare(highest) > 0)
    findings.push(
      finding(
        'review.concentration-over-usual',
        'hard',
        `${row.name} comes to ${shownConcentration(made)}, usually at most ${row.highestMgPerMl} mg/mL`,
        line,
      ),
    );
  return findings;
}

function administration(row: CompatibilityRow, line: ReviewedLine, facts: ReviewFacts): Finding[] {
  const { order } = facts;
  if (row.minibagOnly && order.route !== 'IV')
    return [
      finding(
        'review.fatal-route',
        'stop',
        `${row.name} is for intravenous use only: fatal if given by other routes`,
        line,
      ),
    ];
  const syringe = order.device === 'push' || order.device === 'syringe-pump';
  if (row.minibagOnly && (syringe || facts.formula?.content.container.kind === 'syringe'))
    return [finding('review.minibag-needed', 'hard', `${row.name} goes into a minibag, not a syringe`, line)];
  const diluted = order.lines.some((l) => l.role === 'base') || facts.formula?.content.diluent;
  if (row.neverUndiluted && !diluted)
    return [finding('review.undiluted', 'stop', `${row.name} is never given undiluted`, line)];
  return [];
}
