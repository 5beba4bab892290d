import type { JSX } from 'preact';
import { Button, DateTimeInput, DecimalInput, ExpiryInput, Select, TextInput } from '../../parts/index.js';
import { EMPTY_COMPONENT, EMPTY_STABILITY, type BudField, type ComponentValues } from './bud-request.js';
import type { Fields } from './fields.js';
import { Entry, listOf } from './inputs.js';

const CLOCKS = [
  { value: 'start', label: 'the start' },
  { value: 'reconstitution', label: 'reconstitution' },
];

/** Without evidence there is no date: a pharmacist must decide (USP <797> section 14.3). */
export function BudStability({ fields }: { fields: Fields<BudField> }): JSX.Element {
  const rows = listOf(fields, 'stability', EMPTY_STABILITY);
  return (
    <div class="stack stack-small">
      {rows.items.map((row, i) => (
        <Entry key={i} title="Stability evidence" onRemove={() => rows.remove(i)}>
          <div class="columns-2">
            <DecimalInput
              label="Stable for"
              unit="h"
              value={row.hours}
              onChange={(hours) => rows.put(i, { hours })}
              autoFocus
            />
            <Select label="From" options={CLOCKS} value={row.clock} onChange={(clock) => rows.put(i, { clock })} />
          </div>
          <TextInput
            label="Source"
            optional
            value={row.citation}
            onChange={(citation) => rows.put(i, { citation })}
            maxLength={300}
          />
        </Entry>
      ))}
      {rows.items.length < 10 && (
        <Button icon="plus" onClick={rows.add}>
          Add stability evidence
        </Button>
      )}
    </div>
  );
}

const ORIGINS = [
  { value: 'conventional', label: 'a maker’s product' },
  { value: 'outsourcing-facility', label: 'from an outsourcing facility' },
  { value: 'compounded', label: 'compounded here' },
];
const CONTAINERS = [
  { value: 'single-dose-vial', label: 'single-dose vial' },
  { value: 'multiple-dose-vial', label: 'multiple-dose vial' },
  { value: 'pharmacy-bulk-package', label: 'pharmacy bulk package' },
  { value: 'ampul', label: 'ampul' },
  { value: 'bag', label: 'bag' },
  { value: 'bottle', label: 'bottle' },
  { value: 'syringe', label: 'syringe' },
  { value: 'compounded-single-dose', label: 'compounded, single-dose' },
  { value: 'compounded-multiple-dose', label: 'compounded, multiple-dose' },
];

export function BudComponents({ fields }: { fields: Fields<BudField> }): JSX.Element {
  const list = listOf(fields, 'components', EMPTY_COMPONENT);
  return (
    <div class="stack stack-small">
      {list.items.map((component, i) => (
        <Entry key={i} title={`Ingredient ${i + 1}`} onRemove={() => list.remove(i)}>
          <ComponentFields component={component} put={(part) => list.put(i, part)} />
        </Entry>
      ))}
      {list.items.length < 30 && (
        <Button icon="plus" onClick={list.add}>
          Add an ingredient
        </Button>
      )}
    </div>
  );
}

function ComponentFields(props: {
  component: ComponentValues;
  put: (part: Partial<ComponentValues>) => void;
}): JSX.Element {
  const { component, put } = props;
  return (
    <>
      <div class="columns-2">
        <TextInput label="Name" value={component.name} onChange={(name) => put({ name })} maxLength={120} autoFocus />
        {component.origin === 'compounded' ? (
          <DateTimeInput
            label="Its beyond-use date"
            value={component.beyondUseDate}
            onChange={(beyondUseDate) => put({ beyondUseDate })}
          />
        ) : (
          <ExpiryInput label="Expiry" value={component.expiry} onChange={(expiry) => put({ expiry })} />
        )}
      </div>
      <details>
        <summary>Origin, opening, reconstitution</summary>
        <div class="columns-2">
          <Select label="It is" options={ORIGINS} value={component.origin} onChange={(origin) => put({ origin })} />
          <Select
            label="Sterile"
            options={[
              { value: 'no', label: 'yes' },
              { value: 'yes', label: 'no' },
            ]}
            value={component.nonsterile || 'no'}
            onChange={(nonsterile) => put({ nonsterile })}
          />
          <Select
            label="Container"
            options={CONTAINERS}
            value={component.containerKind}
            onChange={(containerKind) => put({ containerKind })}
          />
          <DateTimeInput label="First opened" value={component.openedAt} onChange={(openedAt) => put({ openedAt })} />
          <Select
            label="Opened in"
            options={[
              { value: 'iso5', label: 'ISO 5 air' },
              { value: 'other', label: 'other air' },
            ]}
            value={component.air}
            onChange={(air) => put({ air })}
          />
          <DecimalInput
            label="In use, by its label"
            optional
            unit="h"
            value={component.labelHours}
            onChange={(labelHours) => put({ labelHours })}
          />
          <DateTimeInput
            label="Reconstituted"
            optional
            value={component.reconstitutedAt}
            onChange={(reconstitutedAt) => put({ reconstitutedAt })}
          />
          <DecimalInput
            label="Stable reconstituted"
            optional
            unit="h"
            value={component.reconstitutedHours}
            onChange={(reconstitutedHours) => put({ reconstitutedHours })}
          />
        </div>
      </details>
    </>
  );
}
