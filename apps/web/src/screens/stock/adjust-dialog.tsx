import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Decimal } from '#domain/quantity';
import { post } from '../../api/client.js';
import type { Lot } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, Dialog, ProblemBox, Select, TextInput, toast } from '../../parts/index.js';
import { packages } from './days.js';
import { isThere, NOBODY, WitnessFields } from './witness.js';

/** What was counted is keyed, not the difference: that is worked out and shown before it is saved. */
export function AdjustDialog(props: { lot: Lot; onDone: () => void; onClose: () => void }): JSX.Element {
  const { lot } = props;
  const [locationId, setLocation] = useState(lot.places[0]?.locationId ?? '');
  const [counted, setCounted] = useState('');
  const [reason, setReason] = useState('');
  const [witness, setWitness] = useState(NOBODY);
  const place = lot.places.find((one) => one.locationId === locationId);
  const known = /^\d{1,6}$/.test(counted.trim());
  const change = place && known ? Decimal.of(counted.trim()).minus(Decimal.of(place.onHandPackages)) : undefined;
  const [whole, differs] = [change?.isInteger() ?? false, change !== undefined && !change.isZero()];
  const save = useCommand(async () => {
    await post('/stock/adjustments', {
      lotId: lot.id,
      locationId,
      packages: change?.toString(),
      reason: reason.trim(),
      ...(lot.controlled && { witness }),
    });
    toast(`The count of lot ${lot.lotNumber} is corrected.`);
    props.onDone();
    props.onClose();
  });
  const blocked = !differs
    ? 'Key a count that differs'
    : !whole
      ? 'Only whole packages are corrected here'
      : reason.trim().length < 3
        ? 'Say why first'
        : lot.controlled && !isThere(witness) && 'The witness signs first';
  return (
    <Dialog
      title={`Correct the count of lot ${lot.lotNumber}`}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" busy={save.busy} disabled={blocked} onClick={() => void save.run()}>
            Save the correction
          </Button>
        </>
      }
    >
      <Select
        label="Location"
        value={locationId}
        options={lot.places.map((one) => ({
          value: one.locationId,
          label: `${one.locationName}, ${packages(one.onHandPackages)} on record`,
        }))}
        onChange={setLocation}
        error={save.problem?.field('locationId')}
      />
      <TextInput
        label="Counted"
        suffix="packages"
        maxLength={6}
        autoFocus
        value={counted}
        onChange={setCounted}
        hint={
          change && differs
            ? `${change.isPositive() ? 'Found' : 'Missing'}: ${packages(change.toString().replace('-', ''))}`
            : 'As they stand on the shelf'
        }
        error={counted !== '' && !known ? 'Enter a whole number of packages.' : save.problem?.field('packages')}
      />
      <TextInput
        label="Why the count differs"
        lines
        maxLength={300}
        value={reason}
        onChange={setReason}
        error={save.problem?.field('reason')}
      />
      {lot.controlled && (
        <WitnessFields value={witness} onChange={setWitness} error={save.problem?.field('witness.password')} />
      )}
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
