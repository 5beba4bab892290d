import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, put } from '../../api/client.js';
import type { StabilityEvidence } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, DecimalInput, Dialog, ProblemBox, Select, TextInput, toast } from '../../parts/index.js';
import { DrugPicker } from '../formulas/source-fields.js';
import { draftOf, EMPTY_EVIDENCE, requestOf, type EvidenceDraft } from './evidence-draft.js';

const UNITS = [
  { value: 'mg/mL', label: 'mg/mL' },
  { value: 'ug/mL', label: 'mcg/mL' },
  { value: 'mmol/mL', label: 'mmol/mL' },
  { value: 'meq/mL', label: 'mEq/mL' },
  { value: '[iU]/mL', label: 'units/mL' },
];
const CLOCKS = [
  { value: 'start', label: 'the start of preparation' },
  { value: 'reconstitution', label: 'reconstitution' },
] as const;
const LIGHT = [
  { value: 'yes', label: 'protect from light' },
  { value: 'no', label: 'no protection needed' },
] as const;
type TextField = Exclude<keyof EvidenceDraft, 'drug' | 'clock' | 'light'>;

/** A changed row has to be confirmed again before it bounds anything. */
export function EvidenceEditor(props: {
  row: StabilityEvidence | undefined;
  onSaved: () => void;
  onClose: () => void;
}): JSX.Element {
  const { row } = props;
  const [draft, setDraft] = useState(row ? draftOf(row) : EMPTY_EVIDENCE);
  const set = (part: Partial<EvidenceDraft>): void => setDraft((old) => ({ ...old, ...part }));
  const save = useCommand(async () => {
    const body = requestOf(draft, row?.revision);
    if (row) await put(`/stability/${row.id}`, body);
    else await post('/stability', body);
    toast('The evidence is saved. A pharmacist confirms it against its source.');
    props.onSaved();
    props.onClose();
  });
  const bind = (name: TextField): { value: string; onChange: (text: string) => void; error: string | undefined } => ({
    value: draft[name],
    onChange: (text) => set({ [name]: text }),
    error: save.problem?.field(name),
  });
  const blocked =
    draft.drug === null ? 'Choose the drug first' : draft.citation.trim().length < 3 && 'Enter the source first';
  return (
    <Dialog
      title={row ? `Edit evidence on ${row.drugName}` : 'Add stability evidence'}
      wide
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" busy={save.busy} disabled={blocked} onClick={() => void save.run()}>
            Save
          </Button>
        </>
      }
    >
      <DrugPicker
        label="Drug"
        kind="drug"
        value={draft.drug}
        onChange={(drug) => set({ drug })}
        error={save.problem?.field('drugId')}
      />
      <div class="columns-3">
        <DecimalInput label="Lowest" optional {...bind('concentrationMin')} />
        <DecimalInput label="Highest" optional {...bind('concentrationMax')} />
        <Select label="Concentration in" options={UNITS} {...bind('concentrationUnit')} />
      </div>
      <div class="columns-2">
        <TextInput label="Diluents" lines hint="One a line" {...bind('diluents')} />
        <TextInput label="Containers" lines hint="One a line: bag:PVC, elastomeric infusor" {...bind('containers')} />
      </div>
      <div class="columns-3">
        <TextInput label="From" optional suffix="°C" maxLength={6} {...bind('temperatureMin')} />
        <TextInput label="To" optional suffix="°C" maxLength={6} {...bind('temperatureMax')} />
        <DecimalInput label="Stable for" optional unit="h" {...bind('limitHours')} />
      </div>
      <div class="columns-2">
        <Select label="Counted from" options={CLOCKS} value={draft.clock} onChange={(clock) => set({ clock })} />
        <Select
          label="Light"
          optional
          placeholder="not said"
          options={LIGHT}
          value={draft.light}
          onChange={(light) => set({ light })}
        />
      </div>
      <TextInput label="Source" required maxLength={500} {...bind('citation')} />
      <TextInput label="Note" optional maxLength={500} {...bind('note')} />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
