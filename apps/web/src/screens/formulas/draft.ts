import type { FormulaContent, FormulaProductChoice, VolumeMethod } from '#domain/formula';
import type { Route } from '#domain/order';
import type { Storage } from '../../api/types.js';
import type { NameOf } from './record.js';

export interface Named {
  id: string;
  name: string;
}

/** A product in its place in the order of preference. */
export interface Choice {
  product: Named;
  /** Preferred only from so many containers on. */
  from: string;
  /** Of a base solution: what the package holds, mL. */
  volume: string;
}

/** A drug or solution with its products. */
export interface Source {
  drug: Named | null;
  choices: readonly Choice[];
}

export interface DrugDraft extends Source {
  min: string;
  max: string;
  unit: string;
  source: string;
}

/** A master formulation record as it is written: everything text, every part there whether it is used or not. */
export interface FormulaDraft {
  name: string;
  dosageForm: string;
  routes: readonly Route[];
  description: string;
  kind: string;
  material: string;
  capacity: string;
  additives: readonly DrugDraft[];
  volumeMethod: VolumeMethod;
  base: Source;
  diluent: Source;
  emptyContainer: Source;
  finalVolume: string;
  reconstitution: readonly Source[];
  storage: Storage;
  maximumHours: Readonly<Record<Storage, string>>;
  stabilityReference: string;
  checks: readonly { check: string; expected: string }[];
  appearance: string;
  equipment: string;
  precautions: string;
  extraSteps: string;
  rate: string;
  rateUnit: string;
  rateMinutes: string;
  rateSource: string;
  filter: string;
  lightProtection: boolean;
  overfillNote: string;
  labelWarnings: string;
}

export const EMPTY_SOURCE: Source = { drug: null, choices: [] };
export const EMPTY_DRUG: DrugDraft = { ...EMPTY_SOURCE, min: '', max: '', unit: 'mg/mL', source: '' };

export const EMPTY_FORMULA: FormulaDraft = {
  name: '',
  dosageForm: 'solution for infusion',
  routes: ['IV'],
  description: '',
  kind: 'bag',
  material: '',
  capacity: '',
  additives: [EMPTY_DRUG],
  volumeMethod: 'replace',
  base: EMPTY_SOURCE,
  diluent: EMPTY_SOURCE,
  emptyContainer: EMPTY_SOURCE,
  finalVolume: '',
  reconstitution: [],
  storage: 'REF',
  maximumHours: { CRT: '', REF: '', FRZ: '' },
  stabilityReference: '',
  checks: [
    {
      check: 'Visual inspection against a light and a dark background',
      expected: 'No particles, no cloudiness, no color change',
    },
    { check: 'Container inspection', expected: 'No leak, ports sealed' },
  ],
  appearance: '',
  equipment: '',
  precautions: '',
  extraSteps: '',
  rate: '',
  rateUnit: 'mg/min',
  rateMinutes: '',
  rateSource: '',
  filter: '',
  lightProtection: false,
  overfillNote: '',
  labelWarnings: '',
};

/** A record that is there, to be changed. */
export function draftOf(content: FormulaContent, nameOf: NameOf): FormulaDraft {
  const choice = ({ productId, fromContainers }: FormulaProductChoice, volume = ''): Choice => ({
    product: { id: productId, name: nameOf(productId) },
    from: fromContainers === undefined ? '' : String(fromContainers),
    volume,
  });
  const source = (one: { drugId: string; drugName?: string; products: readonly FormulaProductChoice[] }): Source => ({
    drug: { id: one.drugId, name: one.drugName ?? 'empty container' },
    choices: one.products.map((p) => choice(p)),
  });
  const hours = (storage: Storage): string => String(content.maximumBudHours[storage] ?? '');
  return {
    name: content.name,
    dosageForm: content.dosageForm,
    routes: content.routes,
    description: content.container.description,
    kind: content.container.kind,
    material: content.container.material,
    capacity: content.container.capacity?.value ?? '',
    additives: content.additives.map((drug) => ({
      ...source(drug),
      min: drug.limits?.min ?? '',
      max: drug.limits?.max ?? '',
      unit: drug.limits?.unit ?? 'mg/mL',
      source: drug.limits?.source ?? '',
    })),
    volumeMethod: content.volumeMethod,
    base: content.base
      ? {
          drug: { id: content.base.drugId, name: content.base.drugName },
          choices: content.base.products.map((p) => choice(p, p.volume.value)),
        }
      : EMPTY_SOURCE,
    diluent: content.diluent ? source(content.diluent) : EMPTY_SOURCE,
    emptyContainer: content.emptyContainer ? source(content.emptyContainer) : EMPTY_SOURCE,
    finalVolume: content.finalVolume?.value ?? '',
    reconstitution: content.reconstitution.map(source),
    storage: content.storage,
    maximumHours: { CRT: hours('CRT'), REF: hours('REF'), FRZ: hours('FRZ') },
    stabilityReference: content.stabilityReference,
    checks: content.qualityChecks,
    appearance: content.appearance,
    equipment: content.equipment.join('\n'),
    precautions: content.precautions.join('\n'),
    extraSteps: content.extraSteps.join('\n'),
    rate: content.rateLimit?.maximum?.value ?? '',
    rateUnit: content.rateLimit?.maximum?.unit ?? 'mg/min',
    rateMinutes: String(content.rateLimit?.minimumMinutes ?? ''),
    rateSource: content.rateLimit?.source ?? '',
    filter: content.filter ?? '',
    lightProtection: content.lightProtection,
    overfillNote: content.overfillNote,
    labelWarnings: content.labelWarnings.join('\n'),
  };
}
