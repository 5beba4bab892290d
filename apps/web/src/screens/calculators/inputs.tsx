import type { ComponentChildren, JSX } from 'preact';
import { Button, type Option } from '../../parts/index.js';
import { readList, writeList, type Fields } from './fields.js';

/** `{...bind(fields, 'dose')}`: value and onChange of an input. */
export const bind = <K extends string>(
  fields: Fields<K>,
  name: K,
): { value: string; onChange: (value: string) => void } => ({
  value: fields.values[name],
  onChange: (value) => fields.set(name, value),
});

/** The same for a choice, whose values are known. */
export const choose = <K extends string>(
  fields: Fields<K>,
  name: K,
): { value: string; onChange: (value: string) => void } => bind(fields, name);

export const DRUG_UNITS: readonly Option[] = [
  { value: 'mg', label: 'mg' },
  { value: 'g', label: 'g' },
  { value: 'ug', label: 'mcg' },
  { value: '[iU]', label: 'units' },
  { value: 'k[iU]', label: 'thousand units' },
  { value: 'mmol', label: 'mmol' },
  { value: 'meq', label: 'mEq' },
];

export interface ListEditor<T> {
  items: readonly T[];
  put: (index: number, part: Partial<T>) => void;
  add: () => void;
  remove: (index: number) => void;
}

/** A list kept in one field of the address. */
export function listOf<K extends string, T extends object>(fields: Fields<K>, name: K, empty: T): ListEditor<T> {
  const items = readList(fields.values[name], empty);
  const write = (list: readonly T[]): void => fields.set(name, writeList(list));
  return {
    items,
    put: (index, part) => write(items.map((item, i) => (i === index ? { ...item, ...part } : item))),
    add: () => write([...items, empty]),
    remove: (index) => write(items.filter((_, i) => i !== index)),
  };
}

/** One entry of a list, with a way to take it out. */
export function Entry(props: {
  title: string;
  onRemove?: (() => void) | undefined;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <fieldset class="entry stack stack-small">
      <legend class="only-read-aloud">{props.title}</legend>
      <div class="row row-between">
        <span class="strong" aria-hidden="true">
          {props.title}
        </span>
        {props.onRemove && (
          <Button size="small" kind="plain" icon="close" onClick={props.onRemove}>
            Remove
          </Button>
        )}
      </div>
      {props.children}
    </fieldset>
  );
}
