import { KEPT_WHOLE, NOT_INJECTED, SALT_WORDS, SAME_INGREDIENT } from './list.js';

/** What a name says is in a product: every ingredient by its base name, and the percentage where it is part of the name. */
export interface Ingredients {
  /** Base names in alphabetical order: `['piperacillin', 'tazobactam']`. Empty when the name says nothing. */
  readonly names: readonly string[];
  /** `'0.9'` of "sodium chloride 0.9 %"; null when the name has none. */
  readonly percent: string | null;
}

const FORM_WORDS =
  /\b(injection|injectable|solution|suspension|emulsion|concentrate|irrigant|irrigation|powder|lyophilized|kit|for|in plastic container|usp|preservative free|pharmacy bulk package|premix(ed)?)\b/g;
/** Where these stand the product is another one than the plain ingredient, in how it acts or may be given. */
const QUALIFIERS = [
  'liposome',
  'liposomal',
  'lipid complex',
  'protein-bound',
  'albumin',
  'bacteriostatic',
  'pegylated',
] as const;
const PERCENT = /(\d+(?:\.\d+)?)\s*%/;

/** The ingredients of a drug's name, ours or the feed's: "Vancomycin Hydrochloride Injection" is vancomycin. */
export function ingredientsOfName(name: string): Ingredients {
  const lower = name.toLowerCase();
  const percent = PERCENT.exec(lower)?.[1];
  const parts = lower
    .replaceAll(/\([^)]*\)/g, ' ')
    .replaceAll(/\d+(?:\.\d+)?\s*%/g, ' ')
    .split(/,|;|\/|\+|\band\b|\bin\b|\bwith\b/);
  const names = parts.map(baseName).filter((part) => part !== '');
  return { names: unique(names), percent: percent === undefined ? null : plainPercent(percent) };
}

/** "heparin sodium" is heparin; "sodium chloride" and "magnesium sulfate" stay whole, for there the salt is the drug. */
export function baseName(text: string): string {
  const plain = text
    .replaceAll(', unspecified form', '')
    .replaceAll(/[^a-z0-9 -]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const known = SAME_INGREDIENT[plain];
  if (known !== undefined) return known;
  const words = plain.replaceAll(FORM_WORDS, ' ').replaceAll(/\s+/g, ' ').trim();
  const named = SAME_INGREDIENT[words] ?? words;
  if (KEPT_WHOLE.has(named)) return named;
  const parts = withoutWater(named.split(' '));
  let kept = parts.length;
  while (kept > 1 && SALT_WORDS.has(parts[kept - 1] ?? '')) kept -= 1;
  const base = parts.slice(0, kept).join(' ');
  // What would be left is itself a salt's other half (sodium, magnesium): then the salt is the drug.
  return isMineral(base) ? parts.join(' ') : (SAME_INGREDIENT[base] ?? base);
}

const MINERALS: ReadonlySet<string> = new Set([
  'sodium',
  'potassium',
  'calcium',
  'magnesium',
  'zinc',
  'copper',
  'cupric',
  'manganese',
  'selenious',
  'ammonium',
  'lithium',
  'ferrous',
  'ferric',
  'aluminum',
]);
const isMineral = (base: string): boolean => MINERALS.has(base);
const withoutWater = (parts: readonly string[]): string[] =>
  parts.filter((word) => !/^(anhydrous|(mono|di|tri|penta|hexa|hepta)hydrate)$/.test(word));

/** A row of the feed, as far as it tells what is in the product. */
export interface NamedRow {
  readonly genericName: string;
  /** `openfda.substance_name`: the directory's own list of active ingredients; may be empty. */
  readonly substances: readonly string[];
  readonly brands: readonly string[];
  readonly presentation: string;
}

/**
 * What is in the package of a row. Name and directory are both read and put together: a row that names a second ingredient
 * anywhere, or whose two sources disagree, is never taken for one of the single drug.
 */
export function ingredientsOfRow(row: NamedRow): Ingredients {
  const byName = ingredientsOfName(row.genericName);
  const bySubstance = unique(row.substances.map((name) => baseName(name.toLowerCase())).filter((name) => name !== ''));
  const names = unique([...byName.names, ...bySubstance]);
  const qualifier = qualifierOf([row.genericName, row.presentation, ...row.brands].join(' ').toLowerCase());
  const percent = byName.percent ?? ingredientsOfName(row.presentation.replaceAll(/\([^)]*\)/g, ' ')).percent;
  return { names: qualifier === undefined ? names : unique([...names, qualifier]), percent };
}

const qualifierOf = (text: string): string | undefined =>
  // Albumin itself is a drug; only "bound" to it is a way of giving another one.
  QUALIFIERS.find((word) => (word === 'albumin' ? /albumin-bound/.test(text) : text.includes(word)));

/** Whether a product may be injected or infused, by its routes where the directory gives them, else by its dosage form. */
export function isInjected(dosageForm: string, routes: readonly string[]): boolean {
  const form = dosageForm.toLowerCase();
  if (form.includes('irrigant') || form.includes('irrigation')) return false;
  if (routes.length > 0) return routes.some((route) => !NOT_INJECTED.has(route.toUpperCase()));
  return form.includes('inject');
}

/** A drug of the formulary, to be found in the feed. */
export interface FormularyDrug {
  readonly id: string;
  readonly name: string;
}

/** What of an item tells which drug it is. */
export interface Identified {
  readonly ingredients: Ingredients;
  readonly injected: boolean;
}

/**
 * Finds the drug that a row is about by what is in it: the very same ingredients, no more and no fewer, in something to be
 * injected, and the very same percentage where our drug has one in its name (a base solution is another one at another strength).
 * @returns a function from an item to the drug's id; undefined when none or several fit
 */
export function drugFinder(drugs: readonly FormularyDrug[]): (item: Identified) => string | undefined {
  const known = new Map<string, { readonly id: string; readonly percent: string | null }[]>();
  for (const drug of drugs) {
    const { names, percent } = ingredientsOfName(drug.name);
    if (names.length === 0) continue;
    const key = names.join('+');
    known.set(key, [...(known.get(key) ?? []), { id: drug.id, percent }]);
  }
  return ({ ingredients: { names, percent }, injected }) => {
    const same = injected ? (known.get(names.join('+')) ?? []) : [];
    const exact = same.filter((drug) => drug.percent !== null && drug.percent === percent);
    const found = exact.length > 0 ? exact : same.filter((drug) => drug.percent === null);
    return found.length === 1 ? found[0]?.id : undefined;
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
const plainPercent = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
