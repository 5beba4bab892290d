import type { JSX } from 'preact';
import type { SubstitutionRow } from '../../api/substitution-types.js';
import { query as queryString } from '../../api/client.js';
import { usePages } from '../../api/use-resource.js';
import {
  Button,
  DateTime,
  EmptyState,
  Page,
  ProblemBox,
  Select,
  Skeleton,
  StateBadge,
  Table,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { KIND_WORDS } from './words.js';

const STATES = [
  { value: 'draft', label: 'Drafts' },
  { value: 'proposed', label: 'Proposed' },
  { value: 'approved', label: 'Approved' },
  { value: 'reversed', label: 'Reversed' },
  { value: 'declined', label: 'Declined' },
] as const;

const COLUMNS: readonly Column<SubstitutionRow>[] = [
  {
    key: 'number',
    title: 'Substitution',
    cell: (row) => (
      <>
        <a class="nowrap" href={`/substitutions/${row.id}`}>
          {row.number}
        </a>
        <span class="small quiet block">
          <DateTime at={row.createdAt} short />, {row.createdBy}
        </span>
      </>
    ),
  },
  {
    key: 'what',
    title: 'What',
    cell: (row) => (
      <>
        <span class="block">
          {row.from} <span class="quiet">becomes</span> <strong>{row.to}</strong>
        </span>
        <span class="small quiet">{KIND_WORDS[row.kind]}</span>
      </>
    ),
  },
  { key: 'why', title: 'Why', cell: (row) => row.reason },
  { key: 'orders', title: 'Orders', number: true, cell: (row) => row.ready },
  { key: 'state', title: 'State', cell: (row) => <StateBadge state={row.state} /> },
];

/** What stands in for what, and how far each is. */
export default function Substitutions(): JSX.Element {
  const { query, set, go } = useAddress();
  const may = usePermissions();
  const list = usePages<SubstitutionRow>(`/substitutions${queryString({ state: query.state, drugId: query.drugId })}`, {
    feed: ['supply'],
  });
  return (
    <Page
      title="Substitutions"
      width="wide"
      back={{ href: '/supply', text: 'Supply' }}
      actions={
        may('substitution.propose') && (
          <Button kind="primary" icon="plus" href="/substitutions/new">
            New substitution
          </Button>
        )
      }
    >
      <div class="stack">
        <div class="substitution-filter">
          <Select
            label="Show"
            optional
            placeholder="All"
            value={STATES.find(({ value }) => value === query.state)?.value ?? ''}
            options={STATES}
            onChange={(state) => set({ state: state || undefined })}
          />
        </div>
        <ProblemBox problem={list.error} retry={list.reload} />
        {list.loading ? (
          <Skeleton lines={6} />
        ) : (
          <Table
            label="Substitutions"
            columns={COLUMNS}
            rows={list.data ?? []}
            keyOf={(row) => row.id}
            onOpen={(row) => go(`/substitutions/${row.id}`)}
            more={list.more}
            onMore={list.loadMore}
            empty={
              <EmptyState icon="formula" title="No substitutions">
                What is proposed when something is short appears here, with every order before and after.
              </EmptyState>
            }
          />
        )}
      </div>
    </Page>
  );
}
