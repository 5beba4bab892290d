import { displayConcentration } from '#domain/display';
import { Quantity, roundToDrawnVolume, type Concentration } from '#domain/quantity';
import { reconstitute, vialsNeeded, type VialPlan } from '#domain/reconstitution';
import type { ProductRecord } from '../formulary/product-facts.js';
import type { FigureDto } from './calculation-parts.dto.js';
import type { ReconstitutedVialDto, VialRequest, VialsAnswer, VialsRequest } from './calculations.dto.js';
import { calculate, concentrationOf, needs, quantityFigure, unitOf, Work } from './figures.js';

/** A vial as the calculator takes it, from the formulary or as keyed. */
interface Vial {
  readonly index: number;
  readonly name: string;
  readonly content: Quantity;
  readonly concentration: Concentration | null;
  readonly shown: ReconstitutedVialDto;
  readonly available?: number;
}

/** Reconstitution of each kind of vial, and which and how many of them make the dose with the least waste. */
export const calculateVials = (input: VialsRequest, products: ReadonlyMap<string, ProductRecord>): VialsAnswer =>
  calculate(() => {
    const work = new Work();
    const dose = Quantity.of(input.dose.value, unitOf(input.dose.unit, 'dose.unit'));
    const vials = input.vials.map((vial, index) => vialOf(vial, index, { products, dose }, work));
    const plan = planOf(dose, vials, work);
    return {
      figures: plan ? figuresOf(plan) : [],
      reconstituted: vials.map((v) => v.shown),
      draws: plan ? drawsOf(plan, vials) : [],
      vials: plan?.vials ?? null,
      derivation: work.derivation,
      findings: work.findings,
    };
  });

function vialOf(
  request: VialRequest,
  index: number,
  of: { readonly products: ReadonlyMap<string, ProductRecord>; readonly dose: Quantity },
  work: Work,
): Vial {
  const known = request.productId === undefined ? undefined : of.products.get(request.productId);
  const facts = known?.facts;
  const name = request.name ?? facts?.name ?? `Vial ${index + 1}`;
  const labeled = request.concentration
    ? concentrationOf(request.concentration, `vials.${index}.concentration`)
    : (facts?.strength ?? undefined);
  // In the unit of the dose, so that strengths and what is left over read like it.
  const given = contentOf(request, index, known);
  const content = given.dimension === of.dose.dimension ? given.in(of.dose.unit) : given;
  const volume = (text: string | undefined, fallback?: Quantity | null): Quantity | undefined =>
    text === undefined ? (fallback ?? undefined) : Quantity.of(text, 'mL');
  const diluentVolume = volume(request.diluentMl, facts?.reconstitution?.volume);
  const powderDisplacement = volume(request.displacementMl, facts?.reconstitution?.displacement);
  const finalVolume = volume(request.finalVolumeMl);
  // A solution is what it is; only a powder has something added to it.
  if (!diluentVolume && !powderDisplacement && !finalVolume && labeled)
    return shown(index, name, content, labeled, { finalVolume: labeled.volumeFor(content) }, request.available);
  const found = work.of(
    reconstitute({
      content,
      ...(diluentVolume && { diluentVolume }),
      ...(powderDisplacement && { powderDisplacement }),
      ...(labeled && { labeledConcentration: labeled }),
      ...(finalVolume && { finalVolume }),
    }),
  );
  return shown(index, name, content, found?.concentration ?? null, found ?? {}, request.available);
}

function contentOf(request: VialRequest, index: number, known: ProductRecord | undefined): Quantity {
  if (request.content)
    return Quantity.of(request.content.value, unitOf(request.content.unit, `vials.${index}.content.unit`));
  if (!known) return Quantity.parse(needs(request, 'content').content);
  const { facts } = known;
  // Of a solution the stock is a volume, and what is drawn is drug.
  return facts.form === 'solution' && facts.strength ? facts.strength.amountIn(facts.content) : facts.content;
}

function shown(
  index: number,
  name: string,
  content: Quantity,
  concentration: Concentration | null,
  volumes: { readonly finalVolume?: Quantity; readonly diluentVolume?: Quantity; readonly displacement?: Quantity },
  available: number | undefined,
): Vial {
  const text = (volume: Quantity | undefined): string | null =>
    volume ? quantityFigure('', volume, roundToDrawnVolume(volume).rounded).text : null;
  return {
    index,
    name,
    content,
    concentration,
    shown: {
      index,
      name,
      concentration: concentration ? displayConcentration(concentration) : null,
      finalVolume: text(volumes.finalVolume),
      diluentVolume: text(volumes.diluentVolume),
      displacement: text(volumes.displacement),
    },
    ...(available !== undefined && { available }),
  };
}

function planOf(dose: Quantity, vials: readonly Vial[], work: Work): VialPlan | null {
  const usable = vials.flatMap(({ index, content, concentration, available }) =>
    concentration ? [{ id: String(index), content, concentration, ...(available !== undefined && { available }) }] : [],
  );
  return usable.length < vials.length ? null : work.of(vialsNeeded({ dose, products: usable }));
}

const figuresOf = (plan: VialPlan): FigureDto[] => [
  { label: 'Vials', exact: String(plan.vials), value: String(plan.vials), unit: '', text: String(plan.vials) },
  quantityFigure('Volume', plan.totalVolume, roundToDrawnVolume(plan.totalVolume).rounded),
  quantityFigure('Left in the last vial', plan.waste),
];

const drawsOf = (plan: VialPlan, vials: readonly Vial[]): VialsAnswer['draws'] =>
  plan.draws.map((draw) => ({
    index: Number(draw.productId),
    name: vials[Number(draw.productId)]?.name ?? '',
    vials: draw.vials,
    from: draw.from,
    amount: quantityFigure('', draw.amount).text,
    volume: quantityFigure('', draw.volume).text,
    drawn: quantityFigure('', draw.drawn).text,
  }));
