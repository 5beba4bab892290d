import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { OpenContainer } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { showQuantity, showUnit } from '../../format.js';
import { Button, Dialog, ProblemBox, TextInput, toast } from '../../parts/index.js';
import { isThere, NOBODY, WitnessFields } from './witness.js';

/** The rest of a container is thrown away; what was measured in it is written into the books. */
export function DiscardDialog(props: {
  container: OpenContainer;
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const { container } = props;
  const over = container.minutesLeft !== null && container.minutesLeft < 0;
  const [reason, setReason] = useState(over ? 'In-use time over' : '');
  const [residue, setResidue] = useState('');
  const [witness, setWitness] = useState(NOBODY);
  const save = useCommand(async () => {
    await post(`/open-containers/${container.id}/discard`, {
      reason: reason.trim(),
      ...(residue.trim() && { residue: residue.trim() }),
      ...(container.controlled && { witness }),
    });
    toast(`${container.number} is discarded.`);
    props.onDone();
    props.onClose();
  });
  const blocked =
    (reason.trim().length < 3 && 'Say why first') ||
    (container.controlled && residue.trim() === '' && 'Measure what is left') ||
    (container.controlled && !isThere(witness) && 'The witness signs first');
  return (
    <Dialog
      title={`Discard ${container.number}`}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="danger" busy={save.busy} disabled={blocked} onClick={() => void save.run()}>
            Discard it
          </Button>
        </>
      }
    >
      <p>
        {container.productName},{' '}
        {container.controlled
          ? 'a controlled substance. Measure what is left.'
          : `${showQuantity({ value: container.remaining, unit: container.unit })} left by the books.`}
      </p>
      <TextInput label="Why it is discarded" maxLength={500} value={reason} onChange={setReason} autoFocus={!over} />
      <TextInput
        label="Measured residue"
        optional={!container.controlled}
        suffix={showUnit(container.unit)}
        value={residue}
        onChange={setResidue}
        error={save.problem?.field('residue')}
      />
      {container.controlled && (
        <WitnessFields value={witness} onChange={setWitness} error={save.problem?.field('witness.password')} />
      )}
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
