import { readList } from './fields.js';
import type { Question } from './use-calculation.js';

export const DOSE_DEFAULTS = {
  work: 'dose',
  basis: 'per-kg',
  dose: '',
  unit: 'mg',
  sex: '',
  age: '',
  height: '',
  heightUnit: 'cm',
  weight: '',
  weightUnit: 'kg',
  weightUsed: 'actual',
  surface: 'mosteller',
  creatinine: '',
  floor: '',
  gfr: '',
  gfrCap: '',
  maximum: '',
  roundTo: '',
  vial: '',
  dilution: 'dilute',
  stock: '',
  stockUnit: 'mg',
  stockMl: '1',
  weaker: '',
  target: '',
  targetUnit: 'mg',
  targetMl: '1',
  finalMl: '',
  baseMl: '',
  parts: '[{},{}]',
  percent: '',
  ratio: '',
  rate: 'volume-over-time',
  volumeMl: '',
  overHours: '',
  overMinutes: '',
  mlPerHour: '',
  drops: '20',
  doseRate: '',
  doseUnit: 'ug',
  doseTime: 'min',
  dosePer: 'kg',
  body: '',
  amount: '',
  amountUnit: 'mg',
  inMl: '',
} as const satisfies Record<string, string>;
export type DoseField = keyof typeof DOSE_DEFAULTS;
export type DoseValues = Readonly<Record<DoseField, string>>;

export const isDecimal = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(text);

/** Filled-in entries only: what is left out is not asked about. */
export const filled = (entries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ''));

/** The first of the named fields that holds no number, as a sentence. */
export function firstMissing(numbers: readonly (readonly [words: string, value: string])[]): string | undefined {
  for (const [words, value] of numbers) {
    if (value === '') return `Enter ${words}.`;
    if (!isDecimal(value)) return `Enter ${words} as a plain number, with up to 6 decimals.`;
  }
  return undefined;
}

export const ask = (missing: string | undefined, request: () => object): Question =>
  missing === undefined ? { request: request() } : { missing };

export function doseQuestion(v: DoseValues): Question {
  const body = [
    ['the height', v.height],
    ['the weight', v.weight],
  ] as const;
  const dose = v.basis === 'auc' ? 'the target AUC' : 'the dose';
  const needed = {
    none: v.weight === '' ? body.slice(0, 1) : body.slice(1),
    flat: [[dose, v.dose]] as const,
    'per-kg': [[dose, v.dose], body[1]] as const,
    'per-m2': [[dose, v.dose], ...body] as const,
    auc: [[dose, v.dose], ...(v.gfr === '' ? clearanceNeeds(v) : ([['the GFR', v.gfr]] as const))] as const,
  }[v.basis as 'none' | 'flat' | 'per-kg' | 'per-m2' | 'auc'];
  const further = [v.height, v.weight, v.creatinine, v.floor, v.gfr, v.gfrCap, v.maximum, v.roundTo, v.vial];
  const unreadable = further.some((value) => value !== '' && !isDecimal(value));
  const sexMissing = v.basis === 'auc' && v.gfr === '' && v.sex === '' ? 'Choose the sex.' : undefined;
  return ask(
    firstMissing(needed) ?? sexMissing ?? (unreadable ? 'One of the numbers cannot be read.' : undefined),
    () => ({
      basis: v.basis,
      ...(v.basis === 'none' ? {} : filled({ dose: v.dose })),
      ...(v.basis === 'none' || v.basis === 'auc' ? {} : { unit: v.unit }),
      ...filled({
        sex: v.sex,
        height: v.height,
        weight: v.weight,
        serumCreatinine: v.creatinine,
        creatinineFloor: v.floor,
      }),
      ...filled({ gfr: v.gfr, gfrCap: v.gfrCap, maximum: v.maximum, roundTo: v.roundTo, vial: v.vial }),
      ...(/^\d{1,3}$/.test(v.age) ? { ageYears: Number(v.age) } : {}),
      ...(v.height === '' ? {} : { heightUnit: v.heightUnit, surfaceFormula: v.surface }),
      ...(v.weight === '' ? {} : { weightUnit: v.weightUnit, weightUsed: v.weightUsed }),
    }),
  );
}

const clearanceNeeds = (v: DoseValues): readonly (readonly [string, string])[] => [
  ['the weight', v.weight],
  ['the age in years', v.age],
  ['the serum creatinine, or the GFR', v.creatinine],
];

export interface MixPart {
  amount: string;
  unit: string;
  perMl: string;
  volumeMl: string;
}
export const EMPTY_PART: MixPart = { amount: '', unit: 'mg', perMl: '1', volumeMl: '' };

export const concentration = (amount: string, unit: string, perMl: string): object => ({
  amount,
  unit,
  ...filled({ perMl }),
});

