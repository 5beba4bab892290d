import { tallMan } from '#domain/display';
import type { FormulaAdditive, FormulaContent, FormulaDiluent, FormulaProductChoice } from '#domain/formula';
import { showDecimal, showQuantity, showUnit } from '../../format.js';

/** One line of a master formulation record as people read it. */
export interface RecordRow {
  label: string;
  /** Several values are a list in their order. */
  values: readonly string[];
}

export interface RecordSection {
  title: string;
  rows: readonly RecordRow[];
}

/** The name of a product, by its id. */
export type NameOf = (productId: string) => string;

export const METHOD_WORDS: Readonly<Record<FormulaContent['volumeMethod'], string>> = {
  add: 'The drug is added on top: the total volume grows',
  replace: 'The same volume of base solution is taken out first: the total volume stays',
  fill: 'Drug into an empty container, then diluent to the final volume',
};
const STORAGE_WORDS = {
  CRT: 'room temperature, 20 to 25 °C',
  REF: 'refrigerator, 2 to 8 °C',
  FRZ: 'freezer, -25 to -10 °C',
} as const;

/** The whole record as sections of names and values; what shows it and what compares versions both use this. */
export function recordOf(content: FormulaContent, nameOf: NameOf): RecordSection[] {
  return [
    preparation(content),
    ...content.additives.map((drug, i) => additive(drug, content.additives.length > 1 ? ` ${i + 1}` : '', nameOf)),
    volume(content, nameOf),
    {
      title: 'Reconstitution',
      rows: rows(
        content.reconstitution.map((d): RecordRow => ({
          label: `${d.drugName}, in order`,
          values: choices(d.products, nameOf),
        })),
      ),
    },
    lasting(content),
    {
      title: 'Steps and checks',
      rows: rows([
        { label: 'Equipment', values: content.equipment },
        { label: 'Precautions', values: content.precautions },
        { label: 'Further steps', values: content.extraSteps },
        { label: 'Appearance', values: one(content.appearance) },
        { label: 'Quality checks', values: content.qualityChecks.map((q) => `${q.check}: ${q.expected}`) },
      ]),
    },
    {
      title: 'Giving and labeling',
      rows: rows([
        { label: 'Rate', values: rateText(content) },
        { label: 'Filter', values: one(content.filter ?? '') },
        { label: 'Label warnings', values: content.labelWarnings },
        { label: 'Overfill', values: one(content.overfillNote) },
      ]),
    },
  ].filter((section) => section.rows.length > 0);
}

const one = (text: string): string[] => (text === '' ? [] : [text]);
const rows = (all: readonly RecordRow[]): RecordRow[] => all.filter(({ values }) => values.length > 0);

const choices = (products: readonly FormulaProductChoice[], nameOf: NameOf): string[] =>
  products.map(({ productId, fromContainers }) =>
    fromContainers === undefined
      ? nameOf(productId)
      : `${nameOf(productId)}, for ${fromContainers} containers and more`,
  );

const preparation = (content: FormulaContent): RecordSection => ({
  title: 'Preparation',
  rows: rows([
    { label: 'Name', values: one(content.name) },
    { label: 'Dosage form', values: one(content.dosageForm) },
    { label: 'Routes', values: [content.routes.join(', ')] },
    {
      label: 'Container',
      values: [`${content.container.description} (${content.container.kind}, ${content.container.material})`],
    },
    { label: 'Capacity', values: content.container.capacity ? [showQuantity(content.container.capacity)] : [] },
    { label: 'Method', values: [content.method] },
  ]),
});

const additive = (drug: FormulaAdditive, number: string, nameOf: NameOf): RecordSection => ({
  title: `Drug${number}`,
  rows: rows([
    { label: 'Drug', values: [tallMan(drug.drugName)] },
    { label: 'Products, in order', values: choices(drug.products, nameOf) },
    { label: 'Concentration', values: limitsText(drug.limits) },
    { label: 'Source of the limits', values: one(drug.limits?.source ?? '') },
  ]),
});

