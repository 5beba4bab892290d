import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { StockCount, StockCountSummary, StockPlace } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  DateTime,
  Dialog,
  EmptyState,
  Loaded,
  ProblemBox,
  RadioCards,
  Select,
  Table,
  TextInput,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { countState, countTone } from './count-words.js';

const COLUMNS: readonly Column<StockCountSummary>[] = [
  {
    key: 'number',
    title: 'Count',
    cell: (row) => (
      <>
        <span class="strong nowrap">{row.number}</span>
        <span class="small quiet block">
          {row.locationName ?? (row.scope === 'controlled' ? 'Controlled substances' : 'Some products')}
        </span>
      </>
    ),
  },
  {
    key: 'started',
    title: 'Started',
    cell: (row) => (
      <>
        <DateTime at={row.startedAt} short />
        <span class="small quiet block">by {row.startedBy}</span>
      </>
    ),
  },
  { key: 'done', title: 'Counted', number: true, cell: (row) => `${row.counted} of ${row.lines}` },
  {
    key: 'state',
    title: 'State',
    cell: (row) => (
      <>
        <Badge tone={countTone(row)}>{countState(row)}</Badge>
        {row.note && <span class="small quiet block">{row.note}</span>}
      </>
    ),
  },
];

/** Counts: going on, waiting for a decision, done. */
export function Counts(): JSX.Element {
  const { go } = useAddress();
  const may = usePermissions();
  const counts = useResource<StockCountSummary[]>('/stock-counts', { feed: ['stock'] });
  const [starting, setStarting] = useState(false);
  return (
    <div class="stack">
      {may('stock.count') && (
        <div class="row row-end">
          <Button icon="plus" onClick={() => setStarting(true)}>
            Start a count
          </Button>
        </div>
      )}
      <Loaded resource={counts}>
        {(rows) => (
          <Table
            label="Counts, latest first"
            columns={COLUMNS}
            rows={rows}
            keyOf={(row) => row.id}
            onOpen={(row) => go(`/stock/counts/${row.id}`)}
            empty={
              <EmptyState icon="stock" title="No counts yet">
                A count is blind: what the books say is shown once it is submitted.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {starting && <StartDialog onClose={() => setStarting(false)} onDone={(id) => go(`/stock/counts/${id}`)} />}
    </div>
  );
}

function StartDialog(props: { onDone: (id: string) => void; onClose: () => void }): JSX.Element {
  const places = useResource<StockPlace[]>('/stock/places').data ?? [];
  const [scope, setScope] = useState<'location' | 'controlled'>('location');
  const [locationId, setLocation] = useState('');
  const [note, setNote] = useState('');
  const start = useCommand(async () => {
    const place = locationId === '' ? {} : { locationId };
    const count = await post<StockCount>('/stock-counts', { scope, ...place, note: note.trim() });
    props.onDone(count.id);
  });
  return (
    <Dialog
      title="Start a count"
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={start.busy}
            disabled={scope === 'location' && locationId === '' && 'Choose the place'}
            onClick={() => void start.run()}
          >
            Make the sheet
          </Button>
        </>
      }
    >
      <RadioCards
        label="What is counted"
        cardWidth="11rem"
        value={scope}
        options={[
          { value: 'location', label: 'A place', note: 'Everything that lies there' },
          { value: 'controlled', label: 'Controlled', note: 'Two persons, each blind' },
        ]}
        onChange={(value) => setScope(value === 'controlled' ? 'controlled' : 'location')}
      />
      <Select
        label="Place"
        placeholder={scope === 'controlled' ? 'All places' : 'Choose'}
        optional={scope === 'controlled'}
        value={locationId}
        options={places.filter((place) => place.lots > 0).map((place) => ({ value: place.id, label: place.name }))}
        onChange={setLocation}
      />
      <TextInput label="Note" optional maxLength={300} value={note} onChange={setNote} />
      <ProblemBox problem={start.problem} />
    </Dialog>
  );
}
