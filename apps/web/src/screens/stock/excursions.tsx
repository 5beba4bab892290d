import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Excursion, ExcursionLot, StockPlace } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  DateTime,
  DateTimeInput,
  Dialog,
  Loaded,
  ProblemBox,
  Select,
  Table,
  TextInput,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { packages } from './days.js';
import { isThere, NOBODY, WitnessFields } from './witness.js';

/** Times when a place was too warm or too cold, and what became of what was there. */
export function Excursions(props: { places: readonly StockPlace[]; onDone: () => void }): JSX.Element {
  const may = usePermissions();
  const excursions = useResource<Excursion[]>('/excursions', { feed: ['stock'] });
  const [adding, setAdding] = useState(false);
  const done = (): void => {
    excursions.reload();
    props.onDone();
  };
  return (
    <section class="stack stack-small" aria-label="Temperature excursions">
      <div class="row row-between">
        <h2>Temperature excursions</h2>
        {may('stock.quarantine') && <Button onClick={() => setAdding(true)}>Record an excursion</Button>}
      </div>
      <Loaded resource={excursions}>
        {(rows) =>
          rows.length === 0 ? (
            <p class="quiet">None on record. Recording one sets aside everything that was there.</p>
          ) : (
            <div class="stack">
              {rows.map((row) => (
                <OneExcursion key={row.id} excursion={row} onDone={done} />
              ))}
            </div>
          )
        }
      </Loaded>
      {adding && <RecordDialog places={props.places} onDone={done} onClose={() => setAdding(false)} />}
    </section>
  );
}

const STATES = { held: 'Held', released: 'Released', wasted: 'Wasted' } as const;

