import { Check, Entity, ForeignKey, Index } from 'typeorm';
import type { Instant, LocalDate } from '#domain/time';
import { Person } from '../../platform/auth/person.entity.js';
import type { PersonId } from '../../platform/brand.js';
import { IdColumn, InstantColumn, LocalDateColumn, RefColumn, TextColumn } from '../../platform/database/columns.js';

/** What somebody has shown that they can do, and until when it counts (USP <797> section 2; domain-rules 3.1). */
export const QUALIFICATION_KINDS = ['garbing', 'aseptic-manipulation', 'core-knowledge', 'hazardous-drugs'] as const;
export type QualificationKind = (typeof QUALIFICATION_KINDS)[number];

@Entity('qualification')
@Check('qualification_kind_is_known', `kind in (${QUALIFICATION_KINDS.map((k) => `'${k}'`).join(', ')})`)
@Check('qualification_ends_after_it_begins', 'valid_until >= earned_on')
@Check('qualification_revocation_is_whole', 'num_nonnulls(revoked_by, revoked_at, revoked_reason) in (0, 3)')
@Index('qualification_of_person', ['personId', 'kind', 'validUntil'])
export class Qualification {
  @IdColumn('qualification_pkey') id: string;
  @ForeignKey(() => Person, { name: 'qualification_person_fk' })
  @RefColumn({ name: 'person_id' })
  personId: PersonId;
  @TextColumn({ name: 'kind' }) kind: QualificationKind;
  @LocalDateColumn({ name: 'earned_on' }) earnedOn: LocalDate;
  /** The last day on which it counts. */
  @LocalDateColumn({ name: 'valid_until' }) validUntil: LocalDate;
  @TextColumn({ name: 'note', nullable: true }) note: string | null;
  @ForeignKey(() => Person, { name: 'qualification_recorded_by_fk' })
  @RefColumn({ name: 'recorded_by' })
  recordedBy: PersonId;
  @InstantColumn({ name: 'recorded_at' }) recordedAt: Instant;
  @ForeignKey(() => Person, { name: 'qualification_revoked_by_fk' })
  @RefColumn({ name: 'revoked_by', nullable: true })
  revokedBy: PersonId | null;
  @InstantColumn({ name: 'revoked_at', nullable: true }) revokedAt: Instant | null;
  @TextColumn({ name: 'revoked_reason', nullable: true }) revokedReason: string | null;
}
