import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Puts the focus on the element when it appears and whenever `of` changes, so that it is read aloud and Enter goes on from there. */
export function useAutoFocusOnChange<E extends HTMLElement>(of: unknown): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    // A field inside that asks for the focus itself is where the hands are needed.
    const card = ref.current?.closest('section');
    if (!card?.querySelector('input[autofocus]')) ref.current?.focus({ preventScroll: true });
  }, [of]);
  return ref;
}
