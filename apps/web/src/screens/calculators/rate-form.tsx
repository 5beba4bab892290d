import type { JSX } from 'preact';
import { DecimalInput, Select } from '../../parts/index.js';
import type { Fields } from './fields.js';
import { bind, DRUG_UNITS } from './inputs.js';
import type { DoseField } from './requests.js';

const KINDS = [
  { value: 'volume-over-time', label: 'pump rate for a volume over a time' },
  { value: 'time-for-rate', label: 'how long a volume runs at a rate' },
  { value: 'dose-rate', label: 'pump rate for a dose rate' },
  { value: 'pump-rate', label: 'dose rate of a pump rate' },
  { value: 'dose-over-time', label: 'pump rate for a dose over a time' },
  { value: 'drip', label: 'drops a minute' },
];
const TIMES = [
  { value: 'min', label: 'minute' },
  { value: 'h', label: 'hour' },
  { value: 'd', label: 'day' },
];
const BODIES = [
  { value: 'kg', label: 'kg' },
  { value: 'm2', label: 'm²' },
];

export function RateForm({ fields }: { fields: Fields<DoseField> }): JSX.Element {
  const { rate } = fields.values;
  const asks = (...kinds: string[]): boolean => kinds.includes(rate);
  return (
    <>
      <Select label="Question" options={KINDS} {...bind(fields, 'rate')} />
      {asks('volume-over-time', 'time-for-rate', 'drip') && (
        <DecimalInput label="Volume" unit="mL" autoFocus {...bind(fields, 'volumeMl')} />
      )}
      {asks('dose-over-time') && (
        <DecimalInput
          label="Dose"
          {...bind(fields, 'dose')}
          unit={fields.values.unit}
          units={DRUG_UNITS}
          onUnit={(unit) => fields.set('unit', unit)}
        />
      )}
      {asks('dose-rate') && (
        <DecimalInput
          label="Dose rate"
          {...bind(fields, 'doseRate')}
          unit={fields.values.doseUnit}
          units={DRUG_UNITS}
          onUnit={(unit) => fields.set('doseUnit', unit)}
        />
      )}
      {asks('time-for-rate', 'pump-rate') && (
        <DecimalInput label="Pump rate" hint="mL/h" {...bind(fields, 'mlPerHour')} />
      )}
      {asks('dose-rate', 'pump-rate') && <PerBody fields={fields} unitToo={asks('pump-rate')} />}
      {asks('dose-rate', 'pump-rate', 'dose-over-time') && <InContainer fields={fields} />}
      {asks('volume-over-time', 'drip', 'dose-over-time') && (
        <div class="columns-2">
          <DecimalInput label="Over" unit="h" {...bind(fields, 'overHours')} />
          <DecimalInput label="and" unit="min" {...bind(fields, 'overMinutes')} />
        </div>
      )}
      {asks('drip') && <DecimalInput label="Drops per mL of the set" {...bind(fields, 'drops')} />}
    </>
  );
}

function PerBody({ fields, unitToo }: { fields: Fields<DoseField>; unitToo: boolean }): JSX.Element {
  const { dosePer } = fields.values;
  return (
    <>
      <div class="columns-2">
        {unitToo && <Select label="Dose rate in" options={DRUG_UNITS} {...bind(fields, 'doseUnit')} />}
        <Select
          label="Per"
          options={[{ value: 'none', label: 'not by body' }, ...BODIES]}
          value={dosePer || 'none'}
          onChange={(value) => fields.set('dosePer', value === 'none' ? '' : value)}
        />
        <Select label="and" options={TIMES} {...bind(fields, 'doseTime')} />
      </div>
      {dosePer !== '' && (
        <DecimalInput
          label={dosePer === 'kg' ? 'Body weight' : 'Body surface'}
          unit={dosePer}
          {...bind(fields, 'body')}
        />
      )}
    </>
  );
}

const InContainer = ({ fields }: { fields: Fields<DoseField> }): JSX.Element => (
  <div class="columns-2">
    <DecimalInput
      label="Drug in the container"
      {...bind(fields, 'amount')}
      unit={fields.values.amountUnit}
      units={DRUG_UNITS}
      onUnit={(unit) => fields.set('amountUnit', unit)}
    />
    <DecimalInput label="in a volume of" unit="mL" {...bind(fields, 'inMl')} />
  </div>
);
