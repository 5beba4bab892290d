import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { get } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { Field, useAutoFocus, type FieldProps } from './field.js';
import { Icon } from './icon.js';

export interface ComboboxProps<T> extends FieldProps {
  /** What is chosen now. */
  value: T | null;
  onChange: (value: T | null) => void;
  /** Where to ask for what was typed: `(q) => '/drugs' + query({ q, limit: 20 })`, answering `{items}` or an array. */
  search: (q: string) => string;
  /** One line for the field and the list. */
  show: (item: T) => string;
  note?: (item: T) => string;
  keyOf: (item: T) => string;
  placeholder?: string;
  autoFocus?: boolean;
}

const WAIT_MS = 150;

interface Found<T> {
  items: readonly T[];
  state: 'idle' | 'busy' | 'done' | 'failed';
  why?: string;
}

/** Type to search, arrows to move, Enter to choose, Escape to leave. */
export function Combobox<T>(props: ComboboxProps<T>): JSX.Element {
  const list = useId();
  const field = useAutoFocus<HTMLInputElement>(props.autoFocus);
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const found = useSearch<T>(text, props.search);
  const box = useRef<HTMLDivElement>(null);
  const open = text !== null;

  const choose = (item: T | undefined): void => {
    if (item === undefined) return;
    props.onChange(item);
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = found.items.length;
    if (event.key === 'ArrowDown' && !open) setText('');
    else if (event.key === 'ArrowDown' && count) setActive((active + 1) % count);
    else if (event.key === 'ArrowUp' && count) setActive((active + count - 1) % count);
    else if (event.key === 'Enter' && open) choose(found.items[active]);
    else if (event.key === 'Escape' && open) setText(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => setActive(0), [found.items]);

  return (
    <Field {...props}>
      {(described) => (
        <div
          class="combobox"
          ref={box}
          onFocusOut={(event) => {
            if (!box.current?.contains(event.relatedTarget as Node | null)) setText(null);
          }}
        >
          <div class="input input-select" data-invalid={props.error ? 'true' : undefined}>
            <input
              ref={field}
              {...described}
              type="text"
              role="combobox"
              autocomplete="off"
              spellcheck={false}
              autofocus={props.autoFocus}
              aria-expanded={open}
              aria-controls={list}
              aria-autocomplete="list"
              aria-activedescendant={open && found.items.length ? `${list}-${active}` : undefined}
              placeholder={props.placeholder ?? 'Type to search'}
              value={text ?? (props.value === null ? '' : props.show(props.value))}
              onInput={(event) => {
                setText(event.currentTarget.value);
                if (event.currentTarget.value === '') props.onChange(null);
              }}
              onClick={() => setText(text ?? '')}
              onKeyDown={onKeyDown}
            />
            <Icon name="search" size={18} />
          </div>
          {open && (
            <ul class="combobox-list" role="listbox" id={list} aria-label={props.label}>
              {found.items.map((item, i) => (
                <li
                  key={props.keyOf(item)}
                  id={`${list}-${i}`}
                  role="option"
                  aria-selected={i === active}
                  onPointerDown={(event) => {
                    event.preventDefault();
                    choose(item);
                  }}
                >
                  {props.show(item)}
                  {props.note && <small>{props.note(item)}</small>}
                </li>
              ))}
              {found.items.length === 0 && (
                <li role="option" aria-disabled="true" aria-selected="false">
                  {found.state === 'done' ? 'Nothing found.' : found.state === 'failed' ? found.why : 'Searching…'}
                </li>
              )}
            </ul>
          )}
        </div>
      )}
    </Field>
  );
}

/** Asks a moment after the last key; the newest question wins. */
function useSearch<T>(text: string | null, path: (q: string) => string): Found<T> {
  const [found, setFound] = useState<Found<T>>({ items: [], state: 'idle' });
  useEffect(() => {
    if (text === null) return setFound({ items: [], state: 'idle' });
    const control = new AbortController();
    const timer = setTimeout(() => {
      setFound((old) => ({ ...old, state: 'busy' }));
      get<{ items: T[] } | T[]>(path(text.trim()), { signal: control.signal }).then(
        (answer) => setFound({ items: Array.isArray(answer) ? answer : answer.items, state: 'done' }),
        (error: unknown) => {
          if (!control.signal.aborted) setFound({ items: [], state: 'failed', why: asProblem(error).detail });
        },
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text]);
  return found;
}
