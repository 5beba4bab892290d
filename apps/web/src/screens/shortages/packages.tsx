import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { ShortageRow } from '../../api/types.js';
import { usePages } from '../../api/use-resource.js';
import { Button, CheckBox, EmptyState, ProblemBox, Select, Skeleton, Table, type Column } from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { SearchBox } from '../desk/search-box.js';
import { StandingBadge } from './standing.js';
import { MATCH_WORDS, presentationWords, STANDING_LOOKS, STANDING_ORDER, STATUS_WORDS } from './words.js';

/** One package with its maker; shown under a drug too, where the name of the drug goes without saying. */
export const PACKAGE_COLUMN: Column<ShortageRow> = {
  key: 'package',
  title: 'Package',
  width: '34%',
  sort: (row) => row.companyName.toLowerCase(),
  cell: (row) => (
    <>
      <span class="strong">{row.companyName}</span>
      <span class="small block">{presentationWords(row.presentation)}</span>
      <span class="small quiet block">NDC {row.packageNdc}</span>
    </>
  ),
};

export const STATE_COLUMNS: readonly Column<ShortageRow>[] = [
  {
    key: 'standing',
    title: 'For buying',
    sort: (row) => STANDING_ORDER.findIndex((one) => one === row.standing),
    cell: (row) => (
      <>
        <StandingBadge standing={row.standing} />
        {row.standing === 'unknown' && row.availabilityText && (
          <span class="small block">“{row.availabilityText}”</span>
        )}
      </>
    ),
  },
  {
    key: 'status',
    title: 'Status',
    sort: (row) => row.status,
    cell: (row) => (
      <>
        {STATUS_WORDS[row.status] ?? row.status}
        {row.discontinuedOn && <span class="small quiet block nowrap">from {row.discontinuedOn}</span>}
        {row.updatedOn && <span class="small quiet block nowrap">as of {row.updatedOn}</span>}
      </>
    ),
  },
  {
    key: 'why',
    title: 'Reason and outlook',
    width: '28%',
    cell: (row) => (
      <>
        {row.reason !== 'not-stated' && <span class="block">{row.reasonTitle}</span>}
        {row.note && <span class="small quiet block">{row.note}</span>}
        {row.remarks.map((remark) => (
          <span key={remark} class="small quiet block">
            {remark}
          </span>
        ))}
      </>
    ),
  },
];

const COLUMNS: readonly Column<ShortageRow>[] = [
  {
    key: 'name',
    title: 'Name in the feed',
    cell: (row) => (
      <>
        {row.genericName}
        {row.drugName && (
          <span class="small quiet block">
            Ours: {row.drugName}
            {row.matchedBy && `, ${MATCH_WORDS[row.matchedBy] ?? row.matchedBy}`}
          </span>
        )}
      </>
    ),
  },
  PACKAGE_COLUMN,
  ...STATE_COLUMNS,
];

/** Every package of the feed, filtered; the same filter makes the file. */
export function Packages(): JSX.Element {
  const { query, set, go } = useAddress();
  const filter = { q: query['q'], ours: query['ours'], status: query['status'], standing: query['standing'] };
  const list = usePages<ShortageRow>(`/shortages${queryString(filter)}`, { feed: ['shortage'] });
  return (
    <div class="stack">
      <div class="row shortage-filters">
        <SearchBox label="Search name, maker or NDC" />
        <Select
          label="For buying"
          optional
          placeholder="All"
          value={query['standing'] ?? ''}
          onChange={(standing) => set({ standing: standing || undefined })}
          options={STANDING_ORDER.map((value) => ({ value: value as string, label: STANDING_LOOKS[value].words }))}
        />
        <Select
          label="Status"
          optional
          placeholder="All"
          value={query['status'] ?? ''}
          onChange={(status) => set({ status: status || undefined })}
          options={Object.entries(STATUS_WORDS).map(([value, label]) => ({ value, label }))}
        />
        <CheckBox
          label="Our drugs only"
          checked={query['ours'] === 'true'}
          onChange={(ours) => set({ ours: ours ? 'true' : undefined })}
        />
        <Button icon="down" href={`/api/shortages/export.csv${queryString(filter)}`} target="_blank">
          Save as CSV
        </Button>
      </div>
      <ProblemBox problem={list.error} retry={list.reload} />
      {list.loading && <Skeleton />}
      {list.data && (
        <Table
          label="Packages in the shortage feed"
          columns={COLUMNS}
          rows={list.data}
          keyOf={(row) => row.id}
          onOpen={(row) => row.drugId !== null && go(`/shortages/drugs/${row.drugId}`)}
          more={list.more}
          onMore={list.loadMore}
          busy={list.refreshing}
          empty={
            <EmptyState icon="search" title="No package found">
              The feed names no package that fits. Take a filter away, or import a feed.
            </EmptyState>
          }
        />
      )}
    </div>
  );
}
