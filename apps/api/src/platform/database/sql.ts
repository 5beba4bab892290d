import type { Reader, Tx } from './database.js';

/**
 * The rows of a statement, `returning` included. TypeORM's own `query` answers an UPDATE or DELETE with a pair of rows and
 * count instead; this does not.
 */
export async function rows<Row>(
  reader: Pick<Reader, 'query'>,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const answer = await reader.query<unknown>(sql, parameters);
  return (isPair(answer) ? answer[0] : answer) as Row[];
}

/** How many rows an UPDATE or DELETE touched. */
export async function affected(tx: Tx, sql: string, parameters: unknown[] = []): Promise<number> {
  const answer = await tx.query<unknown>(sql, parameters);
  if (!isPair(answer)) throw new TypeError('affected() is for UPDATE and DELETE');
  return answer[1];
}

const isPair = (answer: unknown): answer is [unknown[], number] =>
  Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
