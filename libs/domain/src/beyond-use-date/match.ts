import { Concentration, parseUnit, Quantity, type Decimal } from '#domain/quantity';
import type { ContainerMaterial, StabilityEvidence, StabilityMatch, StabilityPreparation } from './evidence.js';
import { STORAGE_WORDS } from './limits.js';

/** Degrees Celsius (domain-rules 1.5). */
const BANDS = { CRT: [20, 25], REF: [2, 8], FRZ: [-25, -10] } as const;

/**
 * Which rows of evidence fit a preparation in drug, concentration, diluent, container, temperature and light (BUD-11). What a row
 * leaves empty never fits silently: the row is a near miss that says so.
 * @throws RangeError when the preparation's own concentration cannot be read.
 */
export function matchStability(
  evidence: readonly StabilityEvidence[],
  preparation: StabilityPreparation,
): StabilityMatch {
  const concentration = readConcentration(preparation.concentration.value, preparation.concentration.unit);
  const fits: StabilityEvidence[] = [];
  const nearMisses: { evidence: StabilityEvidence; why: string[] }[] = [];
  for (const row of evidence.filter((e) => normalizeName(e.drug) === normalizeName(preparation.drug))) {
    const why = misfits(row, preparation, concentration);
    if (why.length === 0) fits.push(row);
    else nearMisses.push({ evidence: row, why });
  }
  fits.sort((a, b) => (a.limitHours ?? 0) - (b.limitHours ?? 0));
  return { fits, nearMisses };
}

function misfits(row: StabilityEvidence, made: StabilityPreparation, concentration: Concentration): string[] {
  const reasons = [
    concentrationMisfit(row, concentration),
    diluentMisfit(row, made.diluent),
    containerMisfit(row.containers, made.container),
    temperatureMisfit(row, made.storage),
    row.lightProtected && !made.lightProtected ? 'holds only when protected from light' : null,
    row.limitHours === undefined ? 'states no usable limit' : null,
  ];
  return reasons.filter((r) => r !== null);
}

function readConcentration(value: string, unit: string): Concentration {
  const [amount, volume, ...rest] = unit.split('/');
  if (!amount || !volume || rest.length > 0) throw new RangeError(`Not a concentration unit: "${unit.slice(0, 20)}"`);
  return Concentration.of(Quantity.of(value, parseUnit(amount)), Quantity.of('1', parseUnit(volume)));
}

function concentrationMisfit(row: StabilityEvidence, made: Concentration): string | null {
  const { concentrationMin: min, concentrationMax: max, concentrationUnit: unit } = row;
  if (min === undefined || max === undefined || unit === undefined) return 'states no concentration';
  const [low, high] = [readConcentration(min, unit), readConcentration(max, unit)];
  const value = perSame(made, low);
  if (value === null) return `is in ${unit}, which does not compare with this preparation`;
  const inside = value.gte(low.per(low.amount.unit, 'mL')) && value.lte(high.per(low.amount.unit, 'mL'));
  const range = min === max ? min : `${min} to ${max}`;
  return inside ? null : `is for ${range} ${unit}`;
}

function perSame(made: Concentration, row: Concentration): Decimal | null {
  try {
    return made.per(row.amount.unit, 'mL');
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function diluentMisfit(row: StabilityEvidence, diluent: string): string | null {
  if (row.diluents.length === 0) return 'states no diluent';
  const fits = row.diluents.some((d) => normalizeDiluent(d) === normalizeDiluent(diluent));
  return fits ? null : `is for ${row.diluents.join(' or ')}`;
}

function containerMisfit(of: readonly ContainerMaterial[], made: ContainerMaterial): string | null {
  if (of.length === 0) return 'states no container';
  const sameKind = of.filter((c) => normalizeName(c.kind) === normalizeName(made.kind));
  const show = (c: ContainerMaterial): string => [c.material, c.kind].filter(Boolean).join(' ');
  if (sameKind.length === 0) return `is for ${of.map(show).join(' or ')}`;
  const named = sameKind.filter((c) => c.material !== undefined);
  if (named.length < sameKind.length) return null;
  const material = made.material;
  if (material === undefined)
    return `is for ${named.map(show).join(' or ')}; the material of this container is not known`;
  const fits = named.some((c) => normalizeName(c.material ?? '') === normalizeName(material));
  return fits ? null : `is for ${named.map(show).join(' or ')}`;
}

function temperatureMisfit(row: StabilityEvidence, storage: StabilityPreparation['storage']): string | null {
  const { temperatureMinC: min, temperatureMaxC: max } = row;
  if (min === undefined || max === undefined) return 'states no temperature';
  const [low, high] = BANDS[storage];
  // A study at one temperature of the band stands for it; one that spans the band's warm end covers it. One that only touches
  // the cold end does not: warmth is what shortens.
  const within = min >= low && max <= high;
  const coversWarmEnd = min <= high && max >= high;
  const range = min === max ? `${min}` : `${min} to ${max}`;
  return within || coversWarmEnd ? null : `is for ${range} °C, not ${STORAGE_WORDS[storage]}`;
}

const normalizeName = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ');

const DILUENTS: Readonly<Record<string, string>> = {
  ns: 'sodium chloride 0.9%',
  '0.9% sodium chloride': 'sodium chloride 0.9%',
  'normal saline': 'sodium chloride 0.9%',
  d5w: 'dextrose 5%',
  '5% dextrose': 'dextrose 5%',
  'dextrose 5% in water': 'dextrose 5%',
  swfi: 'sterile water for injection',
  swi: 'sterile water for injection',
  none: 'undiluted',
};

/** One spelling of a diluent: `0.9 % sodium chloride injection`, `NS` and `Sodium chloride 0.9%` are one. */
export function normalizeDiluent(name: string): string {
  const spelled = normalizeName(name).replace(/\s+%/g, '%');
  // "Sterile water for injection" is a name; elsewhere "injection" and "USP" say nothing about the liquid.
  const plain = spelled.includes('water for')
    ? spelled
    : spelled.replace(/,? (injection|for infusion|usp)\b/g, '').trim();
  return DILUENTS[plain] ?? plain;
}