function OneExcursion({ excursion, onDone }: { excursion: Excursion; onDone: () => void }): JSX.Element {
  const may = usePermissions();
  const [asked, setAsked] = useState<{ lot: ExcursionLot; decision: 'release' | 'waste' }>();
  const columns: Column<ExcursionLot>[] = [
    {
      key: 'lot',
      title: 'Lot',
      cell: (row) => (
        <>
          <span class="strong">{row.productName}</span>
          <span class="small quiet block">
            lot {row.lotNumber}, expires {row.expiresOn}
          </span>
        </>
      ),
    },
    { key: 'packages', title: 'Packages', number: true, cell: (row) => packages(row.packages) },
    { key: 'where', title: 'Was in', cell: (row) => row.locationName },
    {
      key: 'promises',
      title: 'Was promised to',
      cell: (row) =>
        row.promises.length === 0 ? (
          <span class="quiet">nobody</span>
        ) : (
          <ul class="plain-list">
            {row.promises.map((p) => (
              <li key={p.worksheetNumber}>
                {p.worksheetNumber}: {p.packages}{' '}
                {p.replaced ? <Badge tone="ok">Replaced</Badge> : <Badge tone="danger">Goes without</Badge>}
              </li>
            ))}
          </ul>
        ),
    },
    {
      key: 'state',
      title: 'Decision',
      cell: (row) =>
        row.state === 'held' && may('stock.release') ? (
          <div class="row">
            <Button size="small" onClick={() => setAsked({ lot: row, decision: 'release' })}>
              Release
            </Button>
            <Button size="small" onClick={() => setAsked({ lot: row, decision: 'waste' })}>
              Waste
            </Button>
          </div>
        ) : (
          <>
            <Badge tone={row.state === 'held' ? 'warn' : row.state === 'released' ? 'ok' : 'plain'}>
              {STATES[row.state as keyof typeof STATES]}
            </Badge>
            {row.decidedBy && (
              <span class="small quiet block">
                {row.decidedBy}: {row.reason}
              </span>
            )}
          </>
        ),
    },
  ];
  const read = [excursion.readMin, excursion.readMax].filter((t) => t !== null).map((t) => `${t} °C`);
  return (
    <Card title={`${excursion.number}: ${excursion.locationName}`} flush>
      <p class="small quiet">
        {read.join(' to ')}, from <DateTime at={excursion.from} short /> to <DateTime at={excursion.until} short />.{' '}
        {excursion.reason}. Recorded by {excursion.recordedBy}; held in {excursion.quarantineName}.
      </p>
      <Table
        label={`Held by ${excursion.number}`}
        columns={columns}
        rows={excursion.lots}
        keyOf={(row) => row.lotId + row.locationId}
        empty={<p class="quiet">Nothing was there in that time.</p>}
      />
      {asked && (
        <DecisionDialog
          excursionId={excursion.id}
          lot={asked.lot}
          decision={asked.decision}
          onDone={onDone}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Card>
  );
}

function DecisionDialog(props: {
  excursionId: string;
  lot: ExcursionLot;
  decision: 'release' | 'waste';
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const { lot, decision } = props;
  const [witness, setWitness] = useState(NOBODY);
  const witnessed = lot.controlled && decision === 'waste';
  return (
    <ConfirmDialog
      title={`${decision === 'release' ? 'Release' : 'Waste'} lot ${lot.lotNumber}`}
      action={decision === 'release' ? 'Back to its place' : 'Waste it'}
      danger={decision === 'waste'}
      reason={decision === 'release' ? 'Why it may be used again' : 'Why it is wasted'}
      onConfirm={async (reason) => {
        await post(`/excursions/${props.excursionId}/decisions`, {
          lotId: lot.lotId,
          locationId: lot.locationId,
          decision,
          reason,
          ...(witnessed && isThere(witness) && { witness }),
        });
        toast(`Lot ${lot.lotNumber} is ${decision === 'release' ? 'released' : 'wasted'}.`);
        props.onDone();
      }}
      onClose={props.onClose}
    >
      {packages(lot.packages)} packages of {lot.productName}.
      {witnessed && <WitnessFields value={witness} onChange={setWitness} />}
    </ConfirmDialog>
  );
}

function RecordDialog(props: { places: readonly StockPlace[]; onDone: () => void; onClose: () => void }): JSX.Element {
  const shelves = props.places.filter((place) => place.kind !== 'quarantine');
  const quarantines = props.places.filter((place) => place.kind === 'quarantine' && place.active);
  const [locationId, setLocation] = useState('');
  const [quarantineId, setQuarantine] = useState(quarantines[0]?.id ?? '');
  const [from, setFrom] = useState<string>('');
  const [until, setUntil] = useState<string>('');
  const [readMin, setMin] = useState('');
  const [readMax, setMax] = useState('');
  const [reason, setReason] = useState('');
  const save = useCommand(async () => {
    const read = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
    const answer = await post<Excursion>('/excursions', {
      locationId,
      quarantineId,
      from,
      until,
      readMin: read(readMin),
      readMax: read(readMax),
      reason: reason.trim(),
    });
    toast(`${answer.number}: ${answer.lots.length} lots are held.`);
    props.onDone();
    props.onClose();
  });
  const option = (place: StockPlace): { value: string; label: string } => ({ value: place.id, label: place.name });
  const blocked =
    (locationId === '' && 'Choose the place') ||
    (quarantineId === '' && 'There is no quarantine place') ||
    ((from === '' || until === '') && 'Say from when to when') ||
    (readMin.trim() === '' && readMax.trim() === '' && 'Enter what was read') ||
    (reason.trim().length < 3 && 'Say what happened');
  return (
    <Dialog
      title="Record a temperature excursion"
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" busy={save.busy} disabled={blocked} onClick={() => void save.run()}>
            Hold what was there
          </Button>
        </>
      }
    >
      <Select
        label="Place"
        placeholder="Choose"
        value={locationId}
        options={shelves.map(option)}
        onChange={setLocation}
      />
      <Select label="Held in" value={quarantineId} options={quarantines.map(option)} onChange={setQuarantine} />
      <DateTimeInput label="From" value={from} onChange={setFrom} error={save.problem?.field('from')} />
      <DateTimeInput label="To" value={until} onChange={setUntil} error={save.problem?.field('until')} />
      <div class="columns-2">
        <TextInput
          label="Lowest read"
          suffix="°C"
          optional
          value={readMin}
          onChange={setMin}
          error={save.problem?.field('readMin')}
        />
        <TextInput
          label="Highest read"
          suffix="°C"
          optional
          value={readMax}
          onChange={setMax}
          error={save.problem?.field('readMax')}
        />
      </div>
      <TextInput label="What happened" lines maxLength={300} value={reason} onChange={setReason} />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
