import { useLocation } from 'preact-iso';
import { useCallback, useEffect, useState } from 'preact/hooks';

/** Everything keyed into one calculator, as text, by field name; lists are JSON. */
export type Values<K extends string> = Readonly<Record<K, string>>;

export interface Fields<K extends string> {
  values: Values<K>;
  set: (name: K, value: string) => void;
  clear: () => void;
}

const WRITE_AFTER_MS = 300;

/** What is kept in the address: the tab, and what differs from the defaults. */
export function addressOf<K extends string>(tab: string, values: Values<K>, defaults: Values<K>): string {
  const changed = (Object.keys(defaults) as K[]).filter((name) => values[name] !== defaults[name]);
  const parameters = new URLSearchParams([['tab', tab], ...changed.map((name) => [name, values[name]])]);
  return `/calculators?${parameters}`;
}

/** The values that an address asks for; names it does not know are left out. */
export function valuesOf<K extends string>(query: Readonly<Record<string, string>>, defaults: Values<K>): Values<K> {
  const names = Object.keys(defaults) as K[];
  return Object.fromEntries(names.map((name) => [name, query[name] ?? defaults[name]])) as Record<K, string>;
}

/** Fields of the calculator in view, kept in the address, so that a calculation can be sent to somebody or kept. */
export function useFields<K extends string>(tab: string, defaults: Values<K>): Fields<K> {
  const { url, query } = useLocation();
  const [values, setValues] = useState(() => valuesOf(query, defaults));
  // Somebody came here by a link, or scanned.
  useEffect(() => setValues(valuesOf(query, defaults)), [url]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const address = addressOf(tab, values, defaults);
      if (address !== location.pathname + location.search) history.replaceState(null, '', address);
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [values]);
  const set = useCallback((name: K, value: string) => setValues((old) => ({ ...old, [name]: value })), []);
  const clear = useCallback(() => setValues(defaults), [defaults]);
  return { values, set, clear };
}

/** A list kept in one field. What cannot be read is an empty list: an address can be cut off on its way. */
export function readList<T extends object>(text: string, empty: T): T[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map((item: unknown) => ({ ...empty, ...(item as Partial<T>) })) : [];
  } catch {
    return [];
  }
}

/** Only what is filled in, to keep addresses short. */
export const writeList = (list: readonly object[]): string =>
  JSON.stringify(list.map((item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== ''))));
