import type { Finding } from '#domain/finding';
import { bySeverity } from '#domain/finding';
import { Concentration, Quantity, roundToDrawnVolume } from '#domain/quantity';
import { checkConcentrations, checkDraws, checkFinalVolume } from './checks.js';
import { chooseProduct, offered, type ReadyProduct } from './choose-product.js';
import type { FormulaAdditive } from './content.js';
import type { ProductFacts } from './product.js';
import { derive } from './derive.js';
import type {
  ScaleAnswer,
  ScaledAdditive,
  ScaledBase,
  ScaledFill,
  ScaledFormula,
  ScaleRequest,
  Vehicle,
} from './scaled.js';

/**
 * Works out one batch from a formula and an order: the volume of each drug per container (exact, and as drawn), packages,
 * reconstitution, what happens to the base solution or diluent, and the final concentration. `scaled` is null when a finding of
 * severity `stop` leaves nothing to calculate.
 * @throws RangeError unless 1 to 100 whole containers are asked for.
 */
export function scaleFormula(request: ScaleRequest): ScaleAnswer {
  if (!Number.isInteger(request.containers) || request.containers < 1 || request.containers > 100)
    throw new RangeError(`Not a number of containers: ${request.containers}`);
  const findings: Finding[] = unmatched(request);
  const additives = request.content.additives.flatMap((additive) => scaleAdditive(additive, request, findings));
  if (additives.length < request.content.additives.length || findings.some((f) => f.severity === 'stop'))
    return { scaled: null, findings: bySeverity(findings) };

  const drugVolume = Quantity.sum(
    additives.map((a) => a.volume),
    'mL',
  );
  const vehicle =
    request.content.volumeMethod === 'fill'
      ? scaleFill(request, drugVolume, findings)
      : scaleBase(request, drugVolume, findings);
  if (!vehicle) return { scaled: null, findings: bySeverity(findings) };

  const concentrations = additives.map(({ drugId, drugName, dose }) => ({
    drugId,
    drugName,
    dose,
    concentration: Concentration.of(dose, vehicle.finalVolume),
  }));
  const worked = {
    containers: request.containers,
    volumeMethod: request.content.volumeMethod,
    additives,
    ...vehicle,
    concentrations,
  };
  findings.push(
    ...checkDraws(additives),
    ...checkConcentrations(request.content, concentrations),
    ...checkFinalVolume(request.content, vehicle, drugVolume),
  );
  const scaled: ScaledFormula = { ...worked, derivation: derive(worked), findings: bySeverity(findings) };
  return { scaled, findings: scaled.findings };
}

const stop = (code: string, message: string, field?: string): Finding => ({
  code,
  severity: 'stop',
  message,
  ...(field && { field }),
});

function unmatched(request: ScaleRequest): Finding[] {
  const known = request.content.additives.map((a) => a.drugId);
  return request.doses
    .filter((d) => !known.includes(d.drugId))
    .map((d) => stop('formula.drug-not-in-formula', 'The order has a drug that is not in this formula', d.drugId));
}

function scaleAdditive(additive: FormulaAdditive, request: ScaleRequest, findings: Finding[]): ScaledAdditive[] {
  const dose = request.doses.find((d) => d.drugId === additive.drugId)?.dose;
  if (!dose?.isPositive()) {
    findings.push(stop('formula.dose-missing', `The order gives no dose of ${additive.drugName}`, additive.drugId));
    return [];
  }
  const chosen = chooseProduct(additive, dose, request, (ready) => packagesFor(ready, dose, request.containers));
  findings.push(...chosen.findings);
  const { ready } = chosen;
  if (!ready) return [];
  const exactVolume = ready.concentration.volumeFor(dose).in('mL');
  const { rounded: volume, change: rounding } = roundToDrawnVolume(exactVolume);
  if (!volume.isPositive() || !ready.packageVolume.isPositive()) {
    findings.push(
      stop(
        'formula.volume-too-small',
        `The volume of ${additive.drugName} is too small to be measured: dilute first`,
        additive.drugId,
      ),
    );
    return [];
  }
  const { product, concentration, packageVolume, reconstitution } = ready;
  const packages = packagesFor(ready, dose, request.containers);
  const { drugId, drugName } = additive;
  return [
    {
      drugId,
      drugName,
      product,
      concentration,
      dose,
      exactVolume,
      volume,
      rounding,
      packageVolume,
      packages,
      reconstitution,
    },
  ];
}

