import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ApiProblem } from '../../api/problem.js';
import { Button, ExpiryInput, Icon, TextInput } from '../../parts/index.js';
import { sound } from '../../scan/tones.js';
import { Refusal } from './refusal.js';

/** A linear code names the product only; lot and expiry are keyed as printed on the package in one's hand. */
export function LotAndExpiry(props: {
  busy: boolean;
  problem: ApiProblem | undefined;
  onKeyed: (keyed: { lotNumber: string; expiry: string }) => void;
}): JSX.Element {
  const [lotNumber, setLotNumber] = useState('');
  const [expiry, setExpiry] = useState('');
  useEffect(() => {
    if (props.problem) sound('refused');
  }, [props.problem]);
  const ready = lotNumber.trim() !== '' && /^\d{4}-\d{2}(-\d{2})?$/.test(expiry);
  const send = (): void => {
    if (ready) props.onKeyed({ lotNumber: lotNumber.trim(), expiry });
  };
  return (
    <div class="entry-box stack">
      {props.problem ? (
        <Refusal problem={props.problem} word="Refused" />
      ) : (
        <p class="row lead">
          <Icon name="ok" size={28} />
          <span>
            <strong>Right product.</strong> This code carries no lot or expiry: key both as printed on the package.
          </span>
        </p>
      )}
      <div class="columns-2">
        <TextInput
          label="Lot number"
          value={lotNumber}
          onChange={setLotNumber}
          onEnter={send}
          maxLength={20}
          autoFocus
          error={props.problem?.field('lotNumber')}
        />
        <ExpiryInput
          label="Expiry"
          value={expiry}
          onChange={setExpiry}
          onEnter={send}
          error={props.problem?.field('expiry')}
        />
      </div>
      <Button
        kind="primary"
        size="large"
        icon="scan"
        wide
        busy={props.busy}
        disabled={ready ? false : 'Key the lot number and the expiry first'}
        onClick={send}
      >
        Use this lot
      </Button>
    </div>
  );
}
