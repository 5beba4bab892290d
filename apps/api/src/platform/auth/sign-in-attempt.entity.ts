import { Check, Entity, Index } from 'typeorm';
import type { Instant } from '#domain/time';
import { FlagColumn, IdColumn, InstantColumn, TextColumn } from '../database/columns.js';

export type AttemptKind = 'sign-in' | 'unlock' | 'signature' | 'password';

/** Somebody typed a password. Counted before it is checked, so that guesses sent together count too. */
@Entity('sign_in_attempt')
@Check('sign_in_attempt_kind_is_known', `kind in ('sign-in', 'unlock', 'signature', 'password')`)
@Index('sign_in_attempt_by_account', ['accountHash', 'at'])
@Index('sign_in_attempt_by_address', ['address', 'at'])
export class SignInAttempt {
  @IdColumn('sign_in_attempt_pkey') id: string;
  /** Hash of the name that was typed: it may be a password in the wrong box. */
  @TextColumn({ name: 'account_hash' }) accountHash: string;
  @TextColumn({ name: 'address' }) address: string;
  @TextColumn({ name: 'kind' }) kind: AttemptKind;
  @InstantColumn({ name: 'at' }) at: Instant;
  @FlagColumn({ name: 'succeeded' }) succeeded: boolean;
}
