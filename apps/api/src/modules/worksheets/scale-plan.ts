import { formulaProductIds, type ScaleAnswer, type ScaledFormula, type ScaleRequest } from '#domain/formula';
import type { Instant } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { productsById } from '../formulary/product-facts.js';
import { freePackages } from './free-packages.js';

/** Every product that a formula names, and what of each is free: what scaling asks of the database. */
export async function scaleSources(
  reader: Reader,
  content: ScaleRequest['content'],
  at: Instant,
): Promise<Required<Pick<ScaleRequest, 'products' | 'freePackages'>>> {
  const productIds = formulaProductIds(content);
  const [products, free] = await Promise.all([productsById(reader, productIds), freePackages(reader, productIds, at)]);
  return { products: [...products.values()].map((p) => p.facts), freePackages: free };
}

/**
 * The batch as scaled. Hard findings were overridden with a reason when the order was approved; what must never be is refused.
 * @throws Problem `worksheet.cannot-be-made`
 */
export function scaledOrRefused(answer: ScaleAnswer): ScaledFormula {
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
