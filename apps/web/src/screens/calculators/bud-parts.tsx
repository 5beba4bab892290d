import type { JSX } from 'preact';
import { Button, CheckBox, DateTimeInput, DecimalInput, Select, TextInput } from '../../parts/index.js';
import { CATEGORY_3_CONDITIONS, EMPTY_MOVE, IMMEDIATE_CONDITIONS, readFlags, type BudField } from './bud-request.js';
import type { Fields } from './fields.js';
import { bind, Entry, listOf } from './inputs.js';

type Props = { fields: Fields<BudField> };

/** What only some kinds of preparation ask for. */
export function BudProvision({ fields }: Props): JSX.Element | null {
  switch (fields.values.provision) {
    case 'category':
      return <CategoryFields fields={fields} />;
    case 'immediate-use':
      return <ImmediateFields fields={fields} />;
    case 'docked':
      return <DockedFields fields={fields} />;
    case 'allergenic':
      return (
        <div class="columns-2">
          <Select label="Dedicated area" options={YES_NO} {...bind(fields, 'dedicated')} />
          <Select label="Licensed extracts only" options={YES_NO} {...bind(fields, 'licensed')} />
        </div>
      );
    default:
      return null;
  }
}

const YES_NO = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
];
const TESTS = [
  { value: 'none', label: 'none' },
  { value: 'pending', label: 'pending' },
  { value: 'passed', label: 'passed' },
  { value: 'failed', label: 'failed' },
];

