import { useEffect, useRef } from 'preact/hooks';
import { isTyping } from './search-box.js';

type Keys = Readonly<Record<string, () => void>>;

/** One key, one action: `{ j: next, k: previous }`. Not while something is typed, a dialog is open or a scanner sends. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let pressed: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent): void => {
      const burst = pressed !== undefined;
      clearTimeout(pressed);
      // A scanner's next character follows within milliseconds; a single letter is a person's.
      pressed = setTimeout(() => {
        pressed = undefined;
        if (!burst) act(event);
      }, BURST_MS);
    };
    const act = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      if (isTyping(event.target) || document.querySelector('dialog[open], .lock-screen')) return;
      latest.current[event.key.toLowerCase()]?.();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      clearTimeout(pressed);
    };
  }, []);
}
const BURST_MS = 60;

/** Puts the focus on the next or previous row of the table on the page. */
export function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main .table tbody tr[data-open]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
}

/** Ctrl+Enter (Cmd+Enter) anywhere in a form does what its primary button does. */
export function useSubmitKey(submit: () => void): void {
  const latest = useRef(submit);
  latest.current = submit;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
