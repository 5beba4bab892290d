import type { ContainerKind, EntryAir } from './container.js';

/** What one kind of container allows once it has been entered. */
export interface Window {
  /** Longest time from the first puncture; `null`: use at once, keep nothing; `'not-allowed'`: must not be entered there. */
  readonly hours: number | null | 'not-allowed';
  /** The maker's printed time takes the place of this one, longer or shorter; elsewhere it can only shorten. */
  readonly labelReplaces: boolean;
  readonly source: string;
  readonly mark: string;
  readonly confirm: boolean;
}

const SINGLE_DOSE = 'USP <797> section 15; domain-rules 1.10';
const MULTIPLE_DOSE = 'USP <797> section 15; domain-rules 1.10';
const BULK = 'USP <797> section 15.3 and the package label; domain-rules 1.10';
const COMPOUNDED = 'USP <797> section 16; domain-rules 1.10';

const window = (
  hours: Window['hours'],
  source: string,
  mark: string,
  confirm = false,
  labelReplaces = false,
): Window => ({ hours, source, mark, confirm, labelReplaces });

/** Twelve hours for a single-dose container entered in ISO 5; in worse air it is for immediate use. */
const SINGLE = { iso5: window(12, SINGLE_DOSE, 'V:S38b'), other: window(null, SINGLE_DOSE, 'V:S36') };

export const WINDOWS = {
  'single-dose-vial': SINGLE,
  bag: SINGLE,
  bottle: SINGLE,
  syringe: SINGLE,
  // May never be stored, whatever the air; filter needle or straw.
  ampul: { iso5: window(null, SINGLE_DOSE, 'V:S36'), other: window(null, SINGLE_DOSE, 'V:S36') },
  'multiple-dose-vial': {
    iso5: window(28 * 24, MULTIPLE_DOSE, 'V:S06b', false, true),
    other: window(28 * 24, MULTIPLE_DOSE, 'V:S06b', false, true),
  },
  // The label's hours are data of the product; 4 h is the longest that is assumed where it is not recorded.
  'pharmacy-bulk-package': {
    iso5: window(4, BULK, 'V:S28,S38b', true, true),
    other: window('not-allowed', BULK, 'V:S28', true),
  },
  'compounded-single-dose': {
    iso5: window(12, COMPOUNDED, 'V:S06'),
    other: window('not-allowed', COMPOUNDED, 'V:S06'),
  },
  'compounded-multiple-dose': {
    iso5: window(28 * 24, COMPOUNDED, 'K', true),
    other: window('not-allowed', COMPOUNDED, 'K', true),
  },
} as const satisfies Record<ContainerKind, Record<EntryAir, Window>>;
