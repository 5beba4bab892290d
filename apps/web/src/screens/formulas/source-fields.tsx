import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { Drug, Product } from '../../api/types.js';
import { Button, Combobox, DecimalInput, TextInput } from '../../parts/index.js';
import { FieldError } from '../../parts/field.js';
import type { Choice, Named, Source } from './draft.js';

/** A drug of the formulary. */
export function DrugPicker(props: {
  label: string;
  kind: 'drug' | 'base-solution' | 'diluent' | 'container' | undefined;
  optional?: boolean;
  value: Named | null;
  onChange: (drug: Named | null) => void;
  error: string | undefined;
}): JSX.Element {
  return (
    <Combobox<Named & Partial<Drug>>
      label={props.label}
      optional={props.optional ?? false}
      value={props.value}
      onChange={(drug) => props.onChange(drug && { id: drug.id, name: drug.name })}
      error={props.error}
      search={(q) => `/drugs${queryString({ q, kind: props.kind, limit: 20 })}`}
      show={(drug) => drug.displayName ?? drug.name}
      keyOf={(drug) => drug.id}
    />
  );
}

/** A drug or solution with the products it is taken from, the preferred one first. */
export function SourceFields(props: {
  label: string;
  kind: 'drug' | 'base-solution' | 'diluent' | 'container' | undefined;
  optional?: boolean;
  source: Source;
  onChange: (source: Source) => void;
  /** Errors of `drugId` and `products`. */
  error: (part: string) => string | undefined;
  /** Asks for the volume of each package instead of the number of containers. */
  volumes?: boolean;
}): JSX.Element {
  const { source, onChange } = props;
  const setChoices = (choices: readonly Choice[]): void => onChange({ ...source, choices });
  return (
    <div class="stack stack-small">
      <DrugPicker
        label={props.label}
        kind={props.kind}
        optional={props.optional ?? false}
        value={source.drug}
        onChange={(drug) => onChange(drug?.id === source.drug?.id ? { ...source, drug } : { drug, choices: [] })}
        error={props.error('drugId')}
      />
      {source.drug && (
        <fieldset class="entry stack stack-small">
          <legend class="only-read-aloud">Products of {props.label.toLowerCase()}</legend>
          <span class="small strong" aria-hidden="true">
            Products, the preferred one first
          </span>
          <ol class="choice-list">
            {source.choices.map((choice, i) => (
              <ChoiceRow
                key={`${choice.product.id} ${i}`}
                choice={choice}
                first={i === 0}
                volumes={props.volumes ?? false}
                onChange={(part) => setChoices(source.choices.map((one, at) => (at === i ? { ...one, ...part } : one)))}
                onUp={() => setChoices(movedUp(source.choices, i))}
                onRemove={() => setChoices(source.choices.filter((_, at) => at !== i))}
              />
            ))}
          </ol>
          <Combobox<Product>
            label="Add a product"
            value={null}
            search={(q) => `/products${queryString({ q, drugId: source.drug?.id, limit: 50 })}`}
            show={(product) => product.name}
            note={(product) => `${product.ndc}, ${product.strengthText}`}
            keyOf={(product) => product.id}
            onChange={(product) =>
              product &&
              setChoices([
                ...source.choices,
                {
                  product: { id: product.id, name: `${product.name} (${product.ndc})` },
                  from: '',
                  volume: product.stockUnit === 'mL' ? product.content : '',
                },
              ])
            }
          />
          <FieldError id={`${props.label}-products-error`} error={props.error('products')} />
        </fieldset>
      )}
    </div>
  );
}

function movedUp<T>(list: readonly T[], index: number): T[] {
  const [item] = list.slice(index, index + 1);
  const rest = list.filter((_, i) => i !== index);
  return item === undefined ? rest : [...rest.slice(0, index - 1), item, ...rest.slice(index - 1)];
}

function ChoiceRow(props: {
  choice: Choice;
  first: boolean;
  volumes: boolean;
  onChange: (part: Partial<Choice>) => void;
  onUp: () => void;
  onRemove: () => void;
}): JSX.Element {
  const { choice, onChange } = props;
  return (
    <li class="choice-row">
      <span>{choice.product.name}</span>
      {props.volumes ? (
        <DecimalInput label="Holds" unit="mL" value={choice.volume} onChange={(volume) => onChange({ volume })} />
      ) : (
        <TextInput
          label="From containers on"
          optional
          maxLength={3}
          value={choice.from}
          onChange={(from) => onChange({ from })}
        />
      )}
      <span class="row">
        <Button
          size="small"
          kind="plain"
          icon="up"
          label={`Prefer ${choice.product.name}`}
          disabled={props.first ? 'It is the first already' : false}
          onClick={props.onUp}
        >
          {null}
        </Button>
        <Button size="small" kind="plain" icon="close" label={`Remove ${choice.product.name}`} onClick={props.onRemove}>
          {null}
        </Button>
      </span>
    </li>
  );
}
