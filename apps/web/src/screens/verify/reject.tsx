import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { ApiProblem } from '../../api/problem.js';
import type { WorksheetRecord } from '../../api/types.js';
import { RadioCards, SignatureDialog, TextInput, type Option } from '../../parts/index.js';

type Outcome = 'rework' | 'waste';
const OUTCOMES: readonly Option<Outcome>[] = [
  { value: 'rework', label: 'Rework', note: 'Back to the maker: inspect and photograph again' },
  { value: 'waste', label: 'Waste', note: 'Everything in it is recorded as waste' },
];

/** Back to the maker or to waste, with the reason, by signature. */
export function Reject(props: {
  record: WorksheetRecord;
  onClose: () => void;
  onProblem: (problem: ApiProblem) => void;
  onRejected: (answer: WorksheetRecord, what: string) => Promise<void>;
}): JSX.Element {
  const { record } = props;
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  const [reason, setReason] = useState('');
  const blocked =
    outcome === '' ? 'Choose rework or waste first' : reason.trim().length < 3 ? 'Say why first' : undefined;
  return (
    <SignatureDialog
      title={`Reject ${record.number}`}
      meaning={
        outcome === 'waste'
          ? `I have checked ${record.number} and reject it to waste.`
          : `I have checked ${record.number} and reject it.`
      }
      action={outcome === 'waste' ? 'Sign and waste' : 'Sign and send back'}
      danger
      blocked={blocked}
      onClose={props.onClose}
      onProblem={props.onProblem}
      onSign={async (password) => {
        const answer = await post<WorksheetRecord>(`/worksheets/${record.id}/rejection`, {
          revision: record.revision,
          outcome,
          reason: reason.trim(),
          password,
        });
        await props.onRejected(
          answer,
          outcome === 'waste' ? `${record.number} goes to waste` : `${record.number} goes back to the maker`,
        );
      }}
    >
      <RadioCards label="What happens to it" value={outcome} options={OUTCOMES} onChange={setOutcome} />
      <TextInput label="Why" value={reason} onChange={setReason} lines maxLength={500} />
    </SignatureDialog>
  );
}
