import { useEffect, useRef } from 'preact/hooks';
import { toast } from '../parts/toast.js';
import { ScanLine, type Entry, type Take } from './scan-line.js';
import { sound } from './tones.js';
import { Wedge, withoutScan } from './wedge.js';

export type { Entry };
/** `code` is exactly as it came, group separators included. Answers with the command's promise, so that the next scan waits. */
export type ScanHandler = Take;

interface Listener {
  handle: ScanHandler;
}
/** The newest comes first: a dialog that takes scans goes before the screen under it. */
const listeners: Listener[] = [];

const line = new ScanLine(
  (code, entry) => {
    const listener = listeners.at(-1);
    if (listener) return listener.handle(code, entry);
    toast('Nothing on this page takes a scan.', {
      href: `/calculators?tab=code&code=${encodeURIComponent(code)}`,
      text: 'Read this code',
    });
    return undefined;
  },
  (codes) => {
    sound('refused');
    toast(
      codes === 1 ? 'The scan after it was not taken. Scan it again.' : `The ${codes} scans after it were not taken.`,
    );
  },
  () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))),
);

/** Scans wait until what was sent is answered. */
export const holdScans = (answer: Promise<unknown>): void => void line.hold(answer);

/** Gives a code to whoever waits for one: from the scanner, the camera, or keyed in. */
export const deliver = (code: string, entry: Entry): void => line.add(code, entry);

/** Takes every scan while `enabled`, wherever the focus is. */
export function useScanner(handler: ScanHandler, enabled = true): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    if (!enabled) return;
    const listener: Listener = { handle: (code, entry) => latest.current(code, entry) };
    listeners.push(listener);
    return () => void listeners.splice(listeners.indexOf(listener), 1);
  }, [enabled]);
}

type Editable = HTMLInputElement | HTMLTextAreaElement;
const editable = (target: EventTarget | null): Editable | null =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit)$/.test(target.type))
    ? target
    : null;

/** Listens for the keyboard wedge on the whole page; once, at the start. */
export function watchScanner(): void {
  const wedge = new Wedge();
  addEventListener(
    'keydown',
    (event) => {
      const field = editable(event.target);
      // A password is typed or filled in by a manager, however fast; and behind a locked screen nothing is scanned.
      if ((field instanceof HTMLInputElement && field.type === 'password') || document.querySelector('.lock-screen'))
        return wedge.reset();
      const { key, code, ctrlKey: ctrl, altKey: alt, timeStamp: at } = event;
      const result = wedge.take({ key, code, ctrl, alt, at });
      if (result.kind === 'key') {
        if (result.suppress) stop(event);
        return;
      }
      stop(event);
      if (field) takeOut(field, result.printed);
      deliver(result.code, 'scanned');
    },
    { capture: true },
  );
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function takeOut(field: Editable, printed: string): void {
  const rest = withoutScan(field.value, field.selectionStart ?? field.value.length, printed);
  if (!rest) return;
  field.value = rest.value;
  field.setSelectionRange(rest.caret, rest.caret);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
