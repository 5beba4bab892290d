import { Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant } from '#domain/time';
import type { PersonId, SessionId } from '../brand.js';
import { IdColumn, InstantColumn, RefColumn, TextColumn } from '../database/columns.js';
import { Person } from './person.entity.js';

/** A screen somebody signed in at. The token itself is only in their cookie. */
@Entity('session')
@Unique('session_token_unique', ['tokenHash'])
@Index('session_of_person', ['personId'], { where: 'ended_at IS NULL' })
export class Session {
  @IdColumn('session_pkey') id: SessionId;
  @ForeignKey(() => Person, { name: 'session_person_fk' })
  @RefColumn({ name: 'person_id' })
  personId: PersonId;
  @TextColumn({ name: 'token_hash' }) tokenHash: string;
  @InstantColumn({ name: 'created_at' }) createdAt: Instant;
  @InstantColumn({ name: 'last_seen_at' }) lastSeenAt: Instant;
  @InstantColumn({ name: 'ends_at' }) endsAt: Instant;
  @InstantColumn({ name: 'locked_at', nullable: true }) lockedAt: Instant | null;
  @InstantColumn({ name: 'ended_at', nullable: true }) endedAt: Instant | null;
}
