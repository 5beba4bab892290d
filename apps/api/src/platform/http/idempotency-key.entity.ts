import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Instant } from '#domain/time';
import { Person } from '../auth/person.entity.js';
import type { PersonId } from '../brand.js';
import { InstantColumn, TextColumn } from '../database/columns.js';

const pkey = 'idempotency_key_pkey';

/** That a command was run, and what it answered. */
@Entity('idempotency_key')
export class IdempotencyKey {
  @ForeignKey(() => Person, { name: 'idempotency_key_person_fk' })
  @PrimaryColumn({ name: 'person_id', type: 'uuid', primaryKeyConstraintName: pkey })
  personId: PersonId;
  @PrimaryColumn({ name: 'key', type: 'text', primaryKeyConstraintName: pkey }) key: string;
  @TextColumn({ name: 'request_hash' }) requestHash: string;
  /** JSON text, exactly as answered; null for an empty answer. */
  @TextColumn({ name: 'answer', nullable: true }) answer: string | null;
  @InstantColumn({ name: 'created_at' }) createdAt: Instant;
}
