import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { jitter } from '../ids.js';
import { constraintProblem } from './constraints.js';

declare const txBrand: unique symbol;

/** A transaction under way. Only `Database.transaction` makes one, so a function that asks for it cannot write outside. */
export type Tx = EntityManager & { readonly [txBrand]: true };

/** What only reads: a transaction, or the connection pool. */
export type Reader = Pick<
  EntityManager,
  | 'query'
  | 'find'
  | 'findBy'
  | 'findOne'
  | 'findOneBy'
  | 'findOneOrFail'
  | 'findOneByOrFail'
  | 'count'
  | 'countBy'
  | 'exists'
  | 'existsBy'
>;

export interface TransactionOptions {
  /** SERIALIZABLE where a decision depends on rows that do not exist yet. */
  readonly isolation?: 'READ COMMITTED' | 'SERIALIZABLE';
}

export const TRANSACTION_ATTEMPTS = 4;
const RETRY_STEP_MS = 15;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/**
 * Transactions, and nothing hidden about them.
 *
 * Lock order, for every command: order before worksheet before container (open container, preparation) before balance;
 * within a kind by ascending id. A command that locks in another order will be caught as a deadlock and run again, and
 * pays for it.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly commitHooks = new WeakMap<Tx, (() => void)[]>();

  constructor(readonly dataSource: DataSource) {}

  get reader(): Reader {
    return this.dataSource.manager;
  }

  /**
   * Opens, runs, commits. When PostgreSQL breaks a deadlock or cannot order two transactions, `work` runs again from the
   * start, at most four times in all: it must touch nothing outside `tx`. A violated named constraint is thrown as its
   * Problem; whatever is thrown, everything is rolled back.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.once(work, options.isolation ?? 'READ COMMITTED');
      if ('value' in outcome) return outcome.value;
      if (!mayRunAgain(outcome.error) || attempt >= TRANSACTION_ATTEMPTS)
        throw constraintProblem(outcome.error) ?? outcome.error;
      await pause(jitter(RETRY_STEP_MS * attempt));
    }
  }

  /** Runs `hook` once `tx` has committed, and not at all if it does not. For wake-up calls that may get lost. */
  afterCommit(tx: Tx, hook: () => void): void {
    const hooks = this.commitHooks.get(tx);
    if (!hooks) throw new TypeError('not a transaction under way');
    hooks.push(hook);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private async once<T>(
    work: (tx: Tx) => Promise<T>,
    isolation: 'READ COMMITTED' | 'SERIALIZABLE',
  ): Promise<{ value: T } | { error: unknown }> {
    const runner = this.dataSource.createQueryRunner();
    const tx = runner.manager as Tx;
    const hooks: (() => void)[] = [];
    this.commitHooks.set(tx, hooks);
    let value: T;
    try {
      await begin(runner, isolation);
      value = await work(tx);
      await runner.commitTransaction();
    } catch (error) {
      await rollback(runner);
      return { error };
    } finally {
      this.commitHooks.delete(tx);
      await runner.release();
    }
    for (const hook of hooks) hook();
    return { value };
  }
}

async function begin(runner: QueryRunner, isolation: 'READ COMMITTED' | 'SERIALIZABLE'): Promise<void> {
  // READ COMMITTED is PostgreSQL's own default: naming it would cost a round trip in every command.
  await (isolation === 'READ COMMITTED' ? runner.startTransaction() : runner.startTransaction(isolation));
}

/** The first error is the one to tell; a rollback that fails too means the connection is gone, and the work with it. */
async function rollback(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}

const mayRunAgain = (error: unknown): boolean => {
  const code = sqlState(error);
  return code === SERIALIZATION_FAILURE || code === DEADLOCK;
};

/** PostgreSQL's five-character code of a failed statement. */
export function sqlState(error: unknown): string | undefined {
  const { code, driverError } = Object(error) as { code?: unknown; driverError?: { code?: unknown } };
  const state = driverError?.code ?? code;
  return typeof state === 'string' ? state : undefined;
}
