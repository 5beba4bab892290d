import { scaleFormula, type FormulaContent, type ScaledFormula } from '#domain/formula';
import { preferProducts } from '#domain/substitution';
import type { Instant } from '#domain/time';
import type { Tx } from '../../platform/database/database.js';
import { productPreferences } from '../formulary/product-preferences.js';
import { lineFacts, type OrderLineRow } from '../orders/order-rows.js';
import { scaledOrRefused, scaleSources } from './scale-plan.js';

/**
 * The formula scaled for a worksheet of the order, with the products that are free now and that substitutions in force prefer.
 * @throws Problem `worksheet.cannot-be-made` when nothing comes of it
 */
export async function scaleForPlanning(
  tx: Tx,
  input: {
    readonly orderId: string;
    readonly content: FormulaContent;
    readonly lines: readonly OrderLineRow[];
    readonly containers: number;
    readonly at: Instant;
  },
): Promise<ScaledFormula> {
  const [sources, preferences] = await Promise.all([
    scaleSources(tx, input.content, input.at),
    productPreferences(tx, input.orderId),
  ]);
  const facts = input.lines.map(lineFacts);
  const base = facts.find((line) => line.role === 'base');
  return scaledOrRefused(
    scaleFormula({
      ...sources,
      content: preferProducts(input.content, preferences),
      doses: facts.filter((l) => l.role === 'additive').map((l) => ({ drugId: l.drug.id, dose: l.dose })),
      ...(base && { base: { drugId: base.drug.id, volume: base.dose } }),
      containers: input.containers,
    }),
  );
}
