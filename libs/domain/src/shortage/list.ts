/**
 * Reasons a manufacturer gives under FD&C Act 506E (21 USC 356e), as the openFDA feed words them; "other" and "not stated" are
 * ours (domain-rules 7.7).
 */
export const SHORTAGE_REASONS = {
  'manufacturing-practice': {
    title: 'Manufacturing practice requirements',
    printed: 'Requirements related to complying with good manufacturing practices',
    words: /good manufacturing|\bc?gmp\b/i,
  },
  'regulatory-delay': { title: 'Regulatory delay', printed: 'Regulatory delay', words: /regulatory/i },
  // Before the active one: "inactive ingredient" holds the words of both.
  'inactive-ingredient': {
    title: 'Shortage of an inactive ingredient',
    printed: 'Shortage of an inactive ingredient component',
    words: /inactive ingredient|excipient/i,
  },
  'active-ingredient': {
    title: 'Shortage of the active ingredient',
    printed: 'Shortage of an active ingredient',
    words: /active (pharmaceutical )?ingredient|\bapi\b/i,
  },
  discontinuation: {
    title: 'Discontinued by the maker',
    printed: 'Discontinuation of the manufacture of the drug',
    words: /discontinu/i,
  },
  shipping: {
    title: 'Shipping delay',
    printed: 'Delay in shipping of the drug',
    words: /shipping|shipment|transport/i,
  },
  demand: { title: 'More demand', printed: 'Demand increase for the drug', words: /demand/i },
  other: { title: 'Other', printed: 'Other', words: /\S/ },
  'not-stated': { title: 'Not stated', printed: '', words: /^\s*$/ },
} as const satisfies Record<string, { title: string; printed: string; words: RegExp }>;

export type ShortageReason = keyof typeof SHORTAGE_REASONS;

export const SHORTAGE_STATUSES = ['current', 'resolved', 'to-be-discontinued', 'other'] as const;
export type ShortageStatus = (typeof SHORTAGE_STATUSES)[number];

export const AVAILABILITIES = ['available', 'limited', 'unavailable', 'unknown'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** What a row means for who wants to buy that package, from the best to the worst. */
export const STANDINGS = ['available', 'unknown', 'limited', 'ending', 'unavailable'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Routes of openFDA that are no injection or infusion: such a product is no source of a sterile ingredient. */
export const NOT_INJECTED: ReadonlySet<string> = new Set([
  'ORAL',
  'BUCCAL',
  'SUBLINGUAL',
  'TOPICAL',
  'TRANSDERMAL',
  'CUTANEOUS',
  'OPHTHALMIC',
  'OTIC',
  'AURICULAR (OTIC)',
  'NASAL',
  'RESPIRATORY (INHALATION)',
  'RECTAL',
  'VAGINAL',
  'IRRIGATION',
  'DENTAL',
  'ENTERAL',
  'NASOGASTRIC',
]);

/**
 * Words that name the salt, ester or water of crystallization and not the drug: "vancomycin hydrochloride" is vancomycin.
 * Left out on purpose: benzathine, procaine, decanoate, enanthate, cypionate, acetonide, protamine, pegylation and the like make
 * another drug of it.
 */
export const SALT_WORDS: ReadonlySet<string> = new Set([
  'hydrochloride',
  'dihydrochloride',
  'hcl',
  'hydrobromide',
  'bromide',
  'chloride',
  'sulfate',
  'bisulfate',
  'phosphate',
  'diphosphate',
  'acetate',
  'citrate',
  'tartrate',
  'bitartrate',
  'maleate',
  'mesylate',
  'methylsulfate',
  'besylate',
  'tosylate',
  'isethionate',
  'fumarate',
  'succinate',
  'lactate',
  'lactobionate',
  'gluconate',
  'nitrate',
  'tromethamine',
  'ditromethamine',
  'meglumine',
  'dimeglumine',
  'sodium',
  'disodium',
  'potassium',
  'calcium',
  'anhydrous',
  'monohydrate',
  'dihydrate',
  'trihydrate',
  'pentahydrate',
  'hexahydrate',
  'heptahydrate',
]);

/** Esters and salts that act or are given otherwise than their base (depot acetates of steroids): kept apart. */
export const KEPT_WHOLE: ReadonlySet<string> = new Set([
  'methylprednisolone acetate',
  'triamcinolone acetate',
  'betamethasone acetate',
  'dexamethasone acetate',
  'hydrocortisone acetate',
  'medroxyprogesterone acetate',
]);

/** Names of one ingredient for which the feed, the directory and our formulary use different words. */
export const SAME_INGREDIENT: Readonly<Record<string, string>> = {
  glucose: 'dextrose',
  'sterile water': 'water',
  'water for injection': 'water',
  'sterile water for injection': 'water',
  '5-fluorouracil': 'fluorouracil',
};
