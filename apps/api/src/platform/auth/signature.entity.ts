import { Check, Entity, ForeignKey, Index } from 'typeorm';
import type { Instant } from '#domain/time';
import type { PersonId } from '../brand.js';
import { IdColumn, InstantColumn, RefColumn, TextColumn } from '../database/columns.js';
import { Person } from './person.entity.js';

export const SIGNATURE_MEANINGS = [
  'prepared',
  'reviewed',
  'approved',
  'verified',
  'rejected',
  'witnessed',
  'released',
] as const;
export type SignatureMeaning = (typeof SIGNATURE_MEANINGS)[number];

/** Append-only. P11-01 to P11-04. */
@Entity('signature')
@Check('signature_meaning_is_known', `meaning in (${SIGNATURE_MEANINGS.map((m) => `'${m}'`).join(', ')})`)
@Check('signature_hash_is_whole', `hash ~ '^[0-9a-f]{64}$'`)
@Index('signature_of_subject', ['subjectKind', 'subjectId'])
export class SignatureRow {
  @IdColumn('signature_pkey') id: string;
  @ForeignKey(() => Person, { name: 'signature_person_fk' })
  @RefColumn({ name: 'person_id' })
  personId: PersonId;
  @TextColumn({ name: 'printed_name' }) printedName: string;
  @TextColumn({ name: 'meaning' }) meaning: SignatureMeaning;
  @InstantColumn({ name: 'signed_at' }) signedAt: Instant;
  @TextColumn({ name: 'subject_kind' }) subjectKind: string;
  @RefColumn({ name: 'subject_id' }) subjectId: string;
  /** The exact text that was signed. */
  @TextColumn({ name: 'content' }) content: string;
  /** SHA-256 over content, signer, name, meaning, time and subject. */
  @TextColumn({ name: 'hash' }) hash: string;
}
