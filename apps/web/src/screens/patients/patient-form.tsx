import type { JSX } from 'preact';
import type { ApiProblem } from '../../api/problem.js';
import type { Allergy } from '../../api/types.js';
import { Button, CheckBox, DateInput, DecimalInput, Select, TextInput } from '../../parts/index.js';
import { fieldError } from '../desk/problems.js';
import { CARE_SETTINGS, SEXES } from '../desk/words.js';
import { missingIn, surfaceOf, type PatientDraft } from './draft.js';

interface FormProps {
  draft: PatientDraft;
  onChange: (draft: PatientDraft) => void;
  problem: ApiProblem | undefined;
  /** Saving was tried: what is missing is said beside the fields. */
  tried: boolean;
  autoFocus?: boolean;
}

type TextField = Exclude<keyof PatientDraft, 'allergies' | 'allergiesReviewed'>;

/** Everything about a patient, for a page and for the dialog of the order form. */
export function PatientForm(props: FormProps): JSX.Element {
  const { draft, onChange, problem, tried } = props;
  const missing = tried ? missingIn(draft) : {};
  const bind = (name: TextField): { value: string; onChange: (v: string) => void; error: string | undefined } => ({
    value: draft[name],
    onChange: (value) => onChange({ ...draft, [name]: value }),
    error: missing[name] ?? fieldError(problem, name),
  });
  return (
    <div class="stack">
      <div class="columns-2">
        <TextInput
          label="Family name"
          required
          autoFocus={props.autoFocus ?? false}
          maxLength={80}
          {...bind('familyName')}
        />
        <TextInput label="Given name" required maxLength={80} {...bind('givenName')} />
        <DateInput label="Date of birth" required {...bind('birthDate')} />
        <Select label="Sex" options={SEXES} {...bind('sex')} />
        <TextInput label="MRN" optional maxLength={40} {...bind('mrn')} />
        <Select label="Care setting" options={CARE_SETTINGS} {...bind('careSetting')} />
      </div>
      <BodyFields draft={draft} onChange={onChange} bind={bind} />
      <AllergyEditor
        allergies={draft.allergies}
        reviewed={draft.allergiesReviewed}
        onChange={(allergies) => onChange({ ...draft, allergies })}
        onReviewed={(allergiesReviewed) => onChange({ ...draft, allergiesReviewed })}
      />
      <div class="columns-2">
        <TextInput label="Telephone" optional type="tel" maxLength={40} {...bind('phone')} />
        <TextInput label="Address" optional maxLength={300} {...bind('address')} />
      </div>
      <TextInput label="Notes" optional lines maxLength={1000} {...bind('notes')} />
    </div>
  );
}

function BodyFields(props: {
  draft: PatientDraft;
  onChange: (draft: PatientDraft) => void;
  bind: (name: 'weightKg' | 'heightCm' | 'measuredOn') => {
    value: string;
    onChange: (v: string) => void;
    error: string | undefined;
  };
}): JSX.Element {
  const surface = surfaceOf(props.draft.weightKg, props.draft.heightCm);
  return (
    <div class="stack stack-small">
      <div class="columns-3">
        <DecimalInput label="Weight" optional unit="kg" {...props.bind('weightKg')} />
        <DecimalInput label="Height" optional unit="cm" {...props.bind('heightCm')} />
        <DateInput
          label="Measured on"
          optional={props.draft.weightKg === '' && props.draft.heightCm === ''}
          {...props.bind('measuredOn')}
        />
      </div>
      <p class="small" role="status">
        {surface ? (
          <>
            Body surface <b>{surface.area} m²</b> <span class="quiet">Mosteller: {surface.working}</span>
            {surface.warning && <span class="field-error">{surface.warning}</span>}
          </>
        ) : (
          <span class="quiet">Body surface is worked out from weight and height.</span>
        )}
      </p>
    </div>
  );
}

/** An empty list says "no known allergies" only when somebody asked. */
function AllergyEditor(props: {
  allergies: readonly Allergy[];
  reviewed: boolean;
  onChange: (allergies: readonly Allergy[]) => void;
  onReviewed: (reviewed: boolean) => void;
}): JSX.Element {
  const { allergies, onChange } = props;
  const put = (index: number, part: Partial<Allergy>): void =>
    onChange(allergies.map((allergy, i) => (i === index ? { ...allergy, ...part } : allergy)));
  return (
    <fieldset class="stack stack-small">
      <legend class="field-label">Allergies</legend>
      <CheckBox
        label="The patient was asked about allergies"
        hint={allergies.length === 0 ? 'With no entry below this means: no known allergies.' : undefined}
        checked={props.reviewed}
        onChange={props.onReviewed}
      />
      {allergies.map((allergy, i) => (
        <div class="allergy-row" key={i}>
          <TextInput
            label={`Substance ${i + 1}`}
            value={allergy.substance}
            maxLength={80}
            autoFocus={allergy.substance === ''}
            onChange={(substance) => put(i, { substance })}
          />
          <TextInput
            label="Reaction"
            optional
            value={allergy.reaction}
            maxLength={120}
            onChange={(reaction) => put(i, { reaction })}
          />
          <Button kind="plain" icon="close" onClick={() => onChange(allergies.filter((_, n) => n !== i))}>
            Remove
          </Button>
        </div>
      ))}
      <div>
        <Button
          icon="plus"
          size="small"
          onClick={() => {
            onChange([...allergies, { substance: '', reaction: '' }]);
            props.onReviewed(true);
          }}
        >
          Add an allergy
        </Button>
      </div>
    </fieldset>
  );
}
