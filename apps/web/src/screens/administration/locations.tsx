import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, put } from '../../api/client.js';
import type { Location, Storage } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Button,
  CheckBox,
  Dialog,
  EmptyState,
  Loaded,
  ProblemBox,
  RadioCards,
  Select,
  StateBadge,
  storageWords,
  Table,
  TextInput,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { labelOf, STORAGES } from '../desk/words.js';

const KINDS = [
  { value: 'shelf', label: 'Ordinary' },
  { value: 'hazardous', label: 'For hazardous drugs' },
  { value: 'quarantine', label: 'Quarantine' },
];
const COLUMNS: readonly Column<Location>[] = [
  { key: 'name', title: 'Location', sort: (row) => row.name, cell: (row) => <span class="strong">{row.name}</span> },
  { key: 'storage', title: 'Storage', cell: (row) => storageWords(row.storage) },
  { key: 'kind', title: 'Kind', cell: (row) => labelOf(KINDS, row.kind) },
  { key: 'state', title: 'State', cell: (row) => <StateBadge state={row.active ? 'active' : 'inactive'} /> },
];

/** Where stock is kept. */
export function Locations(): JSX.Element {
  const may = usePermissions();
  const [edited, setEdited] = useState<Location | 'new'>();
  const locations = useResource<Location[]>('/facility/locations', { feed: ['facility'] });
  return (
    <div class="stack">
      {may('facility.manage') && (
        <div class="row row-end">
          <Button kind="primary" icon="plus" onClick={() => setEdited('new')}>
            Add a location
          </Button>
        </div>
      )}
      <Loaded resource={locations}>
        {(rows) => (
          <Table
            label="Locations"
            columns={COLUMNS}
            rows={rows}
            keyOf={(row) => row.id}
            {...(may('facility.manage') ? { onOpen: (row: Location) => setEdited(row) } : {})}
            empty={
              <EmptyState icon="stock" title="No locations yet">
                Shelves, refrigerators and cabinets appear here. Stock can be received once there is one.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {edited !== undefined && (
        <Editor
          location={edited === 'new' ? undefined : edited}
          onSaved={locations.reload}
          onClose={() => setEdited(undefined)}
        />
      )}
    </div>
  );
}

function Editor(props: { location: Location | undefined; onSaved: () => void; onClose: () => void }): JSX.Element {
  const { location } = props;
  const [name, setName] = useState(location?.name ?? '');
  const [storage, setStorage] = useState<Storage>(location?.storage ?? 'CRT');
  const [kind, setKind] = useState(location?.kind ?? 'shelf');
  const [active, setActive] = useState(location?.active ?? true);
  const save = useCommand(async () => {
    const body = { name: name.trim(), storage, kind, active };
    if (location) await put(`/facility/locations/${location.id}`, body);
    else await post('/facility/locations', body);
    toast(`${name.trim()} is saved.`);
    props.onSaved();
    props.onClose();
  });
  return (
    <Dialog
      title={location ? `Change ${location.name}` : 'Add a location'}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={name.trim() === '' ? 'Enter a name first' : false}
            onClick={() => void save.run()}
          >
            Save
          </Button>
        </>
      }
    >
      <TextInput
        label="Name"
        maxLength={60}
        autoFocus
        value={name}
        onChange={setName}
        error={save.problem?.field('name')}
      />
      <RadioCards label="Storage" cardWidth="8rem" options={STORAGES} value={storage} onChange={setStorage} />
      <Select label="Kind" options={KINDS} value={kind} onChange={setKind} />
      <CheckBox label="In use" checked={active} onChange={setActive} />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
