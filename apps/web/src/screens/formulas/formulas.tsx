import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { FormulaSummary } from '../../api/types.js';
import { usePages } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  EmptyState,
  HazardBadge,
  Page,
  ProblemBox,
  Skeleton,
  Table,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { moveRow, useKeys } from '../desk/keys.js';
import { SearchBox } from '../desk/search-box.js';
import { Ends } from '../desk/ends.js';

const COLUMNS: readonly Column<FormulaSummary>[] = [
  {
    key: 'name',
    title: 'Formula',
    sort: (row) => row.name,
    cell: (row) => (
      <>
        <span class="strong">{row.name}</span> {row.hazardous && <HazardBadge />}
        <span class="small quiet block">{row.number}</span>
      </>
    ),
  },
  { key: 'drugs', title: 'Drugs', cell: (row) => row.drugs.join(', ') },
  {
    key: 'version',
    title: 'Version',
    cell: (row) => (
      <span class="row">
        {row.approvedVersion !== null && <Badge tone="ok">Version {row.approvedVersion} approved</Badge>}
        {row.draftVersion !== null && (
          <Badge tone="plain" icon="pen">
            Version {row.draftVersion} draft
          </Badge>
        )}
        {row.approvedVersion === null && row.draftVersion === null && (
          <Badge tone="plain" icon="close">
            Retired
          </Badge>
        )}
      </span>
    ),
  },
  {
    key: 'review',
    title: 'Review by',
    sort: (row) => row.reviewBy,
    cell: (row) =>
      row.reviewBy === null ? <span class="quiet">none</span> : <Ends on={row.reviewBy} past="Overdue" />,
  },
];

export default function Formulas(): JSX.Element {
  const { query, go } = useAddress();
  const may = usePermissions();
  const formulas = usePages<FormulaSummary>(`/formulas${queryString({ q: query.q })}`, { feed: ['formula'] });
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) });
  return (
    <Page
      title="Formulas"
      note="Master formulation records: written by one pharmacist, approved by another."
      actions={
        may('formula.write') && (
          <Button kind="primary" icon="plus" href="/formulas/new">
            New formula
          </Button>
        )
      }
    >
      <div class="list-head">
        <SearchBox label="Search by name or number" />
      </div>
      <ProblemBox problem={formulas.error} retry={formulas.reload} />
      {formulas.loading && <Skeleton />}
      {formulas.data && (
        <Table
          label="Formulas"
          columns={COLUMNS}
          rows={formulas.data}
          keyOf={(row) => row.id}
          onOpen={(row) => go(`/formulas/${row.id}`)}
          more={formulas.more}
          onMore={formulas.loadMore}
          busy={formulas.refreshing}
          empty={
            <EmptyState icon="formula" title={query.q ? 'No formula found' : 'No formulas yet'}>
              {query.q
                ? `No formula has “${query.q}” in its name or number.`
                : 'An order can be prepared only by an approved formula. Write the first one.'}
            </EmptyState>
          }
        />
      )}
    </Page>
  );
}
