import type { Finding } from '#domain/finding';
import { parseFormulaContent } from '#domain/formula';
import { readDecimal } from '../../parts/decimal-text.js';
import type { Choice, DrugDraft, FormulaDraft, Source } from './draft.js';

const list = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const decimal = (text: string): string => {
  const read = readDecimal(text);
  return read.ok ? read.value : text;
};
/** A volume, or null where nothing was keyed. */
const volume = (text: string): { value: string; unit: 'mL' } | null =>
  text.trim() === '' ? null : { value: decimal(text), unit: 'mL' };
/** A whole number; what is none is handed on and refused with its field. */
const whole = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text) : text);

const products = (choices: readonly Choice[]): unknown[] =>
  choices.map(({ product, from }) => ({
    productId: product.id,
    ...(from.trim() !== '' && { fromContainers: whole(from) }),
  }));
const source = ({ drug, choices }: Source): unknown => ({
  drugId: drug?.id ?? '',
  drugName: drug?.name ?? '',
  products: products(choices),
});

function limits({ min, max, unit, source: from }: DrugDraft): unknown {
  if ([min, max, from].every((text) => text.trim() === '')) return null;
  return {
    ...(min.trim() && { min: decimal(min) }),
    ...(max.trim() && { max: decimal(max) }),
    unit,
    source: from,
  };
}

function rateLimit(draft: FormulaDraft): unknown {
  if ([draft.rate, draft.rateMinutes, draft.rateSource].every((text) => text.trim() === '')) return null;
  return {
    ...(draft.rate.trim() && { maximum: { value: decimal(draft.rate), unit: draft.rateUnit } }),
    ...(draft.rateMinutes.trim() && { minimumMinutes: whole(draft.rateMinutes) }),
    source: draft.rateSource,
  };
}

/** The record as it is sent; parts that the method does not use are left out of it. */
export function contentOf(draft: FormulaDraft): Record<string, unknown> {
  const fill = draft.volumeMethod === 'fill';
  const hours = Object.entries(draft.maximumHours).filter(([, text]) => text.trim() !== '');
  return {
    schema: 1,
    name: draft.name.trim(),
    dosageForm: draft.dosageForm.trim(),
    routes: draft.routes,
    container: {
      description: draft.description.trim(),
      kind: draft.kind.trim(),
      material: draft.material.trim(),
      capacity: volume(draft.capacity),
    },
    additives: draft.additives.map((drug) => ({ ...(source(drug) as object), limits: limits(drug) })),
    base: fill
      ? null
      : {
          drugId: draft.base.drug?.id ?? '',
          drugName: draft.base.drug?.name ?? '',
          products: draft.base.choices.map((c) => ({ productId: c.product.id, volume: volume(c.volume) })),
        },
    diluent: fill && draft.diluent.drug ? source(draft.diluent) : null,
    emptyContainer: fill
      ? { drugId: draft.emptyContainer.drug?.id ?? '', products: products(draft.emptyContainer.choices) }
      : null,
    reconstitution: draft.reconstitution.map(source),
    volumeMethod: draft.volumeMethod,
    finalVolume: fill ? volume(draft.finalVolume) : null,
    method: 'aseptic',
    storage: draft.storage,
    maximumBudHours: Object.fromEntries(hours.map(([storage, text]) => [storage, whole(text)])),
    stabilityReference: draft.stabilityReference.trim(),
    qualityChecks: draft.checks,
    appearance: draft.appearance.trim(),
    equipment: list(draft.equipment),
    precautions: list(draft.precautions),
    extraSteps: list(draft.extraSteps),
    rateLimit: rateLimit(draft),
    filter: draft.filter.trim() || null,
    lightProtection: draft.lightProtection,
    overfillNote: draft.overfillNote.trim(),
    labelWarnings: list(draft.labelWarnings),
  };
}

/** What is wrong with the record, by the rules that the server reads it with. */
export const faultsIn = (draft: FormulaDraft): readonly Finding[] =>
  parseFormulaContent(contentOf(draft)).findings ?? [];
