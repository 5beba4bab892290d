import { useCallback, useState } from 'preact/hooks';
import { get, query } from '../../api/client.js';
import { useResource, type Resource } from '../../api/use-resource.js';
import { useCommand } from '../../api/use-command.js';
import type { LotTrace, TracedCsp } from '../../api/types.js';
import type { ApiProblem } from '../../api/problem.js';

export interface LotPages {
  first: Resource<LotTrace>;
  csps: TracedCsp[];
  more: boolean;
  busy: boolean;
  problem: ApiProblem | undefined;
  loadMore: () => void;
  /** Every preparation, also those not loaded yet; undefined when it failed. */
  loadAll: () => Promise<TracedCsp[] | undefined>;
}

/** Where a lot went, page after page. */
export function useLotTrace(lotId: string): LotPages {
  const path = `/trace/lots/${lotId}`;
  const first = useResource<LotTrace>(path);
  const [rest, setRest] = useState<{ path: string; csps: TracedCsp[]; next: string | null }>();
  const further = rest?.path === path ? rest : undefined;
  const csps = [...(first.data?.csps ?? []), ...(further?.csps ?? [])];
  const next = further ? further.next : (first.data?.next ?? null);
  const load = useCommand(async (all: boolean): Promise<TracedCsp[]> => {
    let at = next;
    let found = further?.csps ?? [];
    while (at !== null) {
      const page = await get<LotTrace>(`${path}${query({ cursor: at })}`);
      found = [...found, ...page.csps];
      at = page.next;
      setRest({ path, csps: found, next: at });
      if (!all) break;
    }
    return [...(first.data?.csps ?? []), ...found];
  });
  return {
    first,
    csps,
    more: next !== null,
    busy: load.busy,
    problem: load.problem,
    loadMore: useCallback(() => void load.run(false), [load.run]),
    loadAll: useCallback(() => load.run(true), [load.run]),
  };
}
