/** Where in a document something is wrong, and what. */
export interface DocumentFault {
  /** `$.epcisBody.eventList[2].epcList[0]`; `$` for the whole. */
  readonly place: string;
  readonly message: string;
}

/** Deeper, larger or wider than any document that a trading partner sends. */
export const DOCUMENT_LIMITS = { characters: 1_000_000, depth: 32, values: 200_000, text: 4_000 } as const;

/** Names that mean something to JavaScript and nothing to EPCIS. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads JSON text from outside; refuses what is too large, too deep or made to harm before anything looks into it. */
export function readGuardedJson(text: string): { readonly value: unknown } | { readonly fault: DocumentFault } {
  const refuse = (message: string, place = '$'): { fault: DocumentFault } => ({ fault: { place, message } });
  if (text.length > DOCUMENT_LIMITS.characters)
    return refuse(`is longer than ${DOCUMENT_LIMITS.characters} characters; send it in parts`);
  if (text.trimStart().startsWith('<')) return refuse('is XML; EPCIS 2.0 in JSON is read');
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return refuse('is not JSON');
  }
  const found = inspect(value);
  return found ? { fault: found } : { value };
}

/** Walks with a list of its own: depth cannot end the stack. */
function inspect(root: unknown): DocumentFault | undefined {
  const waiting: { value: unknown; place: string; depth: number }[] = [{ value: root, place: '$', depth: 0 }];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, place, depth } = next;
    seen += 1;
    if (seen > DOCUMENT_LIMITS.values)
      return { place: '$', message: `holds more than ${DOCUMENT_LIMITS.values} values` };
    if (typeof value === 'string') {
      if (value.length > DOCUMENT_LIMITS.text)
        return { place, message: `is longer than ${DOCUMENT_LIMITS.text} characters` };
      if (!isKeepable(value)) return { place, message: 'holds something that is not text' };
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DOCUMENT_LIMITS.depth)
      return { place, message: `is nested deeper than ${DOCUMENT_LIMITS.depth} levels` };
    for (const [name, part] of Object.entries(value as Record<string, unknown>)) {
      const inside = Array.isArray(value) ? `${place}[${name}]` : `${place}.${shortName(name)}`;
      if (FORBIDDEN.has(name)) return { place: inside, message: 'is a name that is not accepted' };
      if (!isKeepable(name)) return { place, message: 'holds a name that is not text' };
      waiting.push({ value: part, place: inside, depth: depth + 1 });
    }
  }
  return undefined;
}

const shortName = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);
/** PostgreSQL keeps no NUL, and half of a surrogate pair is no character. */
const isKeepable = (text: string): boolean => !text.includes('\u0000') && !/\p{Cs}/u.test(text);
