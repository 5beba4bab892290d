import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from './icon.js';

export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  /** What is wrong, and what would be right. */
  error?: string | undefined;
  optional?: boolean;
}

export interface Described {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

/** A label, the control, a hint and the error beside it. Every input of parts/ is built on it. */
export function Field(props: FieldProps & { children: (described: Described) => ComponentChildren }): JSX.Element {
  const id = useId();
  const notes = [props.hint ? `${id}-hint` : '', props.error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const described: Described = {
    id,
    ...(notes ? { 'aria-describedby': notes } : {}),
    ...(props.error ? { 'aria-invalid': 'true' as const } : {}),
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label} {props.optional && <small>(optional)</small>}
      </label>
      {props.children(described)}
      {props.hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {props.hint}
        </span>
      )}
      <FieldError id={`${id}-error`} error={props.error} />
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error: string | undefined }): JSX.Element | null {
  if (!error) return null;
  return (
    <span class="field-error" id={id} role="alert">
      <Icon name="hard" size={18} />
      {error}
    </span>
  );
}

/** Browsers heed `autofocus` only while the page loads, and ours changes without loading. */
export function useAutoFocus<E extends HTMLElement>(wanted: boolean | undefined): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    if (wanted) ref.current?.focus({ preventScroll: true });
  }, []);
  return ref;
}

export interface InputProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Fired by Enter. */
  onEnter?: () => void;
  placeholder?: string;
  suffix?: string;
  readOnly?: boolean;
  required?: boolean;
  autoFocus?: boolean;
  autoComplete?: string;
  maxLength?: number;
  name?: string;
}

/** One line of text; several with `lines`. A password never takes part in scanning. */
export function TextInput(
  props: InputProps & {
    type?: 'text' | 'password' | 'search' | 'tel' | 'email';
    lines?: boolean;
    spellCheck?: boolean;
  },
): JSX.Element {
  const { value, onChange, onEnter } = props;
  const field = useAutoFocus<HTMLInputElement>(props.autoFocus);
  const area = useAutoFocus<HTMLTextAreaElement>(props.autoFocus);
  const shared = {
    value,
    name: props.name,
    placeholder: props.placeholder,
    readonly: props.readOnly,
    required: props.required,
    autofocus: props.autoFocus,
    maxLength: props.maxLength,
    spellcheck: props.spellCheck ?? props.lines ?? false,
  };
  return (
    <Field {...props}>
      {(described) => (
        <div class="input" data-invalid={props.error ? 'true' : undefined} data-readonly={props.readOnly}>
          {props.lines ? (
            <textarea ref={area} {...shared} {...described} onInput={(event) => onChange(event.currentTarget.value)} />
          ) : (
            <input
              ref={field}
              {...shared}
              {...described}
              // One input serves several types; each allows other roles, which matters to none of them.
              type={(props.type ?? 'text') as 'text'}
              autocomplete={props.autoComplete ?? 'off'}
              onInput={(event) => onChange(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && onEnter) {
                  event.preventDefault();
                  onEnter();
                }
              }}
            />
          )}
          {props.suffix && <span class="input-suffix">{props.suffix}</span>}
        </div>
      )}
    </Field>
  );
}

export interface Option<V extends string = string> {
  value: V;
  label: string;
  /** A second line, for RadioCards. */
  note?: string;
  disabled?: boolean;
}

/** A native list. `placeholder` is shown while nothing is chosen; an `optional` one can be set back to it. */
export function Select<V extends string>(
  props: FieldProps & {
    value: V | '';
    options: readonly Option<V>[];
    onChange: (value: V) => void;
    placeholder?: string;
    required?: boolean;
  },
): JSX.Element {
  return (
    <Field {...props}>
      {(described) => (
        <div class="input input-select" data-invalid={props.error ? 'true' : undefined}>
          <select
            {...described}
            value={props.value}
            required={props.required}
            onChange={(event) => props.onChange(event.currentTarget.value as V)}
          >
            {(props.value === '' || props.placeholder !== undefined) && (
              <option value="" disabled={!props.optional}>
                {props.placeholder ?? 'Choose…'}
              </option>
            )}
            {props.options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="down" size={18} />
        </div>
      )}
    </Field>
  );
}

/** A few choices, each with a word why: large enough for gloves. Arrow keys move. */
export function RadioCards<V extends string>(props: {
  label: string;
  value: V | '';
  options: readonly Option<V>[];
  onChange: (value: V) => void;
  error?: string | undefined;
  hint?: ComponentChildren;
  /** Narrowest card, for example `9rem`. */
  cardWidth?: string;
}): JSX.Element {
  const id = useId();
  return (
    <fieldset class="field" aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend class="field-label">{props.label}</legend>
      <div class="radio-cards" style={props.cardWidth ? { '--card-width': props.cardWidth } : undefined}>
        {props.options.map((option) => (
          <label class="radio-card" key={option.value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === props.value}
              disabled={option.disabled}
              onChange={() => props.onChange(option.value)}
            />
            <span>
              <b>{option.label}</b>
              {option.note && <small>{option.note}</small>}
            </span>
          </label>
        ))}
      </div>
      {props.hint && <span class="field-hint">{props.hint}</span>}
      <FieldError id={`${id}-error`} error={props.error} />
    </fieldset>
  );
}

export function CheckBox(props: {
  label: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: ComponentChildren;
  disabled?: boolean;
}): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>
        {props.label}
        {props.hint && <span class="field-hint"> {props.hint}</span>}
      </span>
    </label>
  );
}
