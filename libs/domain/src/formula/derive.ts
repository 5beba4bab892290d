import { displayQuantity } from '#domain/display';
import type { ScaledAdditive, ScaledFormula, ScaleStep } from './scaled.js';
import { shown, shownConcentration } from './shown.js';

/** The calculation in words and numbers, for the record and the screen. */
export function derive(scaled: Omit<ScaledFormula, 'derivation' | 'findings'>): ScaleStep[] {
  return [
    ...scaled.additives.flatMap((a) => additive(a, scaled.containers)),
    ...vehicle(scaled),
    ...scaled.concentrations.map(({ drugName, dose, concentration }) => ({
      label: `${drugName} in the finished preparation`,
      formula: `${shown(dose)} ÷ ${shown(scaled.finalVolume)}`,
      value: shownConcentration(concentration),
    })),
  ];
}

function additive(a: ScaledAdditive, containers: number): ScaleStep[] {
  const steps: ScaleStep[] = [];
  if (a.reconstitution) {
    const { volume, displacement, finalVolume, diluent } = a.reconstitution;
    const powder = displacement?.isPositive() ? ` + ${shown(displacement)} of powder` : '';
    steps.push({
      label: `${a.drugName}: reconstitution of each package`,
      formula: `${shown(a.product.content)} in ${shown(volume)} ${diluent.drugName}${powder} = ${shown(finalVolume)}`,
      value: shownConcentration(a.concentration),
    });
  }
  const strength = shownConcentration(a.concentration);
  steps.push({
    label: `${a.drugName}: volume for each container`,
    formula: `${shown(a.dose)} ÷ ${strength}`,
    value: shown(a.exactVolume),
  });
  if (!a.rounding.isZero())
    steps.push({
      label: `${a.drugName}: as drawn`,
      formula: 'to 0.01 mL below 1 mL, to 0.1 mL from there on',
      value: displayQuantity(a.volume),
      rounding: true,
    });
  steps.push({
    label: `${a.drugName}: packages`,
    formula: `${containers} × ${displayQuantity(a.volume)} ÷ ${shown(a.packageVolume)} in each, rounded up`,
    value: String(a.packages),
    rounding: true,
  });
  return steps;
}

function vehicle({ additives, base, fill, finalVolume }: Omit<ScaledFormula, 'derivation' | 'findings'>): ScaleStep[] {
  const drugs = additives.map((a) => displayQuantity(a.volume)).join(' + ');
  if (base?.remove)
    return [
      {
        label: 'Base solution to take out',
        formula: `as much as the drug: ${drugs}`,
        value: displayQuantity(base.remove),
      },
    ];
  if (base)
    return [
      {
        label: 'Final volume',
        formula: `${displayQuantity(base.volume)} + ${drugs}`,
        value: displayQuantity(finalVolume),
      },
    ];
  if (fill?.diluentVolume)
    return [
      {
        label: 'Diluent',
        formula: `${displayQuantity(finalVolume)} − ${drugs}`,
        value: displayQuantity(fill.diluentVolume),
      },
    ];
  return [];
}
