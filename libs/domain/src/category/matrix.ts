import type { Category, PecKind, RoomKind } from './placement-types.js';

/** How a hood separates the work from the room: that, with the room's air, decides the category. */
export type PecClass = 'open' | 'rabs' | 'isolator';

export const PEC_CLASS = {
  lafw: 'open',
  ivlfz: 'open',
  bsc: 'open',
  'rabs-cai': 'rabs',
  'rabs-caci': 'rabs',
  isolator: 'isolator',
  'c-pec-bsc-a2': 'open',
  'c-pec-bsc-b': 'open',
  'c-pec-caci': 'rabs',
  // A sealed glove box for hazardous drugs has no claim to the standing of a decontaminated isolator.
  'c-pec-class3': 'rabs',
} as const satisfies Record<PecKind, PecClass>;

export interface MatrixCell {
  /** `null`: not a place for sterile compounding. */
  readonly maximum: Category | null;
  readonly source: string;
  readonly mark: string;
}

const cell = (
  maximum: Category | null,
  mark: string,
  source = 'USP <797> section 4.2; domain-rules 1.4',
): MatrixCell => ({
  maximum,
  mark,
  source,
});
const C_SCA = cell(1, 'V:S11', 'USP <800> section 5.3.2; domain-rules 5.4');
const C_SEC = cell(3, 'V:S11', 'USP <800> section 5.3.2, USP <797> section 4.2; domain-rules 5.4');

/** USP <797> section 4.2 and USP <800> section 5.3.2, as domain-rules 1.4 and 5.4 have them. */
export const MATRIX = {
  open: {
    'iso7-buffer': cell(3, 'K'),
    iso8: cell(1, 'D'),
    sca: cell(1, 'K'),
    'c-sec': C_SEC,
    'c-sca': C_SCA,
    unclassified: cell(null, 'K'),
  },
  rabs: {
    'iso7-buffer': cell(3, 'K'),
    iso8: cell(1, 'D'),
    sca: cell(1, 'V:S10'),
    'c-sec': C_SEC,
    'c-sca': C_SCA,
    // Counts as a segregated compounding area, whatever the vendor says.
    unclassified: cell(1, 'V:S10'),
  },
  isolator: {
    'iso7-buffer': cell(3, 'K'),
    iso8: cell(3, 'K'),
    sca: cell(1, 'K'),
    'c-sec': C_SEC,
    'c-sca': C_SCA,
    unclassified: cell(1, 'D'),
  },
} as const satisfies Record<PecClass, Record<RoomKind, MatrixCell>>;
