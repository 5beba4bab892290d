import { isAllowed, type PackedVial, type PackingProblem } from './packing.js';

/**
 * First fit decreasing: the largest draw first, each into the first vial that takes it, else into one of its own product. Never
 * opens more than one vial for each draw, and is at once there: what is used when the solver's time is up.
 */
export function firstFitDecreasing(problem: PackingProblem): readonly PackedVial[] {
  const { draws, products } = problem;
  const order = draws.map((_, i) => i).toSorted((a, b) => amount(problem, b).compare(amount(problem, a)) || a - b);
  const vials: { product: PackedVial['product']; members: number[] }[] = [];
  for (const i of order) {
    const vial = vials.find((v) => takes(problem, v, i));
    if (vial) {
      vial.members = [...vial.members, i].toSorted((a, b) => a - b);
      continue;
    }
    const own = products.find((p) => p.id === draws[i]?.productId);
    if (!own) throw new RangeError(`no product ${draws[i]?.productId}`);
    vials.push({ product: own, members: [i] });
  }
  return vials.toSorted((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
}

const amount = (problem: PackingProblem, i: number): PackingProblem['draws'][number]['amount'] => {
  const draw = problem.draws[i];
  if (!draw) throw new RangeError(`no draw ${i}`);
  return draw.amount;
};

/** A vial's first draw in the order of work opens it, of its own set-aside package: it may be another one once `i` has joined. */
function takes(problem: PackingProblem, vial: PackedVial, i: number): boolean {
  const members = [...vial.members, i].toSorted((a, b) => a - b);
  const own = problem.draws[members[0] ?? 0]?.productId === vial.product.id;
  return own && isAllowed(problem, { product: vial.product, members });
}
