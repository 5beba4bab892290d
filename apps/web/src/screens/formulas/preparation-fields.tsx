import type { JSX } from 'preact';
import { ROUTES } from '#domain/order';
import { Button, Card, CheckBox, DecimalInput, Select, TextInput } from '../../parts/index.js';
import { FieldError } from '../../parts/field.js';
import { labelOf, ROUTE_OPTIONS } from '../desk/words.js';
import { EMPTY_DRUG, type DrugDraft, type FormulaDraft } from './draft.js';
import type { EditorState } from './edit-formula.js';
import { SourceFields } from './source-fields.js';

type TextField = {
  [K in keyof FormulaDraft]: FormulaDraft[K] extends string ? K : never;
}[keyof FormulaDraft];

/** Value, onChange and error of one text field; `field` is its path in the record where that differs. */
export const bind = (
  editor: EditorState,
  name: TextField,
  field: string = name,
): { value: string; onChange: (value: string) => void; error: string | undefined } => ({
  value: editor.draft[name],
  onChange: (value) => editor.change({ [name]: value }),
  error: editor.error(field),
});

export function ContainerFields({ editor }: { editor: EditorState }): JSX.Element {
  const { draft, change } = editor;
  return (
    <Card title="Preparation">
      <div class="stack">
        <TextInput
          label="Name"
          hint="Drug, base and container: Vancomycin in sodium chloride 0.9 %, 250 mL bag"
          maxLength={160}
          autoFocus
          {...bind(editor, 'name')}
        />
        <div class="columns-2">
          <TextInput label="Dosage form" maxLength={200} {...bind(editor, 'dosageForm')} />
          <TextInput
            label="Container"
            hint="250 mL bag"
            maxLength={200}
            {...bind(editor, 'description', 'container.description')}
          />
          <Select
            label="Kind of container"
            options={CONTAINER_KINDS.map((value) => ({ value, label: value }))}
            {...bind(editor, 'kind', 'container.kind')}
          />
          <TextInput
            label="Material"
            hint="As in stability evidence: PVC, polyolefin, glass"
            maxLength={100}
            {...bind(editor, 'material', 'container.material')}
          />
          <DecimalInput label="Holds in all" optional unit="mL" {...bind(editor, 'capacity', 'container.capacity')} />
        </div>
        <fieldset class="stack stack-small">
          <legend class="field-label">Routes</legend>
          <div class="row">
            {ROUTES.map((route) => (
              <CheckBox
                key={route}
                label={labelOf(ROUTE_OPTIONS, route)}
                checked={draft.routes.includes(route)}
                onChange={(on) =>
                  change({ routes: ROUTES.filter((one) => (one === route ? on : draft.routes.includes(one))) })
                }
              />
            ))}
          </div>
          <FieldError id="routes-error" error={editor.error('routes')} />
        </fieldset>
      </div>
    </Card>
  );
}

const CONTAINER_KINDS = ['bag', 'syringe', 'cassette', 'elastomeric infusor', 'vial', 'bottle'];
const LIMIT_UNITS = [
  { value: 'mg/mL', label: 'mg/mL' },
  { value: 'ug/mL', label: 'mcg/mL' },
  { value: 'mmol/mL', label: 'mmol/mL' },
  { value: 'meq/mL', label: 'mEq/mL' },
  { value: '[iU]/mL', label: 'units/mL' },
];

export function DrugFields({ editor }: { editor: EditorState }): JSX.Element {
  const { draft, change } = editor;
  const set = (index: number, part: Partial<DrugDraft>): void =>
    change({ additives: draft.additives.map((drug, i) => (i === index ? { ...drug, ...part } : drug)) });
  return (
    <>
      {draft.additives.map((drug, i) => (
        <Card
          key={i}
          title={draft.additives.length > 1 ? `Drug ${i + 1}` : 'Drug'}
          actions={
            draft.additives.length > 1 && (
              <Button
                size="small"
                kind="plain"
                icon="close"
                onClick={() => change({ additives: draft.additives.filter((_, at) => at !== i) })}
              >
                Remove
              </Button>
            )
          }
        >
          <div class="stack">
            <SourceFields
              label="Drug"
              kind="drug"
              source={drug}
              onChange={(source) => set(i, source)}
              error={(part) => editor.error(`additives[${i}].${part}`)}
            />
            <Limits drug={drug} onChange={(part) => set(i, part)} error={editor.error(`additives[${i}].limits`)} />
          </div>
        </Card>
      ))}
      <div>
        <Button size="small" icon="plus" onClick={() => change({ additives: [...draft.additives, EMPTY_DRUG] })}>
          Another drug
        </Button>
      </div>
    </>
  );
}

function Limits(props: {
  drug: DrugDraft;
  onChange: (part: Partial<DrugDraft>) => void;
  error: string | undefined;
}): JSX.Element {
  const { drug, onChange } = props;
  return (
    <div class="stack stack-small">
      <div class="columns-3">
        <DecimalInput label="Lowest" optional value={drug.min} onChange={(min) => onChange({ min })} />
        <DecimalInput label="Highest" optional value={drug.max} onChange={(max) => onChange({ max })} />
        <Select
          label="Concentration in"
          options={LIMIT_UNITS}
          value={drug.unit}
          onChange={(unit) => onChange({ unit })}
        />
      </div>
      <TextInput
        label="Source of the limits"
        optional={drug.min === '' && drug.max === ''}
        maxLength={500}
        value={drug.source}
        onChange={(source) => onChange({ source })}
      />
      <FieldError id={`limits-${drug.drug?.id ?? ''}-error`} error={props.error} />
    </div>
  );
}
