import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { SupplyNotice, SupplyRow } from '../../api/supply-types.js';
import { useCommand } from '../../api/use-command.js';
import { usePages, useResource } from '../../api/use-resource.js';
import { showDecimal, showUnit } from '../../format.js';
import {
  Badge,
  Button,
  EmptyState,
  Page,
  ProblemBox,
  Skeleton,
  tabPanelId,
  Table,
  Tabs,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { moveRow, useKeys } from '../desk/keys.js';
import { SearchBox } from '../desk/search-box.js';
import { ReorderDialog } from './reorder-dialog.js';
import { daysText, RunsOut, ShortageWord, Spark } from './words.js';

const LABEL = 'Supply';
const FILTERS = [
  { key: 'all', title: 'All' },
  { key: 'problem', title: 'Problem' },
  { key: 'shortage', title: 'In shortage' },
  { key: 'below-par', title: 'Below par' },
] as const;

/** How long each drug lasts: the one table of a buyer's day. */
export default function Supply(): JSX.Element {
  const { query, set, go } = useAddress();
  const may = usePermissions();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [ordering, setOrdering] = useState(false);
  const active = FILTERS.find(({ key }) => key === query['filter']) ?? FILTERS[0];
  const asked = queryString({ q: query['q'], filter: active.key });
  const supply = usePages<SupplyRow>(`/supply${queryString({ q: query['q'], filter: active.key, limit: 200 })}`, {
    feed: ['supply'],
  });
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) });
  const toggle = (id: string): void =>
    setChosen((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    );
  const columns = may('purchase.write') ? [choice(chosen, toggle), ...COLUMNS] : COLUMNS;
  return (
    <Page
      title="Supply"
      width="wide"
      actions={
        <div class="row no-print">
          <Button icon="printer" onClick={() => window.print()}>
            Print
          </Button>
          <a class="button button-secondary" href={`/api/supply/table.csv${asked}`} download>
            CSV
          </a>
          <Button href="/substitutions">Substitutions</Button>
          {may('purchase.write') && (
            <Button
              kind="primary"
              disabled={chosen.size === 0 ? 'Choose drugs in the table first' : false}
              onClick={() => setOrdering(true)}
            >
              {chosen.size === 0 ? 'Order' : `Order ${chosen.size} drug${chosen.size === 1 ? '' : 's'}`}
            </Button>
          )}
        </div>
      }
    >
      <div class="stack">
        <Notices />
        <div class="no-print stack stack-small">
          <Tabs label={LABEL} tabs={FILTERS} active={active.key} onSelect={(filter) => set({ filter })} />
          <div class="row">
            <SearchBox label="Search by drug, product or NDC" />
          </div>
        </div>
        <ProblemBox problem={supply.error} retry={supply.reload} />
        {supply.loading && <Skeleton />}
        <div role="tabpanel" id={tabPanelId(LABEL)} aria-label={active.title}>
          {supply.data && (
            <Table
              label="Drugs, the first to run out first"
              columns={columns}
              rows={supply.data}
              keyOf={(row) => row.drugId}
              onOpen={(row) => go(`/supply/drugs/${row.drugId}`)}
              more={supply.more}
              onMore={supply.loadMore}
              busy={supply.refreshing}
              empty={<Nothing filter={active.key} q={query['q']} />}
            />
          )}
        </div>
      </div>
      {ordering && (
        <ReorderDialog drugIds={[...chosen]} onDone={() => setChosen(new Set())} onClose={() => setOrdering(false)} />
      )}
    </Page>
  );
}

const choice = (chosen: ReadonlySet<string>, toggle: (id: string) => void): Column<SupplyRow> => ({
  key: 'choose',
  title: '',
  cell: (row) => (
    <label class="choose no-print">
      <input
        type="checkbox"
        aria-label={`Choose ${row.drugName}`}
        checked={chosen.has(row.drugId)}
        onChange={() => toggle(row.drugId)}
      />
    </label>
  ),
});