function CategoryFields({ fields }: Props): JSX.Element {
  const { category, method, category3 } = fields.values;
  const held = readFlags(category3);
  return (
    <>
      <div class="columns-2">
        <Select
          label="Method"
          options={[
            { value: 'aseptic', label: 'aseptic' },
            { value: 'terminal', label: 'terminally sterilized' },
          ]}
          {...bind(fields, 'method')}
        />
        <Select label="Sterility test" options={TESTS} {...bind(fields, 'sterility')} />
        <Select
          label="Category wanted"
          options={[
            { value: 'highest', label: 'highest allowed' },
            { value: '1', label: '1' },
            { value: '2', label: '2' },
            { value: '3', label: '3' },
          ]}
          value={category || 'highest'}
          onChange={(value) => fields.set('category', value === 'highest' ? '' : value)}
        />
        <Select label="Endotoxin test" options={TESTS} {...bind(fields, 'endotoxin')} />
        {method === 'terminal' && (
          <Select
            label="Sterilized by"
            options={[
              { value: 'steam', label: 'steam' },
              { value: 'dry-heat', label: 'dry heat' },
              { value: 'irradiation', label: 'irradiation' },
            ]}
            {...bind(fields, 'sterilizedBy')}
          />
        )}
      </div>
      {category === '3' && (
        <fieldset>
          <legend class="field-label">Category 3: check what holds</legend>
          {CATEGORY_3_CONDITIONS.map(([name, words]) => (
            <CheckBox
              key={name}
              label={words}
              checked={held.includes(name)}
              onChange={(on) => fields.set('category3', toggled(held, name, on))}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

const toggled = (flags: readonly string[], name: string, on: boolean): string =>
  [...flags.filter((flag) => flag !== name), ...(on ? [name] : [])].join(',');

function ImmediateFields({ fields }: Props): JSX.Element {
  const not = readFlags(fields.values.immediateNot);
  return (
    <>
      <div class="columns-2">
        <TextInput label="Different products" maxLength={2} {...bind(fields, 'products')} />
        <TextInput label="Patients" maxLength={3} {...bind(fields, 'patients')} />
        <DateTimeInput label="Infusion begins" optional {...bind(fields, 'immediateBegins')} />
      </div>
      <fieldset>
        <legend class="field-label">Check what holds</legend>
        {IMMEDIATE_CONDITIONS.map(([name, words]) => (
          <CheckBox
            key={name}
            label={words}
            checked={!not.includes(name)}
            onChange={(on) => fields.set('immediateNot', toggled(not, name, !on))}
          />
        ))}
        <CheckBox
          label="For stock or an anticipated need"
          checked={fields.values.anticipated === 'yes'}
          onChange={(on) => fields.set('anticipated', on ? 'yes' : '')}
        />
        <CheckBox
          label="An antineoplastic that needs containment"
          checked={fields.values.antineoplastic === 'yes'}
          onChange={(on) => fields.set('antineoplastic', on ? 'yes' : '')}
        />
      </fieldset>
    </>
  );
}

const DockedFields = ({ fields }: Props): JSX.Element => (
  <>
    <TextInput label="Product" maxLength={120} {...bind(fields, 'docked')} />
    <Select
      label="Docked for"
      options={[
        { value: 'later-activation', label: 'activation later' },
        { value: 'immediate-administration', label: 'giving it to one patient at once' },
      ]}
      {...bind(fields, 'dockedFor')}
    />
    <div class="columns-2">
      <DecimalInput label="Docked, not activated" unit="h" {...bind(fields, 'dockedHours')} />
      <DateTimeInput label="Activated" optional {...bind(fields, 'activatedAt')} />
      <DecimalInput label="Activated, at room" optional unit="h" {...bind(fields, 'activatedCrt')} />
      <DecimalInput label="Activated, refrigerated" optional unit="h" {...bind(fields, 'activatedRef')} />
    </div>
    <TextInput label="Source of these limits" maxLength={300} {...bind(fields, 'dockedSource')} />
  </>
);

const ROOMS = [
  { value: 'iso7-buffer', label: 'ISO 7 buffer room' },
  { value: 'iso8', label: 'ISO 8 room' },
  { value: 'sca', label: 'segregated area (SCA)' },
  { value: 'c-sec', label: 'containment room (C-SEC)' },
  { value: 'c-sca', label: 'containment area (C-SCA)' },
  { value: 'unclassified', label: 'unclassified' },
];
const HOODS = [
  { value: 'lafw', label: 'laminar airflow workbench' },
  { value: 'ivlfz', label: 'vertical laminar flow zone' },
  { value: 'bsc', label: 'biological safety cabinet' },
  { value: 'rabs-cai', label: 'RABS: aseptic isolator (CAI)' },
  { value: 'rabs-caci', label: 'RABS: containment isolator (CACI)' },
  { value: 'isolator', label: 'pharmaceutical isolator' },
  { value: 'c-pec-bsc-a2', label: 'C-PEC: BSC Class II A2' },
  { value: 'c-pec-bsc-b', label: 'C-PEC: BSC Class II B' },
  { value: 'c-pec-caci', label: 'C-PEC: CACI' },
  { value: 'c-pec-class3', label: 'C-PEC: Class III' },
];

export const BudPlace = ({ fields }: Props): JSX.Element => (
  <>
    <Select label="Room" options={ROOMS} {...bind(fields, 'room')} />
    <Select label="Hood" options={HOODS} {...bind(fields, 'hood')} />
    <div class="columns-2">
      <Select
        label="Hazardous"
        options={[
          { value: 'list', label: 'as the list says' },
          { value: 'yes', label: 'yes' },
          { value: 'no', label: 'no' },
        ]}
        value={fields.values.hazardous || 'list'}
        onChange={(value) => fields.set('hazardous', value === 'list' ? '' : value)}
      />
      <TextInput label="Units in the batch" maxLength={5} {...bind(fields, 'units')} />
    </div>
  </>
);

export const BudLimits = ({ fields }: Props): JSX.Element => (
  <details>
    <summary>Device, formulation, nonsterile start, multiple-dose</summary>
    <div class="columns-2">
      <TextInput label="Device" optional maxLength={120} {...bind(fields, 'device')} />
      <DecimalInput label="Maker’s limit for it" optional unit="h" {...bind(fields, 'deviceHours')} />
      <DecimalInput label="Formulation’s limit" optional unit="h" {...bind(fields, 'formulationHours')} />
      <DecimalInput label="Infuse within" optional unit="h" {...bind(fields, 'infuseHours')} />
      <DateTimeInput label="Nonsterile solution made" optional {...bind(fields, 'madeAt')} />
      <DateTimeInput label="Sterilized" optional {...bind(fields, 'sterilizedAt')} />
      <Select
        label="Multiple-dose"
        options={[
          { value: 'no', label: 'no' },
          { value: 'preserved-parenteral', label: 'injection, preserved' },
          { value: 'unpreserved-parenteral', label: 'injection, not preserved' },
          { value: 'preserved-topical-ophthalmic', label: 'eye or skin, preserved' },
          { value: 'unpreserved-topical-ophthalmic', label: 'eye or skin, not preserved' },
        ]}
        value={fields.values.multiple || 'no'}
        onChange={(value) => fields.set('multiple', value === 'no' ? '' : value)}
      />
    </div>
  </details>
);

const STORAGES = [
  { value: 'CRT', label: 'room temperature' },
  { value: 'REF', label: 'refrigerator' },
  { value: 'FRZ', label: 'freezer' },
];
const THAWS = [
  { value: 'refrigerator', label: 'in the refrigerator' },
  { value: 'room', label: 'at room temperature' },
  { value: 'warm-water', label: 'in warm water' },
  { value: 'microwave', label: 'by microwave' },
];

export function BudMoves({ fields }: Props): JSX.Element {
  const moves = listOf(fields, 'moves', EMPTY_MOVE);
  return (
    <div class="stack stack-small">
      {moves.items.map((move, i) => (
        <Entry key={i} title={`Move ${i + 1}`} onRemove={() => moves.remove(i)}>
          <div class="columns-2">
            <Select label="To" options={STORAGES} value={move.to} onChange={(to) => moves.put(i, { to })} />
            <DateTimeInput label="At" value={move.at} onChange={(at) => moves.put(i, { at })} />
            <Select
              label="Thawed"
              optional
              options={THAWS}
              value={move.thaw}
              onChange={(thaw) => moves.put(i, { thaw })}
              placeholder="not frozen"
            />
          </div>
        </Entry>
      ))}
      {moves.items.length < 10 && (
        <Button icon="plus" onClick={moves.add}>
          Add a move to another storage
        </Button>
      )}
    </div>
  );
}
