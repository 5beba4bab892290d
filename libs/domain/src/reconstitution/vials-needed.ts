import type { Calculation } from '#domain/dose';
import { quantityText, requirePositive, Trace } from '#domain/dose';
import type { Finding } from '#domain/finding';
import { type Concentration, Quantity } from '#domain/quantity';
import { drawnVolume } from './reconstitute.js';

/** A vial that could be used, after reconstitution where it needs one. */
export interface VialProduct {
  readonly id: string;
  /** Drug that can be withdrawn from one vial. */
  readonly content: Quantity;
  readonly concentration: Concentration;
  /** Vials at hand; absent for as many as needed. */
  readonly available?: number;
}

/** What is drawn from `vials` vials of one product, the same from each. */
export interface VialDraw {
  readonly productId: string;
  readonly vials: number;
  readonly from: 'whole' | 'partial';
  readonly amount: Quantity;
  /** Per vial, exact. */
  readonly volume: Quantity;
  /** Per vial, as a syringe shows it. */
  readonly drawn: Quantity;
}

export interface VialPlan {
  readonly draws: readonly VialDraw[];
  readonly vials: number;
  readonly totalVolume: Quantity;
  /** Drug left in the last vial. */
  readonly waste: Quantity;
}

const MOST_PRODUCTS = 4;
const MOST_VIALS = 100;

interface Choice {
  readonly counts: readonly number[];
  readonly vials: number;
}

/** Contents and dose as whole numbers of one small unit, so that sums are quick to compare. @throws RangeError for a content without exact text. */
function whole(
  dose: Quantity,
  products: readonly VialProduct[],
): { readonly sizes: readonly bigint[]; readonly need: bigint } {
  const contents = products.map((p) => p.content.in(dose.unit).value);
  if (!contents.every((c) => c.isExact())) throw new RangeError('Vial contents are decimals');
  let scale = 1n;
  while (!contents.every((c) => c.times(scale).isInteger())) scale *= 10n;
  return { sizes: contents.map((c) => c.times(scale).floor()), need: dose.value.times(scale).ceil() };
}

/**
 * The counts per product that waste least and, among those, open fewest vials: for every total that can be reached up to the first
 * one that holds the dose, the way with fewest vials.
 */
function choose(dose: Quantity, products: readonly VialProduct[]): Choice | undefined {
  const { sizes, need } = whole(dose, products);
  let reached = new Map<bigint, Choice>([[0n, { counts: [], vials: 0 }]]);
  products.forEach(({ available }, i) => {
    const size = sizes[i] ?? 1n;
    const next = new Map<bigint, Choice>();
    for (const [total, { counts, vials }] of reached) {
      const needed = total >= need ? 0 : Number((need - total + size - 1n) / size);
      const most = Math.min(needed, available ?? needed, MOST_VIALS - vials);
      for (let n = 0; n <= most; n++) {
        const sum = total + size * BigInt(n);
        const known = next.get(sum);
        if (!known || vials + n < known.vials) next.set(sum, { counts: [...counts, n], vials: vials + n });
      }
    }
    reached = next;
  });
  let best: bigint | undefined;
  for (const total of reached.keys()) if (total >= need && (best === undefined || total < best)) best = total;
  return best === undefined ? undefined : reached.get(best);
}

function stop(code: string, message: string): Calculation<null> {
  const finding: Finding = { code: `reconstitution.${code}`, severity: 'stop', message, field: 'products' };
  return { result: null, derivation: [], findings: [finding] };
}

/**
 * Vials for a dose, of one product or several sizes of it: least waste, then fewest vials. Null with a stop finding when the vials
 * at hand do not hold the dose, or when more than 100 would be needed.
 * @throws RangeError for a dose or content that is not positive, no product or more than four, or a negative count at hand;
 * TypeError when dose and content are not of one dimension.
 */
export function vialsNeeded(input: {
  readonly dose: Quantity;
  readonly products: readonly VialProduct[];
}): Calculation<VialPlan | null> {
  const { dose } = input;
  requirePositive(dose, 'Dose');
  if (input.products.length < 1 || input.products.length > MOST_PRODUCTS)
    throw new RangeError(`Products: ${input.products.length}; accepted: 1 to ${MOST_PRODUCTS}`);
  for (const { content, available } of input.products) {
    requirePositive(content, 'Vial content');
    dose.compare(content);
    if (available !== undefined && (!Number.isSafeInteger(available) || available < 0))
      throw new RangeError(`Vials at hand: ${available}`);
  }
  // Largest first, so that the vial left partly full is a small one.
  const products = [...input.products].sort((a, b) => b.content.compare(a.content));
  const choice = choose(dose, products);
  if (!choice)
    return stop(
      'not-enough-vials',
      `The vials at hand do not hold ${quantityText(dose)}, or more than ${MOST_VIALS} are needed`,
    );
  const trace = new Trace();
  return { result: plan(dose, products, choice, trace), derivation: trace.steps, findings: [] };
}

function plan(dose: Quantity, products: readonly VialProduct[], choice: Choice, trace: Trace): VialPlan {
  const used = products.map((product, i) => ({ product, count: choice.counts[i] ?? 0 })).filter((u) => u.count > 0);
  const total = Quantity.sum(
    used.map((u) => u.product.content.times(u.count)),
    dose.unit,
  );
  const waste = total.minus(dose);
  for (const { product, count } of used)
    trace.quantity(
      `Vials of ${quantityText(product.content)}`,
      'least waste, then fewest vials',
      `${count} × ${quantityText(product.content)}`,
      product.content.times(count),
    );
  trace.quantity('Left over', 'drug in the vials − dose', `${quantityText(total)} − ${quantityText(dose)}`, waste);
  const draws = used.flatMap(({ product, count }, i): VialDraw[] => {
    const partial = i === used.length - 1 && !waste.isZero();
    const whole = partial ? count - 1 : count;
    return [
      ...(whole > 0 ? [draw(product, whole, 'whole', product.content, trace)] : []),
      ...(partial ? [draw(product, 1, 'partial', product.content.minus(waste), trace)] : []),
    ];
  });
  const totalVolume = trace.quantity(
    'Volume from all vials',
    'sum over the vials',
    draws.map((d) => `${d.vials} × ${quantityText(d.volume)}`).join(' + '),
    Quantity.sum(
      draws.map((d) => d.volume.times(d.vials)),
      'mL',
    ),
  );
  return { draws, vials: choice.vials, totalVolume, waste };
}

function draw(product: VialProduct, vials: number, from: VialDraw['from'], amount: Quantity, trace: Trace): VialDraw {
  const volume = trace.quantity(
    from === 'whole' ? 'Draw the whole vial' : 'Draw from the last vial',
    'amount ÷ concentration',
    `${quantityText(amount)} ÷ (${quantityText(product.concentration.amount)} in ${quantityText(product.concentration.volume)})`,
    product.concentration.volumeFor(amount).in('mL'),
  );
  return { productId: product.id, vials, from, amount, volume, drawn: drawnVolume(volume, trace) };
}
