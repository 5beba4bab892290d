import type { JSX } from 'preact';
import { resending } from '../api/client.js';
import { createStore, useStore } from '../store.js';
import { Icon } from './icon.js';

interface Toast {
  id: number;
  text: string;
  link?: { href: string; text: string };
}

const toasts = createStore<readonly Toast[]>([]);
const SHOWN_MS = 6_000;
let last = 0;

/** Says what has just happened, at the foot of the page and aloud. Never the only place where a refusal is told. */
export function toast(text: string, link?: Toast['link']): void {
  const id = ++last;
  toasts.set([...toasts.get().slice(-2), { id, text, ...(link ? { link } : {}) }]);
  setTimeout(() => dismiss(id), link ? SHOWN_MS * 2 : SHOWN_MS);
}

const dismiss = (id: number): void => toasts.set(toasts.get().filter((t) => t.id !== id));

/** Live region; once a page. Also says calmly that a request is being sent again. */
export function Toasts(): JSX.Element {
  const shown = useStore(toasts);
  const sending = useStore(resending);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {sending > 0 && (
        <div class="toast">
          <span class="spinner" aria-hidden="true" />
          Still sending… the connection is slow. It is done once, however often it is sent.
        </div>
      )}
      {shown.map((t) => (
        <div class="toast" key={t.id}>
          <span class="grow">{t.text}</span>
          {t.link && <a href={t.link.href}>{t.link.text}</a>}
          <button type="button" aria-label="Dismiss" onClick={() => dismiss(t.id)}>
            <Icon name="close" size={18} />
          </button>
        </div>
      ))}
    </div>
  );
}
