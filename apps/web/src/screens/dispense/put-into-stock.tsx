import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Location, WorksheetRecord } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { Button, Loaded, RadioCards, storageWords, toast } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { Refusal } from '../bench/refusal.js';

/** All labels are read back: what was made without a patient becomes a lot on a shelf of its condition. */
export function PutIntoStock(props: {
  record: WorksheetRecord;
  onRecord: (record: WorksheetRecord) => void;
}): JSX.Element {
  const locations = useResource<Location[]>('/facility/locations', { feed: ['facility'] });
  return <Loaded resource={locations}>{(all) => <Shelves {...props} locations={all} />}</Loaded>;
}

function Shelves(props: {
  record: WorksheetRecord;
  onRecord: (record: WorksheetRecord) => void;
  locations: readonly Location[];
}): JSX.Element {
  const { record, locations } = props;
  const may = usePermissions();
  const fit = locations.filter((l) => l.active && l.storage === record.storage && l.kind !== 'quarantine');
  const [shelf, setShelf] = useState(fit.length === 1 ? (fit[0]?.id ?? '') : '');
  const put = useCommand(async () => {
    props.onRecord(await post<WorksheetRecord>(`/stock-batches/${record.id}/to-stock`, { locationId: shelf }));
    toast(`${record.number} is in stock`);
  });
  if (fit.length === 0)
    return (
      <p class="strong">There is no location kept at {storageWords(record.storage).toLowerCase()}. Add one first.</p>
    );
  return (
    <div class="stack">
      <RadioCards
        label="Where it is kept"
        value={shelf}
        options={fit.map((l) => ({ value: l.id, label: l.name, note: storageWords(l.storage) }))}
        onChange={setShelf}
      />
      <Refusal problem={put.problem} word="Not put into stock" />
      <Button
        kind="primary"
        size="large"
        icon="stock"
        wide
        busy={put.busy}
        disabled={!may('stock.move') ? 'You may not move stock' : shelf === '' ? 'Choose the shelf first' : false}
        onClick={() => void put.run()}
      >
        Put {record.csps.length === 1 ? 'it' : `all ${record.csps.length}`} into stock
      </Button>
    </div>
  );
}
