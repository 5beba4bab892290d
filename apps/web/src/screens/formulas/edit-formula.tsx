import type { JSX } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post, put } from '../../api/client.js';
import type { Formula } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { Badge, Button, KeyHint, Loaded, Page, ProblemBox, Skeleton, toast } from '../../parts/index.js';
import { useSubmitKey } from '../desk/keys.js';
import { contentOf, faultsIn } from './content.js';
import { draftOf, EMPTY_FORMULA, type FormulaDraft } from './draft.js';
import { CheckFields, GivingFields, LastingFields } from './handling-fields.js';
import { ContainerFields, DrugFields } from './preparation-fields.js';
import { useNames } from './use-names.js';
import { ReconstitutionFields, VolumeFields } from './volume-fields.js';

/** What the parts of the editor share. */
export interface EditorState {
  draft: FormulaDraft;
  change: (part: Partial<FormulaDraft>) => void;
  /** What is wrong with a field of the record, or with something in it. */
  error: (field: string) => string | undefined;
}

/** `/formulas/new` and `/formulas/:id/edit`: edits the draft, or begins one from the approved version. */
export default function EditFormula(): JSX.Element {
  const { id } = useRoute().params;
  if (id === undefined)
    return (
      <Page title="New formula" back={{ href: '/formulas', text: 'Formulas' }} width="narrow">
        <Editor initial={EMPTY_FORMULA} id={undefined} />
      </Page>
    );
  return <Existing id={id} />;
}

function Existing({ id }: { id: string }): JSX.Element {
  const formula = useResource<Formula>(`/formulas/${id}`);
  const versions = formula.data?.versions;
  const from =
    versions?.find(({ state }) => state === 'draft') ??
    versions?.find(({ state }) => state === 'approved') ??
    versions?.[0];
  const nameOf = useNames(from && [from.content]);
  const draft = from?.state === 'draft';
  return (
    <Page
      title={draft ? 'Edit the draft' : 'Write a new version'}
      note={formula.data && `${formula.data.number} ${formula.data.name}`}
      back={{ href: `/formulas/${id}`, text: 'Formula' }}
      width="narrow"
    >
      <Loaded resource={formula}>
        {() => (from && nameOf ? <Editor id={id} initial={draftOf(from.content, nameOf)} /> : <Skeleton lines={12} />)}
      </Loaded>
    </Page>
  );
}

function Editor({ initial, id }: { initial: FormulaDraft; id: string | undefined }): JSX.Element {
  const { route } = useLocation();
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const faults = tried ? faultsIn(draft) : [];
  const save = useCommand(async () => {
    const body = { name: draft.name.trim(), content: contentOf(draft) };
    const saved =
      id === undefined ? await post<Formula>('/formulas', body) : await put<Formula>(`/formulas/${id}/draft`, body);
    toast(`The draft of ${saved.name} is saved. Another pharmacist can approve it.`);
    route(`/formulas/${saved.id}?version=${saved.draftVersion ?? ''}`, true);
  });
  const editor: EditorState = {
    draft,
    change: (part) => setDraft((old) => ({ ...old, ...part })),
    error: (field) => {
      const about = (name: string | undefined): boolean =>
        name === field || name?.startsWith(`${field}.`) === true || name?.startsWith(`${field}[`) === true;
      const fault = faults.find((finding) => about(finding.field));
      return (
        fault?.message ?? save.problem?.fields.find(({ field: name }) => about(name.replace(/^content\./, '')))?.message
      );
    },
  };
  const submit = (): void => {
    setTried(true);
    if (faultsIn(draft).length === 0) void save.run();
    else setTimeout(() => document.querySelector<HTMLElement>('main [aria-invalid=true]')?.focus());
  };
  useSubmitKey(submit);
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      <ContainerFields editor={editor} />
      <DrugFields editor={editor} />
      <VolumeFields editor={editor} />
      <ReconstitutionFields editor={editor} />
      <LastingFields editor={editor} />
      <CheckFields editor={editor} />
      <GivingFields editor={editor} />
      <ProblemBox problem={save.problem} />
      <div class="sticky-foot">
        <span class="grow">
          {faults.length > 0 && (
            <Badge tone="danger">
              {faults.length} {faults.length === 1 ? 'field needs' : 'fields need'} attention
            </Badge>
          )}
        </span>
        <KeyHint keys="Ctrl+Enter" />
        <Button href={id === undefined ? '/formulas' : `/formulas/${id}`}>Cancel</Button>
        <Button kind="primary" busy={save.busy} onClick={submit}>
          Save the draft
        </Button>
      </div>
    </form>
  );
}
