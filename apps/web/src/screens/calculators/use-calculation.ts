import { useEffect, useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import { asProblem, type ApiProblem } from '../../api/problem.js';

/** What to send, or what is still to be keyed in. */
export type Question = { request: object } | { missing: string };

export interface Calculation<T> {
  answer: T | undefined;
  problem: ApiProblem | undefined;
  /** What is still to be keyed in; nothing is asked before. */
  missing: string | undefined;
  /** The answer shown is that of the values before. */
  busy: boolean;
}

const AFTER_MS = 220;

/** Works out the answer a moment after the last key. The last answer stays, marked as old, until the new one is here. */
export function useCalculation<T>(path: string, question: Question): Calculation<T> {
  const asked = JSON.stringify(question);
  const [state, setState] = useState<Omit<Calculation<T>, 'missing'>>({
    answer: undefined,
    problem: undefined,
    busy: false,
  });
  useEffect(() => {
    if ('missing' in question) return setState({ answer: undefined, problem: undefined, busy: false });
    const control = new AbortController();
    setState((old) => ({ ...old, busy: true }));
    const timer = setTimeout(() => {
      post<T>(path, question.request, { signal: control.signal }).then(
        (answer) => setState({ answer, problem: undefined, busy: false }),
        (error: unknown) => {
          if (!control.signal.aborted) setState({ answer: undefined, problem: asProblem(error), busy: false });
        },
      );
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [path, asked]);
  return { ...state, missing: 'missing' in question ? question.missing : undefined };
}
