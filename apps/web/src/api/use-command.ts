import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type ApiProblem } from './problem.js';

export interface CommandState<A extends unknown[], T> {
  /** Does it, and answers with the result; undefined when it was refused (see `problem`) or is already under way. */
  run: (...args: A) => Promise<T | undefined>;
  busy: boolean;
  /** Why it was refused, until it is tried again or `reset`. */
  problem: ApiProblem | undefined;
  /** It has been done since the last `reset`. */
  done: boolean;
  reset: () => void;
}

/**
 * One action of the person. While it runs, a second click does nothing; a lost connection is retried below with the same
 * idempotency key.
 */
export function useCommand<A extends unknown[], T>(action: (...args: A) => Promise<T>): CommandState<A, T> {
  const [state, setState] = useState<{ busy: boolean; problem?: ApiProblem; done: boolean }>({
    busy: false,
    done: false,
  });
  const latest = useRef(action);
  latest.current = action;
  const running = useRef(false);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => void (mounted.current = false);
  }, []);

  const run = useCallback(async (...args: A): Promise<T | undefined> => {
    if (running.current) return undefined;
    running.current = true;
    setState({ busy: true, done: false });
    try {
      const result = await latest.current(...args);
      if (mounted.current) setState({ busy: false, done: true });
      return result;
    } catch (error) {
      if (mounted.current) setState({ busy: false, done: false, problem: asProblem(error) });
      return undefined;
    } finally {
      running.current = false;
    }
  }, []);
  const reset = useCallback(() => setState({ busy: false, done: false }), []);
  return { run, busy: state.busy, problem: state.problem, done: state.done, reset };
}
