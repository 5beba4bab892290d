import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { showUnit } from '../format.js';
import { readDecimal } from './decimal-text.js';
import { Field, useAutoFocus, type FieldProps, type Option } from './field.js';
import { Icon } from './icon.js';

export interface DecimalInputProps extends FieldProps {
  /** Exact decimal text, `''` for nothing. What cannot be read is handed on as it is, so that it is not lost. */
  value: string;
  onChange: (value: string) => void;
  /** UCUM code shown behind the number; `1.25 g` keyed into a field of mg is converted. */
  unit?: string;
  /** Makes the unit a choice. */
  units?: readonly Option[];
  onUnit?: (unit: string) => void;
  onEnter?: () => void;
  autoFocus?: boolean;
  required?: boolean;
  readOnly?: boolean;
  placeholder?: string;
}

/** A number, exactly as keyed: no spinner, no rounding, no binary fraction in between. */
export function DecimalInput(props: DecimalInputProps): JSX.Element {
  const field = useAutoFocus<HTMLInputElement>(props.autoFocus);
  const [text, setText] = useState(props.value);
  const [note, setNote] = useState<string>();
  const [left, setLeft] = useState(false);
  const reading = readDecimal(text, props.unit);

  useEffect(() => {
    const shown = readDecimal(text, props.unit);
    if (props.value !== (shown.ok ? shown.value : text)) setText(props.value);
  }, [props.value]);

  const take = (keyed: string): void => {
    setText(keyed);
    setNote(undefined);
    const read = readDecimal(keyed, props.unit);
    props.onChange(read.ok ? read.value : keyed);
  };
  const settle = (): void => {
    setLeft(true);
    if (!reading.ok) return;
    setText(reading.value);
    setNote(reading.note);
  };
  const wrong = !reading.ok && left ? reading.message : undefined;
  const error = wrong ?? props.error;
  return (
    <Field {...props} hint={note ?? props.hint} error={error}>
      {(described) => (
        <div class="input" data-invalid={error ? 'true' : undefined} data-readonly={props.readOnly}>
          <input
            ref={field}
            {...described}
            type="text"
            inputMode="decimal"
            autocomplete="off"
            spellcheck={false}
            value={text}
            placeholder={props.placeholder}
            required={props.required}
            readonly={props.readOnly}
            autofocus={props.autoFocus}
            onInput={(event) => take(event.currentTarget.value)}
            onBlur={settle}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              settle();
              if (!props.onEnter) return;
              event.preventDefault();
              props.onEnter();
            }}
          />
          {props.units && props.onUnit ? (
            <span class="input-unit">
              <select
                aria-label={`Unit of ${props.label}`}
                value={props.unit}
                onChange={(event) => props.onUnit?.(event.currentTarget.value)}
              >
                {props.units.map((unit) => (
                  <option key={unit.value} value={unit.value}>
                    {unit.label}
                  </option>
                ))}
              </select>
              <Icon name="down" size={16} />
            </span>
          ) : (
            props.unit && <span class="input-suffix">{showUnit(props.unit)}</span>
          )}
        </div>
      )}
    </Field>
  );
}
