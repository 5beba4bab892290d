import type { FastifyRequest } from 'fastify';
import { invalid } from './validation.js';

/** Deeper than anything that is sent here on purpose; walking on would only end at the end of the stack. */
const DEPTH_LIMIT = 32;

/** PostgreSQL keeps no NUL character, and half of a surrogate pair is no character at all. */
export const isPlainText = (text: string): boolean => !text.includes('\u0000') && !/\p{Cs}/u.test(text);

/** Refuses text that cannot be kept, wherever in a request it stands, before anything reads it. */
export function refuseUnkeepable(request: Pick<FastifyRequest, 'params' | 'query' | 'body'>): void {
  const body = Buffer.isBuffer(request.body) ? undefined : request.body;
  const field = unkeepable(request.params, '', 0) ?? unkeepable(request.query, '', 0) ?? unkeepable(body, '', 0);
  if (field !== undefined)
    throw invalid([
      {
        field,
        message: 'holds something that is not text',
        accepted: `plain text, at most ${DEPTH_LIMIT} levels deep`,
      },
    ]);
}

/** Path of the first value that will not do; names of fields are text too. */
function unkeepable(value: unknown, path: string, depth: number): string | undefined {
  if (typeof value === 'string') return isPlainText(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= DEPTH_LIMIT) return path;
  for (const [name, part] of Object.entries(value)) {
    if (!isPlainText(name)) return path;
    const found = unkeepable(part, path === '' ? name : `${path}.${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
