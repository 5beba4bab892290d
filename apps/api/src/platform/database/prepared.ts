import { createHash } from 'node:crypto';
import pg from 'pg';

/**
 * So many different statements a connection keeps. All of ours are a few hundred; those that are put together anew for every
 * length of a list would otherwise fill the server's memory.
 */
export const STATEMENTS_KEPT = 400;

const names = new Map<string, string>();

/** The name of a statement, the same on every connection; nothing once enough are named. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= STATEMENTS_KEPT) return known;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return name;
}

/**
 * A connection that has each statement with parameters parsed and planned once. The record of a worksheet joins two dozen tables:
 * planning it anew costs several times what running it does.
 */
export class PreparingClient extends pg.Client {
  /** Every form of `query` comes here; only the one with a text and parameters is changed. */
  override query(...call: unknown[]): never {
    const [text, values, ...rest] = call;
    const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
    const prepared = name === undefined ? call : [{ name, text, values }, ...rest];
    return (super.query as (...args: unknown[]) => never).apply(this, prepared);
  }
}
