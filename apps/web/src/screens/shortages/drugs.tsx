import type { JSX } from 'preact';
import type { DrugShortageRow } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { EmptyState, Loaded, Table, type Column } from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { SearchBox } from '../desk/search-box.js';
import { StandingBadge, StandingCounts } from './standing.js';
import { byNeed, STANDING_ORDER, standingOf } from './words.js';

const COLUMNS: readonly Column<DrugShortageRow>[] = [
  {
    key: 'drug',
    title: 'Drug',
    sort: (row) => row.drugName.toLowerCase(),
    cell: (row) => <strong>{row.drugName}</strong>,
  },
  {
    key: 'ours',
    title: 'What we buy',
    sort: (row) => STANDING_ORDER.indexOf(standingOf(row.worstOfOurs) ?? 'available'),
    cell: (row) =>
      row.worstOfOurs === null ? (
        <span class="quiet">not in the list</span>
      ) : (
        <>
          <StandingBadge standing={row.worstOfOurs} />
          {row.ourPackages > 1 && <span class="small quiet block">worst of {row.ourPackages} packages</span>}
        </>
      ),
  },
  {
    key: 'packages',
    title: 'All packages in the list',
    width: '38%',
    sort: (row) => row.byStanding.available / Math.max(1, row.packages),
    cell: (row) => <StandingCounts counts={row.byStanding} />,
  },
  {
    key: 'makers',
    title: 'Makers',
    number: true,
    sort: (row) => row.companies.length,
    cell: (row) => row.companies.length,
  },
  {
    key: 'update',
    title: 'Last word',
    sort: (row) => row.latestUpdate,
    cell: (row) => <span class="nowrap">{row.latestUpdate ?? 'none'}</span>,
  },
];

/** Each drug of the formulary that the feed names, as counts of packages; what we buy and cannot get comes first. */
export function Drugs({ hasFeed }: { hasFeed: boolean }): JSX.Element {
  const { query, go } = useAddress();
  const drugs = useResource<DrugShortageRow[]>('/shortages/drugs', { feed: ['shortage'] });
  const wanted = (query['q'] ?? '').toLowerCase();
  return (
    <div class="stack">
      <div class="row">
        <SearchBox label="Search our drugs and their makers" />
      </div>
      <Loaded resource={drugs}>
        {(rows) => (
          <Table
            label="Our drugs in the shortage feed"
            columns={COLUMNS}
            rows={rows
              .filter((row) => [row.drugName, ...row.companies].join(' ').toLowerCase().includes(wanted))
              .toSorted(byNeed)}
            keyOf={(row) => row.drugId}
            onOpen={(row) => go(`/shortages/drugs/${row.drugId}`)}
            empty={
              <EmptyState icon="stock" title={wanted ? 'No drug found' : 'Nothing in the list'}>
                {wanted
                  ? `None of our drugs in the feed has “${query['q'] ?? ''}” in its name or makers.`
                  : hasFeed
                    ? 'The feed names none of our drugs. Names that were not matched are under “Not matched”.'
                    : 'Import the file of open.fda.gov “drug shortages”. Our drugs that it names appear here.'}
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </div>
  );
}
