import { Check, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '#domain/time';
import { IdColumn, InstantColumn, JsonColumn, TextColumn, WholeColumn } from '../database/columns.js';

/** What is to be done because of something that was done: written with its cause, so neither exists without the other. */
@Entity('outbox_message')
@Check('outbox_message_attempts_not_negative', 'attempts >= 0')
@Index('outbox_message_waiting', ['dueAt'], { where: 'done_at IS NULL AND stuck_at IS NULL' })
@Index('outbox_message_stuck', ['stuckAt'], { where: 'stuck_at IS NOT NULL AND done_at IS NULL' })
export class OutboxMessage {
  @IdColumn('outbox_message_pkey') id: string;
  @TextColumn({ name: 'topic' }) topic: string;
  @JsonColumn({ name: 'payload' }) payload: unknown;
  @InstantColumn({ name: 'created_at' }) createdAt: Instant;
  /** Not before; later after each failure. */
  @InstantColumn({ name: 'due_at' }) dueAt: Instant;
  /** When the queue last took it. */
  @InstantColumn({ name: 'handed_at', nullable: true }) handedAt: Instant | null;
  /** Set in the transaction of the handler: a second delivery finds it and stops. */
  @InstantColumn({ name: 'done_at', nullable: true }) doneAt: Instant | null;
  /** Given up until a person releases it. */
  @InstantColumn({ name: 'stuck_at', nullable: true }) stuckAt: Instant | null;
  @WholeColumn({ name: 'attempts', default: 0 }) attempts: number;
  @TextColumn({ name: 'last_error', nullable: true }) lastError: string | null;
}

/** Work that comes round: due rows become messages, once, however many workers there are. */
@Entity('schedule')
@Check('schedule_every_is_positive', 'every_seconds > 0')
export class Schedule {
  @PrimaryColumn({ name: 'name', type: 'text', primaryKeyConstraintName: 'schedule_pkey' }) name: string;
  @TextColumn({ name: 'topic' }) topic: string;
  @WholeColumn({ name: 'every_seconds' }) everySeconds: number;
  @InstantColumn({ name: 'next_at' }) nextAt: Instant;
}
