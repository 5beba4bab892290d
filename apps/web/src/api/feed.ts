import { useEffect, useRef } from 'preact/hooks';
import { createStore } from '../store.js';

/** What the change feed tells about, in its words (platform/feed/topics.ts of the API). */
export type FeedTopic =
  | 'order'
  | 'worksheet'
  | 'stock'
  | 'formula'
  | 'stability'
  | 'patient'
  | 'person'
  | 'facility'
  | 'purchase'
  | 'recall'
  | 'shortage'
  | 'supply';

export type Connection = 'off' | 'connecting' | 'live' | 'lost';
/** Whether this page hears of changes; shown in the top bar when it does not. */
export const connection = createStore<Connection>('off');

type Listener = (topic: string, id: string | undefined) => void;
const listeners = new Set<Listener>();
let source: EventSource | undefined;
let again: ReturnType<typeof setTimeout> | undefined;
let attempts = 0;
/** Changes may have been missed since: while the connection was lost, or the screen locked. */
let missed = false;

/** Begins to listen; one connection for the whole page. */
export function openFeed(): void {
  if (source) return;
  clearTimeout(again);
  connection.set(attempts ? 'lost' : 'connecting');
  source = new EventSource('/api/feed');
  source.addEventListener('open', () => {
    attempts = 0;
    connection.set('live');
    // What changed while nobody listened is not told again, so everything shown is asked for again.
    if (missed) everything();
    missed = false;
  });
  source.addEventListener('changed', (event: MessageEvent<string>) => told(event.data));
  source.addEventListener('reset', everything);
  // Locked or ended: whatever is asked next is refused with that, and the page shows it.
  source.addEventListener('session', everything);
  source.addEventListener('error', () => {
    connection.set('lost');
    missed = true;
    if (source?.readyState !== EventSource.CLOSED) return void attempts++;
    source = undefined;
    attempts++;
    again = setTimeout(openFeed, Math.min(30_000, 1000 * 2 ** attempts));
  });
}

export function closeFeed(): void {
  clearTimeout(again);
  missed ||= source !== undefined;
  source?.close();
  source = undefined;
  attempts = 0;
  connection.set('off');
}

function told(data: string): void {
  const { topic, id } = JSON.parse(data) as { topic: string; id?: string };
  for (const tell of [...listeners]) tell(topic, id);
}

/** Anything may have changed: all that is shown is asked for again. */
function everything(): void {
  for (const tell of [...listeners]) tell('*', undefined);
}

/** Many changes in one moment (a batch, a recall) are one reason to ask again. */
const GATHER_MS = 120;

/**
 * Calls `changed` shortly after something under one of the topics has changed, with the ids that did; with no ids after a
 * gap in the connection, when anything may have.
 */
export function useFeed(topics: readonly FeedTopic[], changed: (ids: readonly string[]) => void): void {
  const latest = useRef(changed);
  latest.current = changed;
  const wanted = topics.join(' ');
  useEffect(() => {
    if (wanted === '') return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ids: string[] = [];
    const tell: Listener = (topic, id) => {
      if (topic !== '*' && !wanted.split(' ').includes(topic)) return;
      if (id !== undefined) ids.push(id);
      timer ??= setTimeout(() => {
        timer = undefined;
        const gathered = ids;
        ids = [];
        latest.current(gathered);
      }, GATHER_MS);
    };
    listeners.add(tell);
    return () => {
      listeners.delete(tell);
      clearTimeout(timer);
    };
  }, [wanted]);
}
