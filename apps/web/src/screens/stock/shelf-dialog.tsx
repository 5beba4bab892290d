import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Lot, StockPlace, Supplier } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { Button, Dialog, FindingList, ProblemBox, Select, TextInput, toast } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { packages } from './days.js';
import { isThere, NOBODY, WitnessFields } from './witness.js';

export type ShelfAct = 'transfer' | 'waste' | 'return';

const WASTE = {
  expired: 'Expired',
  recalled: 'Recalled',
  damaged: 'Damaged',
  contaminated: 'Contaminated',
  temperature: 'Was too warm or too cold',
  spilled: 'Spilled',
  'compounding-error': 'Error in compounding',
  'not-needed': 'Not needed any more',
  other: 'Another reason',
};
const RETURN = {
  expired: 'Expired',
  recalled: 'Recalled',
  damaged: 'Damaged',
  overstock: 'Too much in stock',
  'wrong-item': 'Wrong item',
  other: 'Another reason',
};
const WORDS = {
  transfer: { title: 'Move', action: 'Move it', path: '/stock/transfers' },
  waste: { title: 'Waste', action: 'Waste it', path: '/stock/waste' },
  return: { title: 'Return', action: 'Send it back', path: '/stock/returns' },
} as const;

const options = (words: Readonly<Record<string, string>>): { value: string; label: string }[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** Whole packages of a lot: to another place, to waste, or back to the supplier. */
export function ShelfDialog(props: {
  act: ShelfAct;
  lot: Lot;
  from?: string | undefined;
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const { act, lot } = props;
  const may = usePermissions();
  const places = useResource<StockPlace[]>(act === 'transfer' ? '/stock/places' : null).data;
  const suppliers = useResource<{ items: Supplier[] } | Supplier[]>(act === 'return' ? '/suppliers' : null).data;
  const [locationId, setLocation] = useState(props.from ?? lot.places[0]?.locationId ?? '');
  const [count, setCount] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [witness, setWitness] = useState(NOBODY);
  const place = lot.places.find((one) => one.locationId === locationId);
  const witnessed = lot.controlled && act !== 'transfer';
  const save = useCommand(async () => {
    const shared = { lotId: lot.id, locationId, packages: Number(count) };
    const signed = witnessed ? { witness } : {};
    const body = {
      transfer: { ...shared, toLocationId: to, ...(note.trim() && { reason: note.trim() }) },
      waste: { ...shared, reason, note: note.trim(), ...signed },
      return: { ...shared, supplierId: to, reason, note: note.trim(), ...signed },
    }[act];
    await post(WORDS[act].path, body);
    toast(`${count} of lot ${lot.lotNumber}: done.`);
    props.onDone();
    props.onClose();
  });
  const list = Array.isArray(suppliers) ? suppliers : (suppliers?.items ?? []);
  const targets =
    act === 'transfer'
      ? (places ?? [])
          .filter((one) => one.active && one.id !== locationId)
          .map((one) => ({
            value: one.id,
            label: `${one.name} (${one.kind === 'quarantine' ? 'quarantine' : one.storage})`,
          }))
      : list.map((one) => ({ value: one.id, label: one.name }));
  const blocked =
    (!/^[1-9]\d{0,5}$/.test(count.trim()) && 'Say how many packages') ||
    (act !== 'waste' && to === '' && (act === 'transfer' ? 'Choose the place' : 'Choose the supplier')) ||
    (act !== 'transfer' && reason === '' && 'Choose the reason') ||
    (witnessed && !isThere(witness) && 'The witness signs first');
  return (
    <Dialog
      title={`${WORDS[act].title} lot ${lot.lotNumber}`}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind={act === 'waste' ? 'danger' : 'primary'}
            busy={save.busy}
            disabled={blocked}
            onClick={() => void save.run()}
          >
            {WORDS[act].action}
          </Button>
        </>
      }
    >
      <p class="quiet">
        {lot.productName}, expires {lot.expiresOn}.
      </p>
      <Select
        label="From"
        value={locationId}
        options={lot.places.map((one) => ({
          value: one.locationId,
          label: `${one.locationName}, ${packages(one.onHandPackages)} there`,
        }))}
        onChange={setLocation}
      />
      <TextInput
        label="How many"
        suffix="packages"
        maxLength={6}
        autoFocus
        value={count}
        onChange={setCount}
        hint={
          place && packages(place.allocatedPackages) !== '0'
            ? `${packages(place.allocatedPackages)} are promised and stay`
            : undefined
        }
        error={save.problem?.field('packages')}
      />
      {act !== 'waste' && (
        <Select
          label={act === 'transfer' ? 'To' : 'Supplier'}
          placeholder="Choose"
          value={to}
          options={targets}
          onChange={setTo}
          error={save.problem?.field('toLocationId')}
        />
      )}
      {act !== 'transfer' && (
        <Select
          label="Reason"
          placeholder="Choose"
          value={reason}
          options={options(act === 'waste' ? WASTE : RETURN)}
          onChange={setReason}
        />
      )}
      {(act !== 'transfer' || may('stock.release')) && (
        <TextInput
          label={act === 'transfer' ? 'Reason, when it leaves quarantine' : 'Note'}
          optional={reason !== 'other'}
          maxLength={300}
          value={note}
          onChange={setNote}
          error={save.problem?.field('note')}
        />
      )}
      {witnessed && (
        <WitnessFields value={witness} onChange={setWitness} error={save.problem?.field('witness.password')} />
      )}
      <FindingList findings={save.problem?.findings ?? []} />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
