import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, put } from '../../api/client.js';
import type { DrugSupply, SupplyPar } from '../../api/supply-types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, Card, DateTime, Dialog, ProblemBox, TextInput, toast } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { wholeNumber } from './gain.js';

/** Notes of everybody who works on the supply of a drug, newest first. */
export function Notes({ data, onChanged }: { data: DrugSupply; onChanged: () => void }): JSX.Element {
  const may = usePermissions();
  const [text, setText] = useState('');
  const add = useCommand(async () => {
    await post(`/supply/drugs/${data.drugId}/notes`, { text });
    setText('');
    onChanged();
  });
  return (
    <Card title="Notes">
      <div class="stack">
        {may('supply.manage') && (
          <form
            class="stack stack-small no-print"
            onSubmit={(event) => {
              event.preventDefault();
              void add.run();
            }}
          >
            <TextInput
              label="New note"
              lines
              maxLength={2000}
              value={text}
              onChange={setText}
              error={add.problem?.field('text')}
            />
            <div class="row row-end">
              <Button type="submit" busy={add.busy} disabled={text.trim() === '' ? 'Write the note first' : false}>
                Add note
              </Button>
            </div>
            <ProblemBox problem={add.problem} />
          </form>
        )}
        <ul class="plain-list stack stack-small">
          {data.notes.map((note) => (
            <li key={note.id}>
              <span class="supply-note">{note.text}</span>
              <span class="small quiet block">
                {note.writtenBy}, <DateTime at={note.writtenAt} />
              </span>
            </li>
          ))}
          {data.notes.length === 0 && <li class="quiet">No notes yet.</li>}
        </ul>
      </div>
    </Card>
  );
}

/** How many days are to be kept. */
export function ParDialog(props: {
  drugId: string;
  par: SupplyPar;
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const { drugId, par } = props;
  const [min, setMin] = useState(String(par.minDays));
  const [target, setTarget] = useState(String(par.targetDays));
  const [least, wanted] = [wholeNumber(min), wholeNumber(target)];
  const wrong = least === undefined || wanted === undefined || wanted < least || wanted > 365;
  const save = useCommand(async () => {
    await put(`/supply/drugs/${drugId}/par`, {
      minDays: least,
      targetDays: wanted,
      ...(par.revision !== null && { revision: par.revision }),
    });
    toast('Saved');
    props.onDone();
    props.onClose();
  });
  return (
    <Dialog
      title="Days to keep"
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={wrong ? 'Whole days, 1 to 365, and the target not below the least' : false}
            onClick={() => void save.run()}
          >
            Save
          </Button>
        </>
      }
    >
      <div class="stack">
        <TextInput
          label="The least"
          suffix="days"
          hint="Below it, an order is proposed."
          value={min}
          onChange={setMin}
          error={save.problem?.field('minDays')}
          autoFocus
        />
        <TextInput
          label="The target"
          suffix="days"
          hint="An order brings stock up to it."
          value={target}
          onChange={setTarget}
          error={save.problem?.field('targetDays')}
        />
        <ProblemBox problem={save.problem} />
      </div>
    </Dialog>
  );
}
