import { displayConcentration, displayQuantity, displayRounded, strengthLine, tallMan } from '#domain/display';
import type { ScaledFormula } from '#domain/formula';
import { formatInstant } from '#domain/time';
import type { ReviewBasis } from './order-review-facts.js';
import type { OrderReviewResponse, PreparationPreviewDto, StabilityRowDto } from './orders.dto.js';

export const formulaCandidates = (basis: ReviewBasis): OrderReviewResponse['formulas'] =>
  basis.candidates.map((candidate) => {
    const formula = basis.formulas.find((f) => f.versionId === candidate.versionId);
    return {
      formulationId: formula?.formulationId ?? '',
      formulationVersionId: candidate.versionId,
      number: formula?.number ?? '',
      name: candidate.name,
      version: formula?.version ?? 0,
      fits: candidate.whyNot.length === 0,
      whyNot: candidate.whyNot.map((f) => f.message),
    };
  });

export function preparation(scaled: ScaledFormula): PreparationPreviewDto {
  const [first] = scaled.concentrations;
  return {
    finalVolume: scaled.finalVolume.toJSON(),
    concentrationText: scaled.concentrations
      .map((c) => `${tallMan(c.drugName)} ${displayConcentration(c.concentration)}`)
      .join(', '),
    strengthText: first ? strengthLine(first.dose, scaled.finalVolume) : '',
    lines: scaled.additives.map((a) => ({
      drugName: tallMan(a.drugName),
      productName: a.product.name,
      packages: a.packages,
      perContainerText: `${displayQuantity(a.dose)} = ${displayRounded(a.volume, 2, 'half-up')}`,
      note: a.reconstitution
        ? `Reconstitute each with ${displayQuantity(a.reconstitution.volume)} ${a.reconstitution.diluent.drugName} to ${displayConcentration(a.concentration)}`
        : '',
    })),
    derivation: scaled.derivation.map((step) => ({
      label: step.label,
      formula: step.formula,
      substitution: '',
      value: step.value,
      unit: '',
    })),
  };
}

export function budPreview(basis: ReviewBasis): OrderReviewResponse['bud'] {
  if (!basis.bud) return null;
  const { bud } = basis;
  return {
    beyondUseDate: bud.beyondUseDate === null ? null : formatInstant(bud.beyondUseDate),
    category: typeof bud.category.assigned === 'number' ? bud.category.assigned : 0,
    summary:
      bud.beyondUseDateText ??
      (bud.decision === 'needs-pharmacist'
        ? 'No confirmed stability evidence fits: a pharmacist decides.'
        : 'No beyond-use date can be given.'),
    neededUntil: formatInstant(basis.neededUntil),
    answer: { ...bud },
  };
}

export function stabilityRows(basis: ReviewBasis): OrderReviewResponse['stability'] {
  const text = (e: ReviewBasis['stability'][number]['fits'][number]): string =>
    [
      e.drug,
      e.concentrationMin === undefined
        ? ''
        : `${e.concentrationMin}${e.concentrationMax === e.concentrationMin ? '' : ` to ${e.concentrationMax ?? ''}`} ${e.concentrationUnit ?? ''}`,
      e.diluents.join(' or '),
      e.containers.map((c) => [c.kind, c.material].filter(Boolean).join(', ')).join(' or '),
      e.temperatureMinC === undefined ? '' : `${e.temperatureMinC} to ${e.temperatureMaxC ?? ''} °C`,
      e.limitHours === undefined ? '' : `${e.limitHours} h`,
    ]
      .filter(Boolean)
      .join(', ');
  const row = (e: ReviewBasis['stability'][number]['fits'][number], whyNot: string | null): StabilityRowDto => ({
    id: e.id,
    text: text(e),
    citation: e.citation,
    status: e.status,
    whyNot,
  });
  return {
    fits: basis.stability.flatMap((match) => match.fits.map((e) => row(e, null))),
    nearMisses: basis.stability.flatMap((match) =>
      match.nearMisses.map(({ evidence, why }) => row(evidence, why.join('; '))),
    ),
    decisionNeeded: basis.bud?.decision === 'needs-pharmacist',
  };
}