const COLUMNS: readonly Column<SupplyRow>[] = [
  {
    key: 'drug',
    title: 'Drug',
    width: '40%',
    sort: (row) => row.drugName.toLowerCase(),
    cell: (row) => (
      <>
        <a class="strong" href={`/supply/drugs/${row.drugId}`}>
          {row.drugName}
        </a>
        {row.onHand !== null && (
          <span class="small quiet block nowrap">
            {showDecimal(row.onHand)} {showUnit(row.unit ?? '')} on hand
          </span>
        )}
        {row.shortage && (
          <span class="block">
            <ShortageWord standing={row.shortage.standing} ours={row.shortage.ours} />
          </span>
        )}
        {row.suggestions.map((one) => (
          <span key={one.product} class="small block">
            Proposed: {one.packs} × {one.product}, {one.supplier}
          </span>
        ))}
      </>
    ),
  },
  {
    key: 'days',
    title: 'Days',
    number: true,
    sort: (row) => row.usableDays ?? row.horizonDays,
    cell: (row) => (
      <>
        <b>{daysText(row.usableDays, row.horizonDays)}</b>
        <span class="block small nowrap">
          {row.belowPar ? (
            <Badge tone="warn">below {row.par.minDays}</Badge>
          ) : (
            <span class="quiet">keep {row.par.minDays}</span>
          )}
        </span>
      </>
    ),
  },
  { key: 'spark', title: 'Stock', cell: (row) => <Spark spark={row.spark} /> },
  { key: 'out', title: 'Runs out', sort: (row) => row.stockoutOn, cell: (row) => <RunsOut {...row} /> },
  {
    key: 'inbound',
    title: 'Delivery',
    sort: (row) => row.nextInboundOn,
    cell: (row) =>
      row.nextInboundOn ? <span class="nowrap">{row.nextInboundOn}</span> : <span class="quiet">none</span>,
  },
  {
    key: 'patients',
    title: 'Patients',
    number: true,
    sort: (row) => row.patientsHit,
    cell: (row) => (row.patientsHit > 0 ? <Badge tone="danger">{row.patientsHit}</Badge> : '0'),
  },
];

function Notices(): JSX.Element | null {
  const may = usePermissions();
  const notices = useResource<SupplyNotice[]>('/supply/notices', { feed: ['supply'] });
  const seen = useCommand(async (id: string) => {
    await post(`/supply/notices/${id}/seen`, {});
    notices.replace((notices.data ?? []).filter((notice) => notice.id !== id));
  });
  if (!notices.data || notices.data.length === 0) return null;
  return (
    <section class="supply-notices no-print" aria-label="What changed">
      <ul class="plain-list stack stack-small">
        {notices.data.slice(0, 5).map((notice) => (
          <li key={notice.id} class="row row-between">
            <span>
              <a class="strong" href={`/supply/drugs/${notice.drugId}`}>
                {notice.drugName}
              </a>{' '}
              {notice.message}
            </span>
            {may('supply.manage') && (
              <Button size="small" busy={seen.busy} onClick={() => void seen.run(notice.id)}>
                Seen
              </Button>
            )}
          </li>
        ))}
        {notices.data.length > 5 && <li class="quiet small">and {notices.data.length - 5} more</li>}
      </ul>
      <ProblemBox problem={seen.problem} />
    </section>
  );
}

const Nothing = ({ filter, q }: { filter: string; q: string | undefined }): JSX.Element => (
  <EmptyState icon="stock" title={q ? 'No drug found' : filter === 'all' ? 'No drugs yet' : 'None'}>
    {q
      ? `No drug, product or NDC has “${q}” in it here.`
      : ({
          problem: 'No drug is expected to run out within the days looked at.',
          shortage: 'No drug of the formulary is on the shortage list.',
          'below-par': 'Every drug has at least the days that are to be kept.',
        }[filter] ?? 'Drugs with a product in use appear here with how long they last.')}
  </EmptyState>
);
