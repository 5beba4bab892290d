import { useLocation } from 'preact-iso';
import { query as queryString } from '../../api/client.js';

export interface Address {
  query: Readonly<Record<string, string>>;
  /** Changes parts of the query string in place; `undefined` takes one out. */
  set: (part: Readonly<Record<string, string | undefined>>) => void;
  go: (path: string) => void;
}

/** What a list shows (tab, search, selection) is kept in the address, so that going back and links work. */
export function useAddress(): Address {
  const { path, query, route } = useLocation();
  return {
    query,
    set: (part) => route(path + queryString({ ...query, ...part }), true),
    go: (to) => route(to),
  };
}
