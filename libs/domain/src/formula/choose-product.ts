import type { Finding } from '#domain/finding';
import { roundToStep, Quantity, type Concentration } from '#domain/quantity';
import { reconstitute } from '#domain/reconstitution';
import type { FormulaAdditive, FormulaDiluent, FormulaProductChoice } from './content.js';
import type { ProductFacts } from './product.js';
import type { ScaledReconstitution, ScaleRequest } from './scaled.js';

/** A product with what one package of it gives once it is ready to be drawn from. */
export interface ReadyProduct {
  readonly product: ProductFacts;
  readonly concentration: Concentration;
  /** Rounded down to 0.1 mL: nobody draws the last drop. */
  readonly packageVolume: Quantity;
  readonly reconstitution: ScaledReconstitution | null;
  readonly findings: readonly Finding[];
}

const stop = (code: string, message: string, field?: string): Finding => ({
  code,
  severity: 'stop',
  message,
  ...(field && { field }),
});
const DRAWABLE = Quantity.of('0.1', 'mL');

/** The first product in the formula's order that this many containers may use and of which enough is free; else the first usable. */
export function chooseProduct(
  additive: FormulaAdditive,
  dose: Quantity,
  request: ScaleRequest,
  packagesOf: (ready: ReadyProduct) => number,
): { readonly ready: ReadyProduct | null; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const ready: ReadyProduct[] = [];
  for (const product of offered(additive.products, request)) {
    if (product.strength && product.strength.amount.dimension !== dose.dimension) {
      findings.push(
        stop(
          'formula.other-unit',
          `${product.name} is measured in ${product.strength.amount.unit}, the dose in ${dose.unit}`,
        ),
      );
      continue;
    }
    const answer = makeReady(product, request);
    if ('packageVolume' in answer) ready.push(answer);
    else findings.push(answer);
  }
  const enough = ready.find((r) => (request.freePackages?.get(r.product.id) ?? Infinity) >= packagesOf(r));
  const chosen = enough ?? ready[0] ?? null;
  if (!chosen)
    return {
      ready: null,
      findings:
        findings.length > 0
          ? findings
          : [stop('formula.no-product', `No product of ${additive.drugName} can be used`, additive.drugId)],
    };
  if (enough) return { ready: chosen, findings: chosen.findings };
  const short: Finding = {
    code: 'formula.stock-short',
    severity: 'soft',
    message: `No product of ${additive.drugName} has enough packages free; planned with ${chosen.product.name}`,
    field: additive.drugId,
  };
  return { ready: chosen, findings: [...chosen.findings, short] };
}

/** Products of a list that are loaded and meant for this number of containers, in the formula's order. */
export function offered(choices: readonly FormulaProductChoice[], request: ScaleRequest): ProductFacts[] {
  return choices
    .filter((choice) => (choice.fromContainers ?? 1) <= request.containers)
    .flatMap((choice) => request.products.filter((p) => p.id === choice.productId));
}

function makeReady(product: ProductFacts, request: ScaleRequest): ReadyProduct | Finding {
  if (!product.strength) return stop('formula.no-strength', `${product.name} has no strength on record`, product.id);
  if (product.form !== 'powder') {
    const packageVolume = drawable(product.content);
    return { product, concentration: product.strength, packageVolume, reconstitution: null, findings: [] };
  }
  const how = product.reconstitution;
  if (!how)
    return stop('formula.no-reconstitution', `How to reconstitute ${product.name} is not on record`, product.id);
  const diluent = diluentFor(how.drugId, how.volume, request);
  if (!diluent)
    return stop(
      'formula.reconstitution-diluent-missing',
      `The formula names no diluent to reconstitute ${product.name} with`,
      product.id,
    );
  // The labeled concentration governs; volume and displacement explain it.
  const { result, findings } = reconstitute({
    content: product.content,
    labeledConcentration: product.strength,
    diluentVolume: how.volume,
    ...(how.displacement && { powderDisplacement: how.displacement }),
  });
  if (!result)
    return findings[0] ?? stop('formula.no-reconstitution', `${product.name} cannot be reconstituted`, product.id);
  return {
    product,
    concentration: result.concentration,
    packageVolume: drawable(result.finalVolume),
    reconstitution: {
      diluent,
      volume: how.volume,
      displacement: result.displacement ?? null,
      finalVolume: result.finalVolume,
    },
    findings,
  };
}

const drawable = (volume: Quantity): Quantity => roundToStep(volume.in('mL'), DRAWABLE, 'down').rounded;

/** The first listed package of the diluent that holds the volume; else the first listed. */
export function diluentFor(drugId: string, volume: Quantity, request: ScaleRequest): ProductFacts | null {
  const lists: readonly FormulaDiluent[] = [
    ...request.content.reconstitution,
    ...(request.content.diluent ? [request.content.diluent] : []),
  ];
  const listed = lists.filter((d) => d.drugId === drugId).flatMap((d) => offered(d.products, request));
  const usable = listed.filter((p) => p.form === 'solution');
  return usable.find((p) => p.content.gte(volume)) ?? usable[0] ?? null;
}
