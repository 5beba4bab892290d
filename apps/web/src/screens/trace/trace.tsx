import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { looksLikeShortNumber } from '#domain/barcode';
import { get, post, query } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import type { TraceHit } from '../../api/types.js';
import { EmptyState, Icon, Loaded, Page, ProblemBox, TextInput } from '../../parts/index.js';
import { sound } from '../../scan/tones.js';
import { useScanner } from '../../scan/use-scanner.js';
import { hitGroups, hitPath } from './hits.js';

/** What `POST /stock/lookup` tells of a package's code, as far as it leads to a lot. */
interface Lookup {
  scanned: { lotNumber: string | null };
  lot: { id: string } | null;
}

/** One box for whatever number is on the thing in one's hand. */
export default function TracePage(): JSX.Element {
  const { query: at, route } = useLocation();
  const [text, setText] = useState(at.q ?? '');
  const q = (at.q ?? '').trim();
  const hits = useResource<TraceHit[]>(q === '' ? null : `/trace/search${query({ q })}`);
  useEffect(() => setText(at.q ?? ''), [at.q]);
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => route(`/trace${query({ q: text.trim() })}`, true), 250);
    return () => clearTimeout(timer);
  }, [text]);
  const scan = useCommand(async (code: string) => {
    if (looksLikeShortNumber(code)) {
      const found = await get<TraceHit[]>(`/trace/search${query({ q: code.trim() })}`);
      const [only, another] = found;
      if (only && !another) return route(hitPath(only));
      return route(`/trace${query({ q: code.trim() })}`);
    }
    const { lot, scanned } = await post<Lookup>('/stock/lookup', { code });
    if (lot) return route(`/trace/lots/${lot.id}`);
    sound('refused');
    setText(scanned.lotNumber ?? code);
  });
  useScanner((code) => scan.run(code));
  const first = hits.data?.[0];
  return (
    <Page title="Trace" note="From a lot to every preparation and patient, and from a preparation to every lot in it.">
      <div class="stack">
        <div class="trace-search">
          <TextInput
            label="Scan or type a number"
            type="search"
            value={text}
            onChange={setText}
            autoFocus
            placeholder="Lot, preparation, worksheet, order, patient, vial tag or family name"
            onEnter={() => {
              if (text.trim() !== q) route(`/trace${query({ q: text.trim() })}`, true);
              else if (first) route(hitPath(first));
            }}
          />
        </div>
        <ProblemBox problem={scan.problem} />
        {q === '' ? (
          <EmptyState icon="trace" title="Begin with what is in your hand">
            A package’s code or its lot number leads to who got it. The label of a preparation leads to what is in it.
          </EmptyState>
        ) : (
          <Loaded resource={hits}>{(list) => <Hits hits={list} q={q} />}</Loaded>
        )}
      </div>
    </Page>
  );
}

function Hits({ hits, q }: { hits: readonly TraceHit[]; q: string }): JSX.Element {
  if (hits.length === 0)
    return (
      <EmptyState icon="search" title={`Nothing begins with “${q}”`}>
        Check the number. A lot is found by the beginning of its lot number, a patient by number or family name.
      </EmptyState>
    );
  return (
    <div class="stack">
      {hitGroups(hits).map((group) => (
        <section key={group.kind} class="stack stack-small">
          <h2>{group.title}</h2>
          <ul class="hits">
            {group.hits.map((hit) => (
              <li key={hit.id}>
                <a href={hitPath(hit)}>
                  <strong class="code">{hit.number}</strong>
                  <span class="grow">{hit.title}</span>
                  <Icon name="right" size={20} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
