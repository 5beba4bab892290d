import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { StabilityEvidence } from '../../api/types.js';
import { usePages } from '../../api/use-resource.js';
import { showDecimal, showUnit } from '../../format.js';
import {
  Button,
  ConfirmDialog,
  Dialog,
  EmptyState,
  KeyValue,
  ProblemBox,
  Select,
  SignatureDialog,
  Skeleton,
  StateBadge,
  Table,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions, useSession } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { SearchBox } from '../desk/search-box.js';
import { hoursText } from '../formulas/record.js';
import { EvidenceEditor } from './evidence-editor.js';
import { rangeText } from './evidence-draft.js';

const STATUSES = [
  { value: 'any', label: 'Any' },
  { value: 'unconfirmed', label: 'Not confirmed' },
  { value: 'confirmed', label: 'Confirmed' },
  { value: 'withdrawn', label: 'Withdrawn' },
];

const limitText = (row: StabilityEvidence): string =>
  row.limitHours === null
    ? ''
    : /^\d+$/.test(row.limitHours)
      ? hoursText(Number(row.limitHours))
      : `${row.limitHours} h`;
const concentration = (row: StabilityEvidence): string =>
  rangeText(row.concentrationMin, row.concentrationMax, showUnit(row.concentrationUnit ?? ''), showDecimal);
const temperature = (row: StabilityEvidence): string =>
  rangeText(row.temperatureMin, row.temperatureMax, '°C', (text) => text);

const COLUMNS: readonly Column<StabilityEvidence>[] = [
  {
    key: 'drug',
    title: 'Drug',
    sort: (row) => row.drugName,
    cell: (row) => (
      <>
        <span class="strong">{row.drugName}</span>
        <span class="small quiet block">{concentration(row)}</span>
      </>
    ),
  },
  {
    key: 'in',
    title: 'In',
    cell: (row) => (
      <>
        {row.diluents.join(' or ')}
        <span class="small quiet block">{row.containers.join(' or ')}</span>
      </>
    ),
  },
  {
    key: 'limit',
    title: 'Stable for',
    cell: (row) => (
      <>
        <span class="nowrap strong">{limitText(row)}</span>
        <span class="small quiet block">{temperature(row)}</span>
      </>
    ),
  },
  { key: 'citation', title: 'Source', cell: (row) => <span class="small">{row.citation}</span> },
  { key: 'status', title: 'Status', cell: (row) => <StateBadge state={row.status} /> },
];

/** Published stability: what a pharmacist has compared with its source bounds beyond-use dates; nothing else does. */
export function Evidence(): JSX.Element {
  const { query, set } = useAddress();
  const may = usePermissions();
  const [opened, setOpened] = useState<StabilityEvidence>();
  const [editing, setEditing] = useState<StabilityEvidence | 'new'>();
  const rows = usePages<StabilityEvidence>(`/stability${queryString({ q: query.q, status: query.status })}`, {
    feed: ['stability'],
  });
  return (
    <div class="stack">
      <div class="list-head evidence-head">
        <SearchBox label="Search by drug or source" />
        <Select
          label="Status"
          options={STATUSES}
          value={query.status ?? 'any'}
          onChange={(status) => set({ status: status === 'any' ? undefined : status })}
        />
        <span class="grow" />
        {may('stability.write') && (
          <Button kind="primary" icon="plus" onClick={() => setEditing('new')}>
            Add evidence
          </Button>
        )}
      </div>
      <ProblemBox problem={rows.error} retry={rows.reload} />
      {rows.loading && <Skeleton />}
      {rows.data && (
        <Table
          label="Stability evidence"
          columns={COLUMNS}
          rows={rows.data}
          keyOf={(row) => row.id}
          onOpen={setOpened}
          more={rows.more}
          onMore={rows.loadMore}
          busy={rows.refreshing}
          empty={
            <EmptyState icon="search" title="No evidence found">
              {query.q || query.status
                ? 'No row fits this search.'
                : 'Rows of stability references appear here; a pharmacist confirms each against its source.'}
            </EmptyState>
          }
        />
      )}
      {opened && (
        <OneRow
          row={rows.data?.find(({ id }) => id === opened.id) ?? opened}
          onEdit={() => {
            setEditing(opened);
            setOpened(undefined);
          }}
          onChanged={rows.reload}
          onClose={() => setOpened(undefined)}
        />
      )}
      {editing !== undefined && (
        <EvidenceEditor
          row={editing === 'new' ? undefined : editing}
          onSaved={rows.reload}
          onClose={() => setEditing(undefined)}
        />
      )}
    </div>
  );
}

