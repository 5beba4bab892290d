import type { Finding } from '#domain/finding';
import { Quantity, roundToStored } from '#domain/quantity';
import { scaleFormula } from './scale.js';
import type { ScaleAnswer, ScaleRequest } from './scaled.js';

/** What one container of stock is to hold, and how many of them. */
export interface StockBatchRequest extends Pick<ScaleRequest, 'content' | 'containers' | 'products' | 'freePackages'> {
  readonly drugId: string;
  /** Drug in each container. */
  readonly amount: Quantity;
  /** What each container holds when it is made; absent: what the formula comes to. */
  readonly volume?: Quantity;
  /** Which bag of base solution, where the formula has several sizes; absent: the one that gives `volume`, else the first. */
  readonly baseVolume?: Quantity;
}

/**
 * Works out a batch for stock: there is no order, so the amounts are those of one container of the product. Stock has one drug, so
 * that whoever draws from it knows what a milliliter holds. `scaled` is null where that cannot be made; the findings say why.
 * @throws RangeError unless 1 to 100 whole containers are asked for.
 */
export function scaleForStock(request: StockBatchRequest): ScaleAnswer {
  const { content, drugId, amount, volume } = request;
  const [additive, ...others] = content.additives;
  if (!additive || others.length > 0 || additive.drugId !== drugId)
    return refused('stock-batch.not-one-drug', 'Stock is made from a formula with one drug, the drug of the product');
  const answers = bases(request).map((base) =>
    scaleFormula({
      content,
      containers: request.containers,
      products: request.products,
      ...(request.freePackages && { freePackages: request.freePackages }),
      doses: [{ drugId, dose: amount }],
      ...(base && content.base && { base: { drugId: content.base.drugId, volume: base } }),
    }),
  );
  const fits = answers.find(
    ({ scaled }) => scaled && (!volume || roundToStored(scaled.finalVolume).rounded.eq(volume)),
  );
  const [first] = answers;
  if (fits) return fits;
  if (!first?.scaled || !volume) return first ?? refused('formula.no-base', 'The formula has no base solution');
  const made = first.scaled.finalVolume;
  return refused(
    'stock-batch.other-volume',
    `The formula now gives ${made.value.toFixed(2, 'half-up')} mL in a container; the product holds ${volume.value.toFixed(2, 'half-up')} mL. Add a product for what the formula gives.`,
  );
}

/** Sizes of bag to try; null: the formula has none. */
function bases({ content, baseVolume }: StockBatchRequest): (Quantity | null)[] {
  if (baseVolume) return [baseVolume];
  return content.base ? content.base.products.map((p) => Quantity.parse(p.volume)) : [null];
}

const refused = (code: string, message: string): ScaleAnswer => {
  const finding: Finding = { code, severity: 'stop', message, source: 'USP <797> section 16' };
  return { scaled: null, findings: [finding] };
};