export function dilutionQuestion(v: DoseValues): Question {
  const stock = ['the strength of the stock', v.stock] as const;
  const target = ['the strength wanted', v.target] as const;
  const strengths = (): object => ({
    kind: v.dilution,
    stock: concentration(v.stock, v.stockUnit, v.stockMl),
    target: concentration(v.target, v.targetUnit, v.targetMl),
  });
  switch (v.dilution) {
    case 'mix':
      return mixQuestion(readList(v.parts, EMPTY_PART));
    case 'percent':
      return ask(firstMissing([['the percentage', v.percent]]), () => ({ kind: 'percent', percent: v.percent }));
    case 'ratio':
      return /^1:\d{1,7}$/.test(v.ratio)
        ? { request: { kind: 'ratio', ratio: v.ratio } }
        : { missing: 'Enter the ratio, such as 1:1000.' };
    case 'add':
      return ask(firstMissing([stock, target, ['the volume of the bag', v.baseMl]]), () => ({
        ...strengths(),
        baseVolumeMl: v.baseMl,
      }));
    case 'alligation':
      return ask(firstMissing([stock, target]), () => ({
        ...strengths(),
        ...filled({ finalVolumeMl: v.finalMl }),
        ...(v.weaker === '' ? {} : { weaker: concentration(v.weaker, v.stockUnit, v.stockMl) }),
      }));
    default:
      return ask(firstMissing([stock, target, ['the final volume', v.finalMl]]), () => ({
        ...strengths(),
        finalVolumeMl: v.finalMl,
      }));
  }
}

function mixQuestion(parts: readonly MixPart[]): Question {
  const needed = parts.flatMap((part, i) => [
    [`the strength of part ${i + 1}`, part.amount] as const,
    [`the volume of part ${i + 1}`, part.volumeMl] as const,
  ]);
  return ask(firstMissing(needed), () => ({
    kind: 'mix',
    parts: parts.map((part) => ({
      concentration: concentration(part.amount, part.unit, part.perMl),
      volumeMl: part.volumeMl,
    })),
  }));
}

/** Hours and minutes together, as minutes in exact text; '' when neither can be read. */
export function minutesOf(hours: string, minutes: string): string {
  const [h, m] = [hours === '' ? '0' : hours, minutes === '' ? '0' : minutes];
  if (!isDecimal(h) || !isDecimal(m)) return '';
  // In millionths of a minute, so that 0.1 h is 6 min and not 6.000000000000001.
  const millionths = millions(h) * 60n + millions(m);
  if (millionths === 0n) return '';
  const text = millionths.toString().padStart(7, '0');
  const fraction = text.slice(-6).replace(/0+$/, '');
  return `${text.slice(0, -6)}${fraction ? `.${fraction}` : ''}`;
}

function millions(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}

export function rateQuestion(v: DoseValues): Question {
  const overMinutes = minutesOf(v.overHours, v.overMinutes);
  const volume = ['the volume', v.volumeMl] as const;
  const over = ['how long it runs', overMinutes] as const;
  const rate = ['the pump rate', v.mlPerHour] as const;
  const strength = [
    ['how much drug is in the container', v.amount],
    ['the volume that holds it', v.inMl],
  ] as const;
  const weight = v.dosePer === '' ? [] : ([[v.dosePer === 'kg' ? 'the weight' : 'the body surface', v.body]] as const);
  const inContainer = (): object => ({ concentration: concentration(v.amount, v.amountUnit, v.inMl) });
  const doseForm = { doseUnit: v.doseUnit, doseTime: v.doseTime, ...filled({ dosePer: v.dosePer }) };
  const perBody = v.dosePer === '' ? {} : { body: v.body };
  switch (v.rate) {
    case 'time-for-rate':
      return ask(firstMissing([volume, rate]), () => ({
        kind: v.rate,
        volumeMl: v.volumeMl,
        rateMlPerHour: v.mlPerHour,
      }));
    case 'drip':
      return ask(firstMissing([volume, over, ['the drops per mL', v.drops]]), () => ({
        kind: v.rate,
        volumeMl: v.volumeMl,
        overMinutes,
        dropsPerMl: v.drops,
      }));
    case 'dose-rate':
      return ask(firstMissing([['the dose rate', v.doseRate], ...weight, ...strength]), () => ({
        kind: v.rate,
        doseRate: v.doseRate,
        ...doseForm,
        ...perBody,
        ...inContainer(),
      }));
    case 'pump-rate':
      return ask(firstMissing([rate, ...weight, ...strength]), () => ({
        kind: v.rate,
        rateMlPerHour: v.mlPerHour,
        ...doseForm,
        ...perBody,
        ...inContainer(),
      }));
    case 'dose-over-time':
      return ask(firstMissing([['the dose', v.dose], over, ...strength]), () => ({
        kind: v.rate,
        dose: { value: v.dose, unit: v.unit },
        overMinutes,
        ...inContainer(),
      }));
    default:
      return ask(firstMissing([volume, over]), () => ({ kind: 'volume-over-time', volumeMl: v.volumeMl, overMinutes }));
  }
}
