import { displayQuantity } from '#domain/display';
import type { Finding } from '#domain/finding';
import { Concentration, Quantity, type Decimal } from '#domain/quantity';
import type { ConcentrationLimits, FormulaContent } from './content.js';
import type { ScaledAdditive, ScaledFormula, Vehicle } from './scaled.js';
import { shown, shownConcentration } from './shown.js';

/** Rounding a drawn volume changes the dose; above this it is told, above the second it needs a decision (site policy). */
const ROUNDING_SOFT_PERCENT = 2;
const ROUNDING_HARD_PERCENT = 5;
/** Syringes in common use, mL. A draw below a fifth of the smallest is not accurate (domain-rules 8.4). */
const SMALLEST_SYRINGE = Quantity.of(1, 'mL');
const LARGEST_SYRINGE = Quantity.of(60, 'mL');
/** More than this on top of a bag is told: the total and the concentration are then far from what the bag says. */
const ADDED_PERCENT = 10;

export function checkDraws(additives: readonly ScaledAdditive[]): Finding[] {
  return additives.flatMap((a) => [...rounding(a), ...syringe(a), ...rest(a)]);
}

const percentOf = (part: Quantity, whole: Quantity): Decimal => part.ratioTo(whole).times(100).abs();

function rounding(a: ScaledAdditive): Finding[] {
  const percent = percentOf(a.rounding, a.exactVolume);
  if (percent.lte(ROUNDING_SOFT_PERCENT)) return [];
  return [
    {
      code: 'formula.rounding-changes-dose',
      severity: percent.gt(ROUNDING_HARD_PERCENT) ? 'hard' : 'soft',
      message: `${a.drugName}: drawing ${displayQuantity(a.volume)} instead of ${shown(a.exactVolume)} changes the dose by ${percent.toFixed(1, 'half-up')} %`,
      source: 'domain-rules 8.4',
      field: a.drugId,
    },
  ];
}

function syringe(a: ScaledAdditive): Finding[] {
  if (a.volume.lt(SMALLEST_SYRINGE.dividedBy(5)))
    return [
      {
        code: 'formula.draw-below-syringe-accuracy',
        severity: 'soft',
        message: `${displayQuantity(a.volume)} of ${a.drugName} is less than a fifth of a 1 mL syringe: consider a dilution`,
        source: 'domain-rules 8.4',
        field: a.drugId,
      },
    ];
  if (a.volume.lte(LARGEST_SYRINGE)) return [];
  return [
    {
      code: 'formula.several-syringes',
      severity: 'info',
      message: `${displayQuantity(a.volume)} of ${a.drugName} needs more than one 60 mL syringe`,
      source: 'domain-rules 8.4',
      field: a.drugId,
    },
  ];
}

/** Doses that do not come out even with packages. */
function rest(a: ScaledAdditive): Finding[] {
  if (a.packageVolume.ratioTo(a.volume).isInteger() || a.volume.ratioTo(a.packageVolume).isInteger()) return [];
  return [
    {
      code: 'formula.dose-not-divisible',
      severity: 'info',
      message: `A package of ${a.drugName} gives ${shown(a.packageVolume)}, a dose takes ${displayQuantity(a.volume)}: some doses come from two packages, or a rest is discarded`,
      field: a.drugId,
    },
  ];
}

/** `mg/mL` and a number, as a concentration. */
function limit(limits: ConcentrationLimits, value: string): Concentration {
  const [unit = ''] = limits.unit.split('/');
  return Concentration.of(Quantity.of(value, unit), Quantity.of(1, 'mL'));
}

export function checkConcentrations(
  content: FormulaContent,
  concentrations: ScaledFormula['concentrations'],
): Finding[] {
  return concentrations.flatMap(({ drugId, drugName, concentration }): Finding[] => {
    const limits = content.additives.find((a) => a.drugId === drugId)?.limits;
    if (!limits) return [];
    if (limit(limits, '1').amount.dimension !== concentration.amount.dimension)
      return [
        {
          code: 'formula.limit-in-other-unit',
          severity: 'hard',
          message: `The limit of ${drugName} is in ${limits.unit}, the dose in ${concentration.amount.unit}: compare by hand`,
          source: limits.source,
          field: drugId,
        },
      ];
    const said = `${drugName} comes to ${shownConcentration(concentration)}`;
    if (limits.max !== undefined && concentration.compare(limit(limits, limits.max)) > 0)
      return [
        outside('formula.concentration-over-limit', `${said}: above ${limits.max} ${limits.unit}`, limits, drugId),
      ];
    if (limits.min !== undefined && concentration.compare(limit(limits, limits.min)) < 0)
      return [
        outside('formula.concentration-under-limit', `${said}: below ${limits.min} ${limits.unit}`, limits, drugId),
      ];
    return [];
  });
}

const outside = (code: string, message: string, limits: ConcentrationLimits, field: string): Finding => ({
  code,
  severity: 'hard',
  message,
  source: limits.source,
  field,
});

export function checkFinalVolume(content: FormulaContent, vehicle: Vehicle, drugVolume: Quantity): Finding[] {
  const findings: Finding[] = [];
  const capacity = content.container.capacity && Quantity.parse(content.container.capacity);
  if (capacity && vehicle.finalVolume.gt(capacity))
    findings.push({
      code: 'formula.capacity-exceeded',
      severity: 'stop',
      message: `${displayQuantity(vehicle.finalVolume)} do not go into ${content.container.description}, which holds ${displayQuantity(capacity)}`,
      field: 'container.capacity',
    });
  const { base } = vehicle;
  if (base && !base.remove && percentOf(drugVolume, base.volume).gt(ADDED_PERCENT))
    findings.push({
      code: 'formula.added-volume-large',
      severity: 'soft',
      message: `${displayQuantity(drugVolume)} of drug on top of ${displayQuantity(base.volume)} is more than ${ADDED_PERCENT} %: consider taking the same volume out first`,
      field: 'volumeMethod',
    });
  return findings;
}
