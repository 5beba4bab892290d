import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import type { WorksheetRecord } from '../../api/types.js';
import { Button, DecimalInput, TextInput } from '../../parts/index.js';
import { sound } from '../../scan/tones.js';
import type { StepProps } from './current-step.js';
import { Refusal } from './refusal.js';

/** How many were looked at and pass: counted and keyed, because a default would count for nobody. */
export function InspectEntry(props: StepProps): JSX.Element {
  const { record, step, station } = props;
  const [passed, setPassed] = useState('');
  const [note, setNote] = useState('');
  const whole = /^\d{1,3}$/.test(passed);
  const fewer = whole && Number(passed) < record.containers;
  const done = useCommand(async () => {
    const answer = await post<WorksheetRecord>(`/worksheets/${record.id}/steps/${step.id}/completion`, {
      station,
      passed: Number(passed),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
    sound('ok');
    props.onRecord(answer);
  });
  const go = (): void => {
    if (whole) void done.run();
  };
  const error =
    done.problem?.field('passed') ?? (passed !== '' && !whole ? 'Enter a whole number, such as 3' : undefined);
  return (
    <div class="stack">
      {record.formula.appearance !== '' && (
        <p class="lead">
          <strong>Looks right when:</strong> {record.formula.appearance}
        </p>
      )}
      <div class="volume">
        <div class="volume-planned">
          <span class="quiet">Made</span>
          <strong>{record.containers}</strong>
        </div>
        <DecimalInput
          label="How many pass"
          value={passed}
          onChange={(next) => {
            setPassed(next);
            if (done.problem) done.reset();
          }}
          onEnter={go}
          autoFocus
          hint="Count those that pass, and key the number."
          error={error}
        />
      </div>
      {fewer && (
        <TextInput
          label="What is wrong with the others"
          value={note}
          onChange={setNote}
          onEnter={go}
          maxLength={300}
          hint="A pharmacist decides what happens to a worksheet of which not all pass."
        />
      )}
      <Refusal problem={done.problem} word="Not accepted" />
      <Button
        kind="primary"
        size="large"
        icon="ok"
        wide
        busy={done.busy}
        disabled={whole ? false : 'Count those that pass first'}
        onClick={go}
      >
        {whole ? `${passed} of ${record.containers} pass` : 'Record the count'}
      </Button>
    </div>
  );
}