function limitsText(limits: FormulaAdditive['limits']): string[] {
  if (!limits) return [];
  const unit = showUnit(limits.unit);
  if (limits.min !== undefined && limits.max !== undefined)
    return [`${showDecimal(limits.min)} to ${showDecimal(limits.max)} ${unit}`];
  return limits.max !== undefined
    ? [`at most ${showDecimal(limits.max)} ${unit}`]
    : [`at least ${showDecimal(limits.min ?? '')} ${unit}`];
}

const filled = (diluent: FormulaDiluent | null): RecordRow[] =>
  diluent ? [{ label: 'Diluent', values: [diluent.drugName] }] : [];

function volume(content: FormulaContent, nameOf: NameOf): RecordSection {
  const { base, diluent, emptyContainer } = content;
  return {
    title: 'Volume',
    rows: rows([
      { label: 'How', values: [METHOD_WORDS[content.volumeMethod]] },
      { label: 'Base solution', values: one(base?.drugName ?? '') },
      {
        label: 'Base products, in order',
        values: base?.products.map((p) => `${nameOf(p.productId)}, ${showQuantity(p.volume)}`) ?? [],
      },
      ...filled(diluent),
      { label: 'Diluent products, in order', values: diluent ? choices(diluent.products, nameOf) : [] },
      { label: 'Empty container, in order', values: emptyContainer ? choices(emptyContainer.products, nameOf) : [] },
      { label: 'Final volume', values: content.finalVolume ? [showQuantity(content.finalVolume)] : [] },
    ]),
  };
}

const lasting = (content: FormulaContent): RecordSection => ({
  title: 'Storage and beyond-use date',
  rows: rows([
    { label: 'Stored', values: [STORAGE_WORDS[content.storage]] },
    {
      label: 'Never longer than',
      values: (['CRT', 'REF', 'FRZ'] as const).flatMap((storage) => {
        const hours = content.maximumBudHours[storage];
        return hours === undefined ? [] : [`${hoursText(hours)}: ${STORAGE_WORDS[storage]}`];
      }),
    },
    { label: 'Stability reference', values: one(content.stabilityReference) },
    { label: 'Light', values: [content.lightProtection ? 'Protect from light' : 'No protection needed'] },
  ]),
});

/** `240 h` reads `10 days`. */
export const hoursText = (hours: number): string =>
  hours >= 48 && hours % 24 === 0 ? `${hours / 24} days` : `${hours} h`;

function rateText({ rateLimit }: FormulaContent): string[] {
  if (!rateLimit) return [];
  return [
    ...(rateLimit.maximum ? [`at most ${showQuantity(rateLimit.maximum)}`] : []),
    ...(rateLimit.minimumMinutes === undefined ? [] : [`over at least ${rateLimit.minimumMinutes} min`]),
    `Source: ${rateLimit.source}`,
  ];
}

export interface ComparedRow {
  label: string;
  before: readonly string[];
  after: readonly string[];
  changed: boolean;
}

/** Two versions side by side, section by section, in the order of the newer one. */
export function compare(
  before: readonly RecordSection[],
  after: readonly RecordSection[],
): { title: string; rows: ComparedRow[] }[] {
  const titles = [...new Set([...after, ...before].map(({ title }) => title))];
  const rowsOf = (sections: readonly RecordSection[], title: string): readonly RecordRow[] =>
    sections.find((section) => section.title === title)?.rows ?? [];
  return titles.map((title) => {
    const [old, now] = [rowsOf(before, title), rowsOf(after, title)];
    const labels = [...new Set([...now, ...old].map(({ label }) => label))];
    const valuesOf = (all: readonly RecordRow[], label: string): readonly string[] =>
      all.find((row) => row.label === label)?.values ?? [];
    return {
      title,
      rows: labels.map((label) => {
        const [was, is] = [valuesOf(old, label), valuesOf(now, label)];
        return { label, before: was, after: is, changed: JSON.stringify(was) !== JSON.stringify(is) };
      }),
    };
  });
}
