import { canonicalJson, type Signable } from './canonical.js';

/** What a signature stands for. `meaning` is the word stored and printed with it (21 CFR 11.50; P11-01). */
interface SignaturePurposeRow {
  readonly meaning: 'reviewed' | 'approved' | 'verified' | 'rejected';
  readonly subject: 'order' | 'formula' | 'worksheet' | 'stability' | 'substitution';
  /** Counts up when the text's fields change; old signatures keep the version that they were made with. */
  readonly version: number;
  /** Shown to the signer beside the password. */
  readonly says: string;
}

export const SIGNATURE_PURPOSES = {
  'order-approved': {
    meaning: 'approved',
    subject: 'order',
    version: 1,
    says: 'I have reviewed this prescription and its findings, and approve it for compounding.',
  },
  'stability-confirmed': {
    meaning: 'reviewed',
    subject: 'stability',
    version: 1,
    says: 'I have judged the stability of this preparation on the source named, and set this limit.',
  },
  'formula-approved': {
    meaning: 'approved',
    subject: 'formula',
    version: 1,
    says: 'I did not write this master formulation record, have checked it, and approve it for use.',
  },
  'preparation-verified': {
    meaning: 'verified',
    subject: 'worksheet',
    version: 1,
    says: 'I took no part in making this preparation, have checked its whole record, and verify it for release.',
  },
  'preparation-rejected': {
    meaning: 'rejected',
    subject: 'worksheet',
    version: 1,
    says: 'I took no part in making this preparation, have checked its record, and reject it.',
  },
  'substitution-approved': {
    meaning: 'approved',
    subject: 'substitution',
    version: 1,
    says: 'I have reviewed what is shown before and after for every order, and approve this substitution.',
  },
  'substitution-reversed': {
    meaning: 'approved',
    subject: 'substitution',
    version: 1,
    says: 'I have reviewed the prescriptions that are restored, and approve them as they were.',
  },
} as const satisfies Record<string, SignaturePurposeRow>;

export type SignaturePurpose = keyof typeof SIGNATURE_PURPOSES;

/** The text that is hashed and signed: one line that says what and in which version, then the record (P11-02). */
export const canonicalText = (purpose: SignaturePurpose, record: Signable): string =>
  `infusion-pharmacy ${purpose} v${SIGNATURE_PURPOSES[purpose].version}\n${canonicalJson(record)}`;
