import { createStore } from '../store.js';
import { problemOf, unreachable, type ApiProblem } from './problem.js';

/** Waits between attempts, in milliseconds: about half a minute in all. */
const DELAYS_MS = [400, 800, 1500, 3000, 6000, 8000, 8000];
const READ_DELAYS_MS = [400, 1200];
const ATTEMPT_MS = 15_000;
/** Bad gateways and restarts: the API itself has not decided anything. */
const TRANSIENT = new Set([502, 503, 504]);
const SECRET_FIELDS = new Set(['password', 'newPassword', 'temporaryPassword']);

export interface SendOptions {
  /** Idempotency key; made here when left out, and kept while it is not known whether the request arrived. */
  key?: string;
  signal?: AbortSignal;
}

/** How many requests are being sent again: the page says "still sending…" while there are any. */
export const resending = createStore(0);

let csrfToken = '';
/** The session tells the token once it is known; it goes with every request that may change something. */
export const setCsrfToken = (token: string): void => void (csrfToken = token);

type RefusalListener = (problem: ApiProblem) => void;
let onRefusal: RefusalListener = () => undefined;
/** Hears of every refusal, so that an ended or locked session shows itself wherever it is noticed. */
export const listenToRefusals = (listener: RefusalListener): void => void (onRefusal = listener);

/** Paths are those of the contract without `/api`: `/orders?state=received`. */
export const get = <T>(path: string, options: SendOptions = {}): Promise<T> => send<T>('GET', path, undefined, options);
export const post = <T>(path: string, body?: unknown, options: SendOptions = {}): Promise<T> =>
  send<T>('POST', path, body ?? {}, options);
export const put = <T>(path: string, body: unknown, options: SendOptions = {}): Promise<T> =>
  send<T>('PUT', path, body, options);
export const del = <T>(path: string, options: SendOptions = {}): Promise<T> =>
  send<T>('DELETE', path, undefined, options);

/** Sends a picture as it is. */
export const postPhoto = <T>(path: string, photo: Blob, options: SendOptions = {}): Promise<T> =>
  send<T>('POST', path, photo, options);

/** A query string of what is set: `query({ q: 'van', cursor: undefined })` is `?q=van`. */
export function query(parameters: Record<string, string | number | boolean | null | undefined>): string {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return set.length ? `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}` : '';
}

/** `randomUUID` exists only on https and localhost, and a pharmacy's own network may be neither. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Keys of requests that were sent and never answered. Asking for the same again means that one, so it goes out with its
 * old key, and the server answers what it answered then or does it now, once (promise 11).
 */
const unanswered = new Map<string, string>();

async function send<T>(method: string, path: string, body: unknown, options: SendOptions): Promise<T> {
  const changes = method !== 'GET';
  const what = changes ? await fingerprint(method, path, body) : '';
  const key = options.key ?? unanswered.get(what) ?? newKey();
  if (changes) unanswered.set(what, key);
  const response = await attempt(method, path, body, key, options.signal);
  unanswered.delete(what);
  if (!response.ok) {
    const problem = await problemOf(response);
    onRefusal(problem);
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function attempt(
  method: string,
  path: string,
  body: unknown,
  key: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const delays = method === 'GET' ? READ_DELAYS_MS : DELAYS_MS;
  let noticed = false;
  try {
    for (let attempts = 0; ; attempts++) {
      const response = await once(method, path, body, key, signal);
      if (response && (!TRANSIENT.has(response.status) || attempts >= delays.length)) return response;
      const delay = delays[attempts];
      if (delay === undefined) throw unreachable();
      if (!noticed && method !== 'GET') {
        noticed = true;
        resending.set(resending.get() + 1);
      }
      await pause(delay, signal);
    }
  } finally {
    if (noticed) resending.set(resending.get() - 1);
  }
}

/** One attempt; undefined when there was no answer. */
async function once(
  method: string,
  path: string,
  body: unknown,
  key: string,
  signal: AbortSignal | undefined,
): Promise<Response | undefined> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ATTEMPT_MS);
  const stop = (): void => limit.abort();
  signal?.addEventListener('abort', stop);
  try {
    return await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: limit.signal,
      headers: headersFor(method, body, key),
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function headersFor(method: string, body: unknown, key: string): Record<string, string> {
  if (method === 'GET') return { Accept: 'application/json' };
  return {
    Accept: 'application/json',
    'X-CSRF-Token': csrfToken,
    'Idempotency-Key': key,
    ...(body instanceof Blob
      ? { 'Content-Type': body.type }
      : body === undefined
        ? {}
        : { 'Content-Type': 'application/json' }),
  };
}

async function fingerprint(method: string, path: string, body: unknown): Promise<string> {
  const content =
    body instanceof Blob
      ? await contentOf(body)
      : JSON.stringify(body, (field, value: unknown) => (SECRET_FIELDS.has(field) ? undefined : value));
  return `${method} ${path} ${content ?? ''}`;
}

/** Enough of a picture to tell it from another one, where the browser offers no hashing (plain http). */
async function contentOf(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let sum = 2_166_136_261;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 16_777_619) >>> 0;
  return `${bytes.length}:${sum}`;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopped = (): void => {
      clearTimeout(timer);
      reject(new DOMException('Stopped', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stopped);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stopped, { once: true });
  });
}
