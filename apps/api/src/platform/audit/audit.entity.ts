import { Check, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Instant } from '#domain/time';
import { IdColumn, InstantColumn, JsonColumn, RefColumn, TextColumn, WholeColumn } from '../database/columns.js';

/** Who did what to what, when. Append-only; sealed into a block soon after. */
@Entity('audit_entry')
@Check('audit_entry_block_is_whole', 'num_nonnulls(block, place) in (0, 2)')
@Index('audit_entry_of_subject', ['subjectKind', 'subjectId', 'id'])
@Index('audit_entry_of_actor', ['actorId', 'id'])
@Index('audit_entry_unsealed', ['id'], { where: 'block IS NULL' })
@Index('audit_entry_in_block', ['block', 'place'], { where: 'block IS NOT NULL', unique: true })
export class AuditEntry {
  @IdColumn('audit_entry_pkey') id: string;
  @InstantColumn({ name: 'at' }) at: Instant;
  @RefColumn({ name: 'actor_id', nullable: true }) actorId: string | null;
  @TextColumn({ name: 'action' }) action: string;
  @TextColumn({ name: 'subject_kind' }) subjectKind: string;
  @TextColumn({ name: 'subject_id' }) subjectId: string;
  @JsonColumn({ name: 'data' }) data: Record<string, unknown>;
  /** The exact text that is hashed. Never made again from the columns. */
  @TextColumn({ name: 'content' }) content: string;
  @WholeColumn({ name: 'block', nullable: true }) block: number | null;
  @WholeColumn({ name: 'place', nullable: true }) place: number | null;
}

/** A sealed run of entries; each block's hash covers the one before. */
@Entity('audit_block')
@Unique('audit_block_chain_unique', ['previousHash'])
export class AuditBlock {
  @PrimaryColumn({ name: 'number', type: 'integer', primaryKeyConstraintName: 'audit_block_pkey' }) number: number;
  @InstantColumn({ name: 'sealed_at' }) sealedAt: Instant;
  @WholeColumn({ name: 'entries' }) entries: number;
  @TextColumn({ name: 'previous_hash' }) previousHash: string;
  @TextColumn({ name: 'hash' }) hash: string;
}
