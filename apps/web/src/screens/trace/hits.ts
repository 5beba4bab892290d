import type { TraceHit } from '../../api/types.js';

export const HIT_KINDS: Readonly<Record<TraceHit['kind'], string>> = {
  lot: 'Lots',
  csp: 'Preparations',
  worksheet: 'Worksheets',
  order: 'Orders',
  patient: 'Patients',
  'open-container': 'Opened containers',
};

/** Where a hit leads; an opened container leads to the search for its lot, which its title ends with. */
export function hitPath(hit: TraceHit): string {
  switch (hit.kind) {
    case 'lot':
      return `/trace/lots/${hit.id}`;
    case 'csp':
      return `/trace/csps/${hit.id}`;
    case 'worksheet':
      return `/bench/${hit.id}`;
    case 'order':
      return `/orders/${hit.id}`;
    case 'patient':
      return `/patients/${hit.id}`;
    case 'open-container': {
      const lot = /, lot (.+)$/.exec(hit.title)?.[1] ?? hit.number;
      return `/trace?q=${encodeURIComponent(lot)}`;
    }
  }
}

/** The kinds that have hits, in the order of a recall: what it is made of first. */
export function hitGroups(hits: readonly TraceHit[]): { kind: TraceHit['kind']; title: string; hits: TraceHit[] }[] {
  return (Object.keys(HIT_KINDS) as TraceHit['kind'][])
    .map((kind) => ({ kind, title: HIT_KINDS[kind], hits: hits.filter((hit) => hit.kind === kind) }))
    .filter((group) => group.hits.length > 0);
}