function OneRow(props: {
  row: StabilityEvidence;
  onEdit: () => void;
  onChanged: () => void;
  onClose: () => void;
}): JSX.Element {
  const { row } = props;
  const may = usePermissions();
  const { roles } = useSession();
  const [asked, setAsked] = useState<'confirm' | 'withdraw'>();
  const close = (): void => setAsked(undefined);
  const printed = Object.entries(row.printed).filter(([, text]) => text !== '');
  return (
    <>
      <Dialog
        title={`${row.drugName}, ${limitText(row) || 'no limit in hours'}`}
        wide
        onClose={props.onClose}
        foot={
          <>
            <Button onClick={props.onClose}>Close</Button>
            {may('stability.write') && row.status !== 'withdrawn' && (
              <>
                <Button onClick={() => setAsked('withdraw')}>Withdraw</Button>
                <Button icon="pen" onClick={props.onEdit}>
                  Edit
                </Button>
                {row.status === 'unconfirmed' && (
                  <Button
                    kind="primary"
                    icon="pen"
                    disabled={roles.includes('pharmacist') ? false : 'A pharmacist confirms evidence'}
                    onClick={() => setAsked('confirm')}
                  >
                    Confirm
                  </Button>
                )}
              </>
            )}
          </>
        }
      >
        <KeyValue
          rows={[
            ['Status', <StateBadge key="status" state={row.status} />],
            ['Concentration', concentration(row)],
            ['Diluent', row.diluents.join(' or ')],
            ['Container', row.containers.join(' or ')],
            ['Temperature', temperature(row)],
            ['Stable for', limitText(row)],
            ['Counted from', row.clock === 'reconstitution' ? 'reconstitution' : 'the start of preparation'],
            [
              'Light',
              row.protectFromLight === null ? '' : row.protectFromLight ? 'protect from light' : 'no protection',
            ],
            ['Source', row.citation],
            ['Note', row.note],
            ['Reviewed', row.reviewedBy && `${row.reviewedBy}, ${row.reviewedOn ?? ''}`],
          ]}
        />
        {printed.length > 0 && (
          <section class="stack stack-small">
            <h3>In the source’s own words</h3>
            <KeyValue rows={printed.map(([name, text]) => [name.replaceAll('_', ' '), text] as const)} />
          </section>
        )}
      </Dialog>
      {asked === 'confirm' && (
        <SignatureDialog
          title="Confirm this evidence"
          meaning="I have compared this row with its source and confirm that the source says what the row says."
          action="Sign and confirm"
          onSign={async (password) => {
            await post(`/stability/${row.id}/confirmation`, { revision: row.revision, password });
            toast('The evidence is confirmed and bounds beyond-use dates from now on.');
            props.onChanged();
            props.onClose();
          }}
          onClose={close}
        >
          <p>{row.citation}</p>
        </SignatureDialog>
      )}
      {asked === 'withdraw' && (
        <ConfirmDialog
          title="Withdraw this evidence"
          action="Withdraw it"
          danger
          reason="Why it no longer holds"
          onConfirm={async (reason) => {
            await post(`/stability/${row.id}/withdrawal`, { reason });
            toast('The evidence is withdrawn.');
            props.onChanged();
            props.onClose();
          }}
          onClose={close}
        >
          Beyond-use dates that were given keep it in their record; new ones do not use it.
        </ConfirmDialog>
      )}
    </>
  );
}
