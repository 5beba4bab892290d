import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Lot } from '../../api/types.js';
import { Select, SignatureDialog, TextInput, toast } from '../../parts/index.js';

/** Two entries that are one physical lot become one; the earlier expiry stays. */
export function MergeDialog(props: {
  lot: Lot;
  others: readonly Lot[];
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const { lot, others } = props;
  const [into, setInto] = useState('');
  const [reason, setReason] = useState('');
  const target = others.find((one) => one.id === into);
  return (
    <SignatureDialog
      title={`Merge lot ${lot.lotNumber} into another`}
      meaning="These two entries are the same physical lot."
      action="Sign and merge"
      blocked={!target ? 'Choose the lot that stays' : reason.trim().length < 3 ? 'Say why first' : undefined}
      onSign={async (password) => {
        await post(`/lots/${lot.id}/merge`, { intoLotId: into, reason: reason.trim(), password });
        toast(`Lot ${lot.lotNumber} is part of lot ${target?.lotNumber ?? ''} now.`);
        props.onDone();
      }}
      onClose={props.onClose}
    >
      <Select
        label="Lot that stays"
        placeholder="Choose"
        value={into}
        options={others.map((one) => ({ value: one.id, label: `${one.lotNumber}, expires ${one.expiresOn}` }))}
        onChange={setInto}
      />
      {target && (
        <p>
          It keeps the earlier date: <b>{lot.expiresOn < target.expiresOn ? lot.expiresOn : target.expiresOn}</b>. Lot{' '}
          {lot.lotNumber} stays on record and is found by either number.
        </p>
      )}
      <TextInput label="Why they are the same" lines maxLength={300} value={reason} onChange={setReason} />
    </SignatureDialog>
  );
}
