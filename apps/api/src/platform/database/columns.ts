import { Column, PrimaryColumn, type ColumnOptions, type ValueTransformer } from 'typeorm';
import type { Instant } from '#domain/time';

interface Options {
  readonly name: string;
  readonly nullable?: boolean;
  readonly default?: ColumnOptions['default'];
}

// The pool's parser already hands timestamptz over as an Instant; only the way in needs a Date.
const instantTransformer: ValueTransformer = {
  to: (at: unknown) => (typeof at === 'number' ? new Date(at) : at),
  from: (at: Instant | null): Instant | null => at,
};

// numeric(18,6) comes back padded ('0.250000'); what people and signatures see is '0.25'.
const numericTransformer: ValueTransformer = {
  to: (text: unknown) => text,
  from: (text: string | null): string | null => (text?.includes('.') ? text.replace(/\.?0+$/, '') : text),
};

/** `timestamptz`, an `Instant` in code. */
export const InstantColumn = (options: Options): PropertyDecorator =>
  Column({ ...options, type: 'timestamptz', transformer: instantTransformer });

/** `date`, a `LocalDate` (text) in code: never a Date, which would have an hour and a zone. */
export const LocalDateColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'date' });

/** `numeric(18,6)`, decimal text in code, trailing zeros gone. */
export const NumericColumn = (options: Options): PropertyDecorator =>
  Column({ ...options, type: 'numeric', precision: 18, scale: 6, transformer: numericTransformer });

/** `uuid` primary key under a name of its own. */
export const IdColumn = (constraint: string): PropertyDecorator =>
  PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: constraint });

/** `uuid` of another row. */
export const RefColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'uuid' });

export const TextColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'text' });

/** `text[]`. */
export const TextsColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'text', array: true });

export const JsonColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'jsonb' });
export const FlagColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'boolean' });
export const WholeColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'integer' });
