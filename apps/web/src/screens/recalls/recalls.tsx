import type { JSX } from 'preact';
import type { RecallDrill, RecallRow } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  DateTime,
  EmptyState,
  Loaded,
  Page,
  PrintButton,
  ProblemBox,
  Skeleton,
  StateBadge,
  Table,
  tabPanelId,
  Tabs,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { Notices } from './notices.js';
import { count, KIND_WORDS } from './scope.js';

const LABEL = 'Recalls';
const TABS = [
  { key: 'open', title: 'Open recalls' },
  { key: 'notices', title: 'FDA notices' },
  { key: 'ended', title: 'Ended' },
  { key: 'drills', title: 'Drills' },
] as const;

/** What is held, what waits for a decision, and how quickly it would be found. */
export default function Recalls(): JSX.Element {
  const { query, set } = useAddress();
  const may = usePermissions();
  const active = TABS.find(({ key }) => key === query.tab) ?? TABS[0];
  return (
    <Page
      title="Recalls"
      width="wide"
      actions={
        may('recall.open') && (
          <>
            <Button icon="clock" href="/recalls/new?drill=yes">
              Drill
            </Button>
            <Button kind="primary" icon="plus" href="/recalls/new">
              New recall
            </Button>
          </>
        )
      }
    >
      <Tabs label={LABEL} tabs={TABS} active={active.key} onSelect={(tab) => set({ tab })} />
      <div role="tabpanel" id={tabPanelId(LABEL)} aria-label={active.title}>
        {active.key === 'open' && <List state="open" />}
        {active.key === 'ended' && <Ended />}
        {active.key === 'notices' && <Notices />}
        {active.key === 'drills' && <Drills />}
      </div>
    </Page>
  );
}

const COLUMNS: readonly Column<RecallRow>[] = [
  {
    key: 'number',
    title: 'Recall',
    cell: (row) => (
      <>
        <a class="nowrap" href={`/recalls/${row.id}`}>
          {row.number}
        </a>
        <span class="small quiet block">
          <DateTime at={row.openedAt} />, {row.openedBy}
        </span>
      </>
    ),
  },
  {
    key: 'kind',
    title: 'Class',
    cell: (row) => <Badge tone={row.kind === 'class-1' ? 'danger' : 'warn'}>{KIND_WORDS[row.kind] ?? row.kind}</Badge>,
  },
  {
    key: 'what',
    title: 'What and why',
    cell: (row) => (
      <>
        <span class="strong">{row.scopeText}</span>
        <span class="small quiet block">{row.reason}</span>
      </>
    ),
  },
  {
    key: 'reach',
    title: 'Reach',
    cell: (row) => (
      <>
        {count(row.csps, 'preparation')}
        <span class="small quiet block">{count(row.patients, 'patient')}</span>
      </>
    ),
  },
  {
    key: 'work',
    title: 'Work',
    cell: (row) =>
      row.state !== 'open' ? (
        <StateBadge state={row.state} />
      ) : row.itemsOpen === 0 ? (
        <Badge tone="ok">All {row.itemsTotal} closed</Badge>
      ) : (
        <Badge tone="warn">
          {row.itemsOpen} of {row.itemsTotal} open
        </Badge>
      ),
  },
];

function List({ state }: { state: 'open' | 'closed' | 'withdrawn' }): JSX.Element {
  const { go } = useAddress();
  const recalls = usePages<RecallRow>(`/recalls?state=${state}`, { feed: ['recall'] });
  return (
    <div class="stack">
      <ProblemBox problem={recalls.error} retry={recalls.reload} />
      {recalls.loading && <Skeleton />}
      {recalls.data && (
        <Table
          label={state === 'open' ? 'Open recalls' : state === 'closed' ? 'Closed recalls' : 'Withdrawn recalls'}
          columns={COLUMNS}
          rows={recalls.data}
          keyOf={(row) => row.id}
          onOpen={(row) => go(`/recalls/${row.id}`)}
          more={recalls.more}
          onMore={recalls.loadMore}
          busy={recalls.refreshing}
          empty={
            <EmptyState icon="ok" title={state === 'open' ? 'No recall is open' : 'None'}>
              {state === 'open'
                ? 'What a recall holds, and what has to be done about it, appears here.'
                : 'Recalls appear here when they have ended.'}
            </EmptyState>
          }
        />
      )}
    </div>
  );
}

const Ended = (): JSX.Element => (
  <div class="stack">
    <h2>Closed</h2>
    <List state="closed" />
    <h2>Withdrawn</h2>
    <List state="withdrawn" />
  </div>
);

const DRILL_COLUMNS: readonly Column<RecallDrill>[] = [
  {
    key: 'when',
    title: 'When',
    cell: (drill) => (
      <>
        <DateTime at={drill.askedAt} />
        <span class="small quiet block">{drill.askedBy}</span>
      </>
    ),
    sort: (drill) => drill.askedAt,
  },
  { key: 'what', title: 'Question', cell: (drill) => drill.scopeText },
  {
    key: 'first',
    title: 'First answer',
    number: true,
    cell: (drill) => `${drill.firstAnswerMs} ms`,
    sort: (drill) => drill.firstAnswerMs,
  },
  {
    key: 'all',
    title: 'Everything',
    number: true,
    cell: (drill) => `${drill.completeMs} ms`,
    sort: (drill) => drill.completeMs,
  },
  {
    key: 'found',
    title: 'Found',
    cell: (drill) => (
      <>
        {count(drill.csps, 'preparation')}
        <span class="small quiet block">{count(drill.patients, 'patient')}</span>
      </>
    ),
  },
  {
    key: 'links',
    title: 'Lot links',
    cell: ({ completeness }) =>
      completeness.linked === completeness.csps ? (
        <Badge tone="ok">All {completeness.csps}</Badge>
      ) : (
        <Badge tone="danger">
          {completeness.linked} of {completeness.csps}
        </Badge>
      ),
  },
  {
    key: 'print',
    title: '',
    cell: (drill) => <PrintButton path={`/recalls/drills/${drill.id}/record.pdf`}>Print</PrintButton>,
  },
];

function Drills(): JSX.Element {
  const drills = useResource<RecallDrill[]>('/recalls/drills', { feed: ['recall'] });
  return (
    <Loaded resource={drills}>
      {(rows) => (
        <Table
          label="Drills"
          columns={DRILL_COLUMNS}
          rows={rows}
          keyOf={(drill) => drill.id}
          empty={
            <EmptyState icon="clock" title="No drill yet">
              A drill asks a recall’s question on the real data with a stopwatch and holds nothing.
            </EmptyState>
          }
        />
      )}
    </Loaded>
  );
}
