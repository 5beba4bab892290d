import type { JSX } from 'preact';
import { Button, DecimalInput, Select, TextInput } from '../../parts/index.js';
import type { Fields } from './fields.js';
import { bind, DRUG_UNITS, Entry, listOf } from './inputs.js';
import { EMPTY_PART, type DoseField } from './requests.js';

const KINDS = [
  { value: 'dilute', label: 'dilute a stock to a strength' },
  { value: 'add', label: 'add stock to a bag to reach a strength' },
  { value: 'alligation', label: 'mix a stronger and a weaker one (alligation)' },
  { value: 'mix', label: 'strength of a mixture' },
  { value: 'percent', label: 'percentage as mg/mL' },
  { value: 'ratio', label: 'ratio (1:1000) as mg/mL' },
];

export function DilutionForm({ fields }: { fields: Fields<DoseField> }): JSX.Element {
  const { dilution } = fields.values;
  return (
    <>
      <Select label="Question" options={KINDS} {...bind(fields, 'dilution')} />
      {dilution === 'mix' && <MixParts fields={fields} />}
      {dilution === 'percent' && (
        <DecimalInput label="Percentage" hint="weight in volume: 0.9 for 0.9 %" {...bind(fields, 'percent')} />
      )}
      {dilution === 'ratio' && <TextInput label="Ratio" placeholder="1:1000" {...bind(fields, 'ratio')} />}
      {['dilute', 'add', 'alligation'].includes(dilution) && (
        <>
          <Strength fields={fields} label="Stock" amount="stock" unit="stockUnit" per="stockMl" />
          {dilution === 'alligation' && (
            <DecimalInput
              label={`Weaker one, per ${fields.values.stockMl || '1'} mL`}
              optional
              unit={fields.values.stockUnit}
              hint="Left out: plain diluent"
              {...bind(fields, 'weaker')}
            />
          )}
          <Strength fields={fields} label="Wanted" amount="target" unit="targetUnit" per="targetMl" />
          {dilution === 'add' ? (
            <DecimalInput label="Volume in the bag" unit="mL" {...bind(fields, 'baseMl')} />
          ) : (
            <DecimalInput
              label="Final volume"
              optional={dilution === 'alligation'}
              unit="mL"
              {...bind(fields, 'finalMl')}
            />
          )}
        </>
      )}
    </>
  );
}

type StrengthField = 'stock' | 'stockUnit' | 'stockMl' | 'target' | 'targetUnit' | 'targetMl';

function Strength(props: {
  fields: Fields<DoseField>;
  label: string;
  amount: StrengthField;
  unit: StrengthField;
  per: StrengthField;
}): JSX.Element {
  const { fields, label } = props;
  return (
    <div class="columns-2">
      <DecimalInput
        label={`${label}: drug`}
        {...bind(fields, props.amount)}
        unit={fields.values[props.unit]}
        units={DRUG_UNITS}
        onUnit={(unit) => fields.set(props.unit, unit)}
      />
      <DecimalInput label={`${label}: in`} unit="mL" {...bind(fields, props.per)} />
    </div>
  );
}

function MixParts({ fields }: { fields: Fields<DoseField> }): JSX.Element {
  const parts = listOf(fields, 'parts', EMPTY_PART);
  return (
    <div class="stack">
      {parts.items.map((part, i) => (
        <Entry key={i} title={`Part ${i + 1}`} onRemove={parts.items.length > 2 ? () => parts.remove(i) : undefined}>
          <div class="columns-2">
            <DecimalInput
              label="Drug"
              value={part.amount}
              onChange={(amount) => parts.put(i, { amount })}
              unit={part.unit}
              units={DRUG_UNITS}
              onUnit={(unit) => parts.put(i, { unit })}
            />
            <DecimalInput label="in" unit="mL" value={part.perMl} onChange={(perMl) => parts.put(i, { perMl })} />
            <DecimalInput
              label="Volume of it"
              unit="mL"
              value={part.volumeMl}
              onChange={(volumeMl) => parts.put(i, { volumeMl })}
            />
          </div>
        </Entry>
      ))}
      {parts.items.length < 10 && (
        <Button icon="plus" onClick={parts.add}>
          Add a part
        </Button>
      )}
    </div>
  );
}
