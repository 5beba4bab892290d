import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get, query } from './client.js';
import { useFeed, type FeedTopic } from './feed.js';
import { asProblem, type ApiProblem } from './problem.js';

export interface Resource<T> {
  /** The newest answer; stays while it is asked for again, so that nothing flickers. */
  data: T | undefined;
  /** Why there is no answer, or why `data` is old. */
  error: ApiProblem | undefined;
  /** Nothing to show yet. */
  loading: boolean;
  /** Asking again while something is shown. */
  refreshing: boolean;
  reload: () => void;
  /** Puts in what a command has just answered, without asking again. */
  replace: (data: T) => void;
}

/** Answers of this page's life, shown at once when somebody comes back, and then replaced by the new one. */
const answers = new Map<string, unknown>();
const ANSWERS_KEPT = 60;

function keep(path: string, data: unknown): void {
  answers.delete(path);
  answers.set(path, data);
  const oldest = answers.keys().next().value;
  if (answers.size > ANSWERS_KEPT && oldest !== undefined) answers.delete(oldest);
}

/** When the person changes, nothing that the last one saw may be shown again. */
export const forgetAnswers = (): void => answers.clear();

interface State<T> {
  path: string | null;
  data: T | undefined;
  error: ApiProblem | undefined;
  busy: boolean;
}

/** Loads `path`, and again when one of the `feed` topics changes. `null` loads nothing. */
export function useResource<T>(path: string | null, options: { feed?: readonly FeedTopic[] } = {}): Resource<T> {
  const known = (at: string | null): State<T> => ({
    path: at,
    data: at === null ? undefined : (answers.get(at) as T | undefined),
    error: undefined,
    busy: at !== null,
  });
  const [state, setState] = useState<State<T>>(() => known(path));
  const shown = state.path === path ? state : known(path);
  const running = useRef<AbortController | undefined>(undefined);

  const load = useCallback(() => {
    running.current?.abort();
    if (path === null) return setState(known(null));
    const control = new AbortController();
    running.current = control;
    setState((old) => ({ ...(old.path === path ? old : known(path)), busy: true }));
    get<T>(path, { signal: control.signal }).then(
      (data) => {
        if (control.signal.aborted) return;
        keep(path, data);
        setState({ path, data, error: undefined, busy: false });
      },
      (error: unknown) => {
        if (control.signal.aborted) return;
        setState((old) => ({ ...old, path, error: asProblem(error), busy: false }));
      },
    );
  }, [path]);

  useEffect(() => {
    load();
    return () => running.current?.abort();
  }, [load]);
  useEffect(() => {
    addEventListener('online', load);
    return () => removeEventListener('online', load);
  }, [load]);
  useFeed(options.feed ?? [], load);

  const replace = useCallback(
    (data: T) => {
      if (path === null) return;
      running.current?.abort();
      keep(path, data);
      setState({ path, data, error: undefined, busy: false });
    },
    [path],
  );
  const { data, error, busy } = shown;
  const loading = busy && data === undefined;
  return { data, error, loading, refreshing: busy && data !== undefined, reload: load, replace };
}

interface PageOf<T> {
  items: T[];
  next: string | null;
}

export interface Pages<T> extends Resource<T[]> {
  /** There are more. */
  more: boolean;
  loadMore: () => void;
}

/** A keyset list: the first page from `path`, further ones on demand. */
export function usePages<T>(path: string | null, options: { feed?: readonly FeedTopic[] } = {}): Pages<T> {
  const first = useResource<PageOf<T>>(path, options);
  const [rest, setRest] = useState<{ path: string | null; items: T[]; next: string | null; error?: ApiProblem }>();
  const [busy, setBusy] = useState(false);
  const further = rest?.path === path && first.data ? rest : undefined;
  const next = further ? further.next : (first.data?.next ?? null);

  const loadMore = useCallback(() => {
    if (path === null || next === null || busy) return;
    setBusy(true);
    get<PageOf<T>>(`${path}${path.includes('?') ? '&' : '?'}${query({ cursor: next }).slice(1)}`)
      .then(
        (page) => setRest({ path, items: [...(further?.items ?? []), ...page.items], next: page.next }),
        (error: unknown) => setRest({ path, items: further?.items ?? [], next, error: asProblem(error) }),
      )
      .finally(() => setBusy(false));
  }, [path, next, busy, further]);

  const items = first.data && withoutRepeats([...first.data.items, ...(further?.items ?? [])]);
  return {
    data: items,
    error: first.error ?? further?.error,
    loading: first.loading,
    refreshing: first.refreshing || busy,
    reload: first.reload,
    replace: (all) => {
      setRest(undefined);
      first.replace({ items: all, next });
    },
    more: next !== null,
    loadMore,
  };
}

/** A row that moved up into the first page since is shown there only. */
function withoutRepeats<T>(items: T[]): T[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : item;
    return !seen.has(id) && seen.add(id);
  });
}
