import type { JSX } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { get, post, put } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import type { Patient } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { Button, Card, Icon, KeyHint, Loaded, Page, ProblemBox, toast } from '../../parts/index.js';
import { useSubmitKey } from '../desk/keys.js';
import { patientName } from '../desk/words.js';
import { draftOf, EMPTY_PATIENT, FIELD_WORDS, merge, missingIn, requestOf, type Merge } from './draft.js';
import { PatientForm } from './patient-form.js';

/** `/patients/new` and `/patients/:id/edit`. */
export default function EditPatient(): JSX.Element {
  const { id } = useRoute().params;
  const patient = useResource<Patient>(id === undefined ? null : `/patients/${id}`);
  if (id === undefined)
    return (
      <Page title="New patient" back={{ href: '/patients', text: 'Patients' }} width="narrow">
        <Editor patient={undefined} />
      </Page>
    );
  return (
    <Page title="Edit patient" back={{ href: `/patients/${id}`, text: 'Patient' }} width="narrow">
      <Loaded resource={patient}>{(data) => <Editor key={data.id} patient={data} />}</Loaded>
    </Page>
  );
}

function Editor({ patient }: { patient: Patient | undefined }): JSX.Element {
  const { route } = useLocation();
  const [base, setBase] = useState(patient);
  const [draft, setDraft] = useState(patient ? draftOf(patient) : EMPTY_PATIENT);
  const [tried, setTried] = useState(false);
  const [merged, setMerged] = useState<Merge>();
  const save = useCommand(async () => {
    try {
      const body = requestOf(draft, base?.revision);
      const saved = base ? await put<Patient>(`/patients/${base.id}`, body) : await post<Patient>('/patients', body);
      toast(`${patientName(saved)} is saved.`);
      route(`/patients/${saved.id}`, true);
    } catch (error) {
      if (!base || !(error instanceof ApiProblem) || error.code !== 'patient.changed-meanwhile') throw error;
      const newest = await get<Patient>(`/patients/${base.id}`);
      const result = merge(draftOf(base), draft, draftOf(newest));
      setBase(newest);
      setDraft(result.draft);
      setMerged(result);
    }
  });
  const submit = (): void => {
    setTried(true);
    if (Object.keys(missingIn(draft)).length === 0) void save.run();
  };
  useSubmitKey(submit);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {merged && <Merged merged={merged} />}
      <Card>
        <PatientForm draft={draft} onChange={setDraft} problem={save.problem} tried={tried} autoFocus />
      </Card>
      <ProblemBox problem={save.problem} />
      <div class="sticky-foot">
        <KeyHint keys="Ctrl+Enter" />
        <Button href={base ? `/patients/${base.id}` : '/patients'}>Cancel</Button>
        <Button kind="primary" busy={save.busy} onClick={submit}>
          Save the patient
        </Button>
      </div>
    </form>
  );
}

/** Nobody's entries are lost: what is left to do is to look and save again. */
function Merged({ merged }: { merged: Merge }): JSX.Element {
  const words = (names: Merge['taken']): string => names.map((name) => FIELD_WORDS[name]).join(', ');
  return (
    <div class="problem" role="alert">
      <Icon name="warning" size={22} />
      <div>
        <span class="strong">Somebody else saved this patient while you were editing. Nothing is lost.</span>
        {merged.taken.length > 0 && <div>Their change is taken over below: {words(merged.taken)}.</div>}
        {merged.both.length > 0 && <div>You both changed: {words(merged.both)}. Your entry is kept; check it.</div>}
        <div>Look it over and save again.</div>
      </div>
    </div>
  );
}
