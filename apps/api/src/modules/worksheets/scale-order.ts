import { formulaProductIds, scaleFormula, type FormulaContent, type ScaledFormula } from '#domain/formula';
import { preferProducts } from '#domain/substitution';
import type { Instant } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { productsById } from '../formulary/product-facts.js';
import { productPreferences } from '../formulary/product-preferences.js';
import { lineFacts, type OrderLineRow } from '../orders/order-rows.js';
import { freePackages } from './free-packages.js';

/**
 * The formula scaled for a worksheet of the order, with the products that are free now and that substitutions in force prefer.
 * @throws Problem `worksheet.cannot-be-made` when nothing comes of it
 */
export async function scaleForPlanning(
  tx: Tx,
  input: {
    readonly content: FormulaContent;
    readonly lines: readonly OrderLineRow[];
    readonly containers: number;
    readonly at: Instant;
  },
): Promise<ScaledFormula> {
  const productIds = formulaProductIds(input.content);
  const [products, free, preferences] = await Promise.all([
    productsById(tx, productIds),
    freePackages(tx, productIds, input.at),
    productPreferences(tx),
  ]);
  const facts = input.lines.map(lineFacts);
  const base = facts.find((line) => line.role === 'base');
  const answer = scaleFormula({
    content: preferProducts(input.content, preferences),
    doses: facts.filter((l) => l.role === 'additive').map((l) => ({ drugId: l.drug.id, dose: l.dose })),
    ...(base && { base: { drugId: base.drug.id, volume: base.dose } }),
    containers: input.containers,
    products: [...products.values()].map((p) => p.facts),
    freePackages: free,
  });
  // Hard findings were overridden with a reason when the order was approved; what must never be is refused again here.
  refuseIfBlocked(
    answer.findings.filter((f) => f.severity === 'stop'),
    { code: 'worksheet.cannot-be-made' },
  );
  if (!answer.scaled)
    throw new Problem('worksheet.cannot-be-made', {
      detail: answer.findings.map((f) => f.message).join(' '),
      findings: answer.findings,
    });
  return answer.scaled;
}
