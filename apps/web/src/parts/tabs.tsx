import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

export interface Tab<K extends string> {
  key: K;
  title: string;
  count?: number | undefined;
}

/** Arrow keys move. The panel below should have `id={tabPanelId(name)}`, `role="tabpanel"` and `aria-label`. */
export function Tabs<K extends string>(props: {
  /** Names the row of tabs, and its panel. */
  label: string;
  tabs: readonly Tab<K>[];
  active: K;
  onSelect: (key: K) => void;
}): JSX.Element {
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = props.tabs.findIndex(({ key }) => key === props.active);
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -at, End: props.tabs.length - 1 - at }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = props.tabs[(at + step + props.tabs.length) % props.tabs.length];
    if (!next) return;
    props.onSelect(next.key);
    row.current?.querySelectorAll<HTMLElement>('[role=tab]')[props.tabs.indexOf(next)]?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={props.label} ref={row} onKeyDown={onKeyDown}>
      {props.tabs.map(({ key, title, count }) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={`${tabPanelId(props.label)}-${key}`}
          aria-selected={key === props.active}
          aria-controls={key === props.active ? tabPanelId(props.label) : undefined}
          tabIndex={key === props.active ? 0 : -1}
          onClick={() => props.onSelect(key)}
        >
          {title}
          {count !== undefined && <span class="count">{count}</span>}
        </button>
      ))}
    </div>
  );
}

export const tabPanelId = (label: string): string => `panel-${label.toLowerCase().replace(/\W+/g, '-')}`;
