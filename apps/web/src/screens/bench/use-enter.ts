import { useEffect, useRef } from 'preact/hooks';

/** Controls that do something of their own with Enter. */
const OWN =
  'input:not([type=radio]):not([type=checkbox]), textarea, select, button, a[href], summary, [role="tab"], dialog';

/** Enter, pressed anywhere but in a control, does what the primary button does. A scan's closing Enter never arrives here. */
export function useEnter(action: () => void, enabled = true): void {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (document.querySelector('dialog[open]')) return;
      if (event.target instanceof Element && event.target.closest(OWN)) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [enabled]);
}
