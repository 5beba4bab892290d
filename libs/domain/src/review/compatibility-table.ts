/** Families of solutions, told by their names. */
export const SOLUTIONS = {
  dextrose: /\bdextrose\b|\bglucose\b|\bd5w\b/i,
  chloride: /\bchloride\b|\bringer'?s?\b|\bsaline\b/i,
  calcium: /\bcalcium\b|\bringer'?s?\b|\bhartmann/i,
} as const;
export type SolutionFamily = keyof typeof SOLUTIONS;

/** What a drug must not be put into, or must be. */
export interface CompatibilityRow {
  readonly drug: RegExp;
  readonly name: string;
  /** Solutions that the order must not contain, base or additive. */
  readonly never?: readonly SolutionFamily[];
  /** The base solution must be one of these. */
  readonly only?: readonly SolutionFamily[];
  /** Container materials that must not be used; `hard`, or told only. */
  readonly notIn?: { readonly material: RegExp; readonly severity: 'hard' | 'soft' };
  readonly filter?: string;
  /** Highest final concentration, mg/mL. */
  readonly highestMgPerMl?: string;
  /** Highest single dose, mg; told. */
  readonly highestMg?: string;
  /** Given into the spine it kills: a minibag, and never that route (ISMP). */
  readonly minibagOnly?: true;
  readonly neverUndiluted?: true;
}

const PVC = /\bpvc\b|polyvinyl/i;

/**
 * Immediate checks of domain-rules 8.5. All rows carry mark [K] there: known, not read in the standard or label itself, so every
 * finding asks to confirm with the labeling. Values for real use come from licensed drug data.
 */
export const COMPATIBILITY: readonly CompatibilityRow[] = [
  { drug: /\bamphotericin\b/i, name: 'amphotericin B', only: ['dextrose'], never: ['chloride'] },
  { drug: /\boxaliplatin\b/i, name: 'oxaliplatin', only: ['dextrose'], never: ['chloride'] },
  { drug: /\btrastuzumab\b/i, name: 'trastuzumab', never: ['dextrose'] },
  { drug: /\bdaptomycin\b/i, name: 'daptomycin', never: ['dextrose'] },
  { drug: /\bertapenem\b/i, name: 'ertapenem', never: ['dextrose'] },
  { drug: /\bphenytoin\b/i, name: 'phenytoin', never: ['dextrose'], filter: 'in-line filter' },
  { drug: /\bceftriaxone\b/i, name: 'ceftriaxone', never: ['calcium'] },
  { drug: /\bpotassium chloride\b/i, name: 'potassium chloride', neverUndiluted: true },
  { drug: /\bvancomycin\b/i, name: 'vancomycin', highestMgPerMl: '5' },
  { drug: /\betoposide\b/i, name: 'etoposide', highestMgPerMl: '0.4' },
  {
    drug: /\bpaclitaxel\b/i,
    name: 'paclitaxel',
    notIn: { material: PVC, severity: 'hard' },
    filter: '0.22 micron filter',
  },
  { drug: /\bdocetaxel\b/i, name: 'docetaxel', notIn: { material: PVC, severity: 'hard' } },
  { drug: /\bcarmustine\b/i, name: 'carmustine', notIn: { material: PVC, severity: 'hard' } },
  { drug: /\bvincristine\b/i, name: 'vinCRIStine', minibagOnly: true, highestMg: '2' },
  { drug: /\bvinblastine\b|\bvinorelbine\b/i, name: 'vinca alkaloid', minibagOnly: true },
  { drug: /\binfliximab\b/i, name: 'infliximab', never: ['dextrose'], filter: 'filter of 1.2 micron or smaller' },
  { drug: /\binsulin\b/i, name: 'insulin', notIn: { material: PVC, severity: 'soft' } },
  { drug: /\bnitroglycerin\b/i, name: 'nitroglycerin', notIn: { material: PVC, severity: 'soft' } },
];

/** For these the rule is a highest rate or a shortest time: either is enough (domain-rules 8.5, [K]). */
export const RATE_OR_MINUTES: readonly { readonly drug: RegExp; readonly minutes: number; readonly text: string }[] = [
  { drug: /\bvancomycin\b/i, minutes: 60, text: 'at most 10 mg/min or over at least 60 min' },
];
