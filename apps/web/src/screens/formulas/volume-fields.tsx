import type { JSX } from 'preact';
import type { VolumeMethod } from '#domain/formula';
import { Button, Card, DecimalInput, RadioCards } from '../../parts/index.js';
import { EMPTY_SOURCE } from './draft.js';
import type { EditorState } from './edit-formula.js';
import { bind } from './preparation-fields.js';
import { METHOD_WORDS } from './record.js';
import { SourceFields } from './source-fields.js';
import { VolumePicture } from './volume-picture.js';

const METHODS: readonly { value: VolumeMethod; label: string }[] = [
  { value: 'replace', label: 'Replace' },
  { value: 'add', label: 'Add' },
  { value: 'fill', label: 'Fill' },
];

/** How the drug's volume is dealt with, with a picture of it, and what that method needs. */
export function VolumeFields({ editor }: { editor: EditorState }): JSX.Element {
  const { draft, change } = editor;
  const fill = draft.volumeMethod === 'fill';
  return (
    <Card title="Volume">
      <div class="stack">
        <RadioCards
          label="The drug’s volume"
          options={METHODS}
          value={draft.volumeMethod}
          onChange={(volumeMethod) => change({ volumeMethod })}
          cardWidth="8rem"
        />
        <div class="row">
          <VolumePicture method={draft.volumeMethod} />
          <p class="grow">{METHOD_WORDS[draft.volumeMethod]}.</p>
        </div>
        {fill ? (
          <>
            <SourceFields
              label="Empty container"
              kind="container"
              source={draft.emptyContainer}
              onChange={(emptyContainer) => change({ emptyContainer })}
              error={(part) => editor.error(`emptyContainer.${part}`) ?? emptyOf(editor, 'emptyContainer', part)}
            />
            <DecimalInput label="Final volume" unit="mL" {...bind(editor, 'finalVolume')} />
            <SourceFields
              label="Diluent to the final volume"
              kind={undefined}
              optional
              source={draft.diluent}
              onChange={(diluent) => change({ diluent })}
              error={(part) => editor.error(`diluent.${part}`)}
            />
          </>
        ) : (
          <SourceFields
            label="Base solution"
            kind="base-solution"
            volumes
            source={draft.base}
            onChange={(base) => change({ base })}
            error={(part) => editor.error(`base.${part}`)}
          />
        )}
      </div>
    </Card>
  );
}

const emptyOf = (editor: EditorState, field: string, part: string): string | undefined =>
  part === 'drugId' && editor.draft.emptyContainer.drug === null ? editor.error(field) : undefined;

/** What powders are dissolved in. */
export function ReconstitutionFields({ editor }: { editor: EditorState }): JSX.Element {
  const { draft, change } = editor;
  return (
    <Card title="Reconstitution">
      <div class="stack">
        {draft.reconstitution.length === 0 && (
          <p class="quiet">Needed where a drug comes as a powder: the diluent that its labeling asks for.</p>
        )}
        {draft.reconstitution.map((source, i) => (
          <div class="stack stack-small" key={i}>
            <SourceFields
              label={`Diluent ${i + 1}`}
              kind={undefined}
              source={source}
              onChange={(next) =>
                change({ reconstitution: draft.reconstitution.map((one, at) => (at === i ? next : one)) })
              }
              error={(part) => editor.error(`reconstitution[${i}].${part}`)}
            />
            <div>
              <Button
                size="small"
                kind="plain"
                icon="close"
                onClick={() => change({ reconstitution: draft.reconstitution.filter((_, at) => at !== i) })}
              >
                Remove diluent {i + 1}
              </Button>
            </div>
          </div>
        ))}
        <div>
          <Button
            size="small"
            icon="plus"
            onClick={() => change({ reconstitution: [...draft.reconstitution, EMPTY_SOURCE] })}
          >
            Add a diluent
          </Button>
        </div>
      </div>
    </Card>
  );
}
