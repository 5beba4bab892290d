import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatInstant, fromZoned, parseInstant, parseLocalDate, toZoned, zoneId } from '#domain/time';
import { useSite } from '../session/session.js';
import { readExpiry } from './expiry-text.js';
import { Field, TextInput, useAutoFocus, type FieldProps } from './field.js';

interface DateProps extends FieldProps {
  /** `2026-03-31`, or `''`. */
  value: string;
  onChange: (value: string) => void;
  min?: string;
  max?: string;
  required?: boolean;
  autoFocus?: boolean;
}

/** A calendar date, with the browser's own calendar. */
export function DateInput(props: DateProps): JSX.Element {
  const field = useAutoFocus<HTMLInputElement>(props.autoFocus);
  return (
    <Field {...props}>
      {(described) => (
        <div class="input" data-invalid={props.error ? 'true' : undefined}>
          <input
            ref={field}
            {...described}
            type="date"
            value={props.value}
            min={props.min}
            max={props.max ?? '2199-12-31'}
            required={props.required}
            autofocus={props.autoFocus}
            onInput={(event) => props.onChange(event.currentTarget.value)}
          />
        </div>
      )}
    </Field>
  );
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** A moment, keyed and shown in the site's zone, handed on as ISO text in UTC (`''` for none). */
export function DateTimeInput(props: Omit<DateProps, 'min' | 'max'>): JSX.Element {
  const zone = zoneId(useSite().zone);
  const local = props.value === '' ? undefined : toZoned(parseInstant(props.value), zone);
  const take = (text: string): void => {
    const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text);
    if (!match) return props.onChange('');
    const [, date = '', hour, minute] = match;
    const at = fromZoned({ date: parseLocalDate(date), hour: Number(hour), minute: Number(minute) }, zone);
    props.onChange(formatInstant(at));
  };
  return (
    <Field {...props}>
      {(described) => (
        <div class="input" data-invalid={props.error ? 'true' : undefined}>
          <input
            {...described}
            type="datetime-local"
            value={local && `${local.date}T${pad(local.hour)}:${pad(local.minute)}`}
            required={props.required}
            onChange={(event) => take(event.currentTarget.value)}
          />
          {local && <span class="input-suffix">{local.abbreviation}</span>}
        </div>
      )}
    </Field>
  );
}

/** An expiry as printed on a package: a day or only a month, in any of the usual spellings; handed on as ISO text. */
export function ExpiryInput(
  props: FieldProps & { value: string; onChange: (value: string) => void; onEnter?: () => void },
): JSX.Element {
  const [text, setText] = useState(props.value);
  const [left, setLeft] = useState(false);
  const reading = readExpiry(text);
  useEffect(() => {
    const shown = readExpiry(text);
    if (props.value !== (shown.ok ? shown.value : text)) setText(props.value);
  }, [props.value]);
  return (
    <TextInput
      {...props}
      value={text}
      hint={
        reading.ok && reading.value
          ? `${reading.value.length === 7 ? 'Last day of' : ''} ${reading.value}`.trim()
          : (props.hint ?? 'As printed: 2027-03, 03/2027 or 2027-03-31')
      }
      error={(!reading.ok && left ? reading.message : undefined) ?? props.error}
      onChange={(keyed) => {
        setText(keyed);
        setLeft(keyed.length >= 7);
        const read = readExpiry(keyed);
        props.onChange(read.ok ? read.value : keyed);
      }}
    />
  );
}