/** Draws go on from one package to the next, so whole packages are counted over the batch. */
function packagesFor(ready: ReadyProduct, dose: Quantity, containers: number): number {
  if (!ready.packageVolume.isPositive()) return 1;
  const each = roundToDrawnVolume(ready.concentration.volumeFor(dose).in('mL')).rounded;
  return Math.max(1, Number(each.times(containers).ratioTo(ready.packageVolume).ceil()));
}

function scaleBase(request: ScaleRequest, drugVolume: Quantity, findings: Finding[]): Vehicle | null {
  const { base, volumeMethod } = request.content;
  const wanted = request.base?.volume;
  const choice = base?.products.find((p) => !wanted || Quantity.parse(p.volume).eq(wanted));
  const product = request.products.find((p) => p.id === choice?.productId);
  if (!base || !choice || !product || (request.base && request.base.drugId !== base.drugId)) {
    findings.push(stop('formula.no-base', 'The formula has no base solution of the kind and volume ordered', 'base'));
    return null;
  }
  const volume = Quantity.parse(choice.volume).in('mL');
  const remove = volumeMethod === 'replace' ? drugVolume : null;
  if (remove?.gte(volume)) {
    findings.push(stop('formula.drug-exceeds-base', 'The drug takes more room than the base solution has', 'base'));
    return null;
  }
  const scaled: ScaledBase = { product, volume, remove };
  return { base: scaled, fill: null, finalVolume: remove ? volume : volume.plus(drugVolume) };
}

function scaleFill(request: ScaleRequest, drugVolume: Quantity, findings: Finding[]): Vehicle | null {
  const { content } = request;
  const container = emptyContainer(request, findings);
  if (container === undefined || !content.finalVolume) {
    findings.push(
      stop('formula.no-container', 'The formula names no empty container that can be used', 'emptyContainer'),
    );
    return null;
  }
  const finalVolume = Quantity.parse(content.finalVolume).in('mL');
  const rest = finalVolume.minus(drugVolume);
  if (rest.isNegative()) {
    findings.push(stop('formula.final-volume-exceeded', 'The drug alone is more than the final volume', 'finalVolume'));
    return null;
  }
  const diluentVolume = roundToDrawnVolume(rest).rounded;
  if (diluentVolume.isZero())
    return { base: null, fill: { container, diluent: null, diluentVolume: null }, finalVolume };
  const diluents = content.diluent
    ? offered(content.diluent.products, request).filter((p) => p.form === 'solution')
    : [];
  const diluent = diluents.find((p) => p.content.gte(diluentVolume)) ?? diluents[0];
  if (!diluent) {
    findings.push(stop('formula.diluent-missing', 'The formula names no diluent to fill up with', 'diluent'));
    return null;
  }
  const fill: ScaledFill = { container, diluent, diluentVolume };
  return { base: null, fill, finalVolume };
}

/** Null where the formula keeps its container as a supply: told, because its lot is then not in the record. */
function emptyContainer(request: ScaleRequest, findings: Finding[]): ProductFacts | null | undefined {
  const { emptyContainer: named, container } = request.content;
  if (named) return offered(named.products, request)[0];
  findings.push({
    code: 'formula.container-not-tracked',
    severity: 'info',
    message: `The ${container.description} is a supply: its lot is not scanned and not recorded`,
    source: 'domain-rules 2.1',
    field: 'emptyContainer',
  });
  return null;
}
