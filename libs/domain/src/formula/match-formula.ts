import type { Finding } from '#domain/finding';
import { Quantity } from '#domain/quantity';
import type { FormulaCandidate, FormulaVersionFacts, OrderForFormula } from './match.js';
import type { FormulaContent } from './content.js';

/** Which formulas an order can be made by, fitting ones first; of every other, all reasons why not. */
export function matchFormula(versions: readonly FormulaVersionFacts[], order: OrderForFormula): FormulaCandidate[] {
  return versions
    .map((version) => ({
      versionId: version.versionId,
      name: version.content.name,
      whyNot: [...state(version), ...terms(version.content, order), ...drugs(version.content, order)],
    }))
    .sort(
      (a, b) =>
        a.whyNot.length - b.whyNot.length || compareText(a.name, b.name) || compareText(a.versionId, b.versionId),
    );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const no = (code: string, message: string, field: string): Finding => ({ code, severity: 'stop', message, field });

function state(version: FormulaVersionFacts): Finding[] {
  if (version.state === 'approved') return [];
  return [no('formula.not-approved', `Version ${version.version} is ${version.state}, not approved`, 'state')];
}

function terms(content: FormulaContent, order: OrderForFormula): Finding[] {
  const findings: Finding[] = [];
  if (!content.routes.includes(order.route))
    findings.push(no('formula.other-route', `For ${content.routes.join(', ')}, not for ${order.route}`, 'routes'));
  if (content.storage !== order.storage && content.maximumBudHours[order.storage] === undefined)
    findings.push(no('formula.other-storage', `Stored at ${content.storage}, not at ${order.storage}`, 'storage'));
  return findings;
}

function drugs(content: FormulaContent, order: OrderForFormula): Finding[] {
  const findings: Finding[] = [];
  const ordered = order.lines.filter((line) => line.role === 'additive').map((line) => line.drugId);
  for (const additive of content.additives)
    if (!ordered.includes(additive.drugId))
      findings.push(no('formula.drug-not-ordered', `${additive.drugName} is not in the order`, 'additives'));
  const known = content.additives.map((a) => a.drugId);
  if (ordered.some((id) => !known.includes(id)))
    findings.push(no('formula.drug-not-in-formula', 'The order has a drug that is not in this formula', 'additives'));
  return [...findings, ...solution(content, order)];
}

/** The base line of an order is a bag of that volume, or, for a filled container, the diluent to that final volume. */
function solution(content: FormulaContent, order: OrderForFormula): Finding[] {
  const base = order.lines.find((line) => line.role === 'base');
  if (content.volumeMethod === 'fill') {
    if (!base) return [];
    if (base.drugId !== content.diluent?.drugId)
      return [no('formula.other-base', 'The order has another diluent than this formula', 'diluent')];
    const final = content.finalVolume && Quantity.parse(content.finalVolume);
    if (final && isVolume(base.dose) && final.eq(base.dose)) return [];
    return [no('formula.other-volume', 'The order has another final volume than this formula', 'finalVolume')];
  }
  if (!base) return [no('formula.base-not-ordered', 'The order names no base solution', 'base')];
  if (base.drugId !== content.base?.drugId)
    return [no('formula.other-base', 'The order has another base solution than this formula', 'base')];
  if (content.base.products.some((p) => isVolume(base.dose) && Quantity.parse(p.volume).eq(base.dose))) return [];
  return [no('formula.other-volume', 'This formula has no base solution of the volume ordered', 'base.products')];
}

const isVolume = (quantity: Quantity): boolean => quantity.dimension === 'volume';
