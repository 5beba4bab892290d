import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { Patient } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, Combobox, Dialog, ProblemBox, toast } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { showDecimal } from '../../format.js';
import { patientName } from '../desk/words.js';
import { EMPTY_PATIENT, missingIn, requestOf } from '../patients/draft.js';
import { Allergies } from '../patients/patient-facts.js';
import { PatientForm } from '../patients/patient-form.js';
import { bodyOf, changedLine } from './draft.js';
import type { FormState } from './order-form.js';

/** Finds the patient, or enters a new one without leaving the prescription. */
export function PatientPicker(props: { form: FormState; fixed: boolean; autoFocus: boolean }): JSX.Element {
  const { form } = props;
  const may = usePermissions();
  const [entering, setEntering] = useState(false);
  const { patient } = form.draft;
  const choose = (chosen: Patient | null): void =>
    form.change({
      patient: chosen,
      // The measure that a dose is worked out from is the new patient's.
      lines: form.draft.lines.map((line) =>
        line.basis === 'flat' ? line : changedLine(line, { body: bodyOf(chosen, line.basis) }),
      ),
    });
  return (
    <div class="stack stack-small">
      {!props.fixed && (
        <div class="order-patient">
          <Combobox<Patient>
            label="Name, number or MRN"
            value={patient}
            onChange={choose}
            autoFocus={props.autoFocus}
            error={form.error('patientId')}
            search={(q) => `/patients${queryString({ q, limit: 20 })}`}
            show={patientName}
            note={(p) => `born ${p.birthDate}, ${p.number}${p.mrn ? `, MRN ${p.mrn}` : ''}`}
            keyOf={(p) => p.id}
          />
          {may('patient.write') && (
            <Button icon="plus" onClick={() => setEntering(true)}>
              New patient
            </Button>
          )}
        </div>
      )}
      {patient && (
        <div class="row">
          {props.fixed && <span class="strong">{patientName(patient)}</span>}
          <span>
            born {patient.birthDate}, {patient.number}
          </span>
          {patient.weightKg && <span>{showDecimal(patient.weightKg)} kg</span>}
          {patient.bodySurfaceM2 && <span>{showDecimal(patient.bodySurfaceM2)} m²</span>}
          <Allergies patient={patient} />
        </div>
      )}
      {entering && <NewPatient onDone={choose} onClose={() => setEntering(false)} />}
    </div>
  );
}

function NewPatient(props: { onDone: (patient: Patient) => void; onClose: () => void }): JSX.Element {
  const [draft, setDraft] = useState(EMPTY_PATIENT);
  const [tried, setTried] = useState(false);
  const save = useCommand(async () => {
    const patient = await post<Patient>('/patients', requestOf(draft));
    toast(`${patientName(patient)} is saved.`);
    props.onDone(patient);
    props.onClose();
  });
  const submit = (): void => {
    setTried(true);
    if (Object.keys(missingIn(draft)).length === 0) void save.run();
  };
  return (
    <Dialog
      title="New patient"
      wide
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" busy={save.busy} onClick={submit}>
            Save the patient
          </Button>
        </>
      }
    >
      <PatientForm draft={draft} onChange={setDraft} problem={save.problem} tried={tried} autoFocus />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
