import type { JSX } from 'preact';
import { Button, Card, CheckBox, DecimalInput, RadioCards, Select, TextInput } from '../../parts/index.js';
import { FieldError } from '../../parts/field.js';
import { STORAGES, storageShort } from '../desk/words.js';
import type { EditorState } from './edit-formula.js';
import { bind } from './preparation-fields.js';

/** Storage, and how long at most; the standard's own limits hold beside it. */
export function LastingFields({ editor }: { editor: EditorState }): JSX.Element {
  const { draft, change } = editor;
  return (
    <Card title="Storage and beyond-use date">
      <div class="stack">
        <RadioCards
          label="Stored"
          options={STORAGES}
          value={draft.storage}
          onChange={(storage) => change({ storage })}
        />
        <fieldset class="stack stack-small">
          <legend class="field-label">Never longer than</legend>
          <div class="columns-3">
            {STORAGES.map(({ value }) => (
              <TextInput
                key={value}
                label={storageShort(value)}
                optional
                suffix="h"
                maxLength={5}
                value={draft.maximumHours[value]}
                onChange={(hours) => change({ maximumHours: { ...draft.maximumHours, [value]: hours } })}
                error={editor.error(`maximumBudHours.${value}`)}
              />
            ))}
          </div>
        </fieldset>
        <p class="small quiet">
          A longer time than the standard or the evidence allows is never given, whatever stands here.
        </p>
        <TextInput label="Stability reference" lines maxLength={2000} {...bind(editor, 'stabilityReference')} />
        <CheckBox
          label="Protect from light"
          checked={draft.lightProtection}
          onChange={(lightProtection) => change({ lightProtection })}
        />
      </div>
    </Card>
  );
}

export function CheckFields({ editor }: { editor: EditorState }): JSX.Element {
  const { draft, change } = editor;
  const { checks } = draft;
  const put = (index: number, part: Partial<(typeof checks)[number]>): void =>
    change({ checks: checks.map((check, i) => (i === index ? { ...check, ...part } : check)) });
  return (
    <Card title="Steps and checks">
      <div class="stack">
        <TextInput
          label="Appearance"
          hint="What the finished preparation looks like"
          maxLength={500}
          {...bind(editor, 'appearance')}
        />
        <div class="columns-2">
          <TextInput label="Equipment" optional lines hint="One a line" {...bind(editor, 'equipment')} />
          <TextInput label="Precautions" optional lines hint="One a line" {...bind(editor, 'precautions')} />
        </div>
        <TextInput
          label="Further steps"
          optional
          lines
          hint="One a line, after mixing"
          {...bind(editor, 'extraSteps')}
        />
        <fieldset class="stack stack-small">
          <legend class="field-label">Quality checks</legend>
          {checks.map((check, i) => (
            <div class="allergy-row" key={i}>
              <TextInput
                label={`Check ${i + 1}`}
                value={check.check}
                onChange={(text) => put(i, { check: text })}
                error={editor.error(`qualityChecks[${i}].check`)}
              />
              <TextInput
                label="Expected"
                value={check.expected}
                onChange={(expected) => put(i, { expected })}
                error={editor.error(`qualityChecks[${i}].expected`)}
              />
              <Button kind="plain" icon="close" onClick={() => change({ checks: checks.filter((_, n) => n !== i) })}>
                Remove
              </Button>
            </div>
          ))}
          {checks.length === 0 && <FieldError id="checks-error" error={editor.error('qualityChecks')} />}
          <div>
            <Button
              size="small"
              icon="plus"
              onClick={() => change({ checks: [...checks, { check: '', expected: '' }] })}
            >
              Add a check
            </Button>
          </div>
        </fieldset>
      </div>
    </Card>
  );
}

const RATE_UNITS = ['mg/min', 'mg/h', 'mg/kg/h', 'mg/kg/min', 'g/h', 'mmol/h', 'meq/h', '[iU]/h', '[iU]/kg/h'].map(
  (value) => ({ value, label: value.replace('[iU]', 'units').replace('meq', 'mEq') }),
);

export function GivingFields({ editor }: { editor: EditorState }): JSX.Element {
  const { draft, change } = editor;
  const known = RATE_UNITS.some(({ value }) => value === draft.rateUnit);
  return (
    <Card title="Giving and labeling">
      <div class="stack">
        <div class="columns-3">
          <DecimalInput label="Highest rate" optional {...bind(editor, 'rate', 'rateLimit.maximum')} />
          <Select
            label="Unit of the rate"
            options={known ? RATE_UNITS : [...RATE_UNITS, { value: draft.rateUnit, label: draft.rateUnit }]}
            value={draft.rateUnit}
            onChange={(rateUnit) => change({ rateUnit })}
          />
          <TextInput
            label="Shortest time"
            optional
            suffix="min"
            maxLength={5}
            {...bind(editor, 'rateMinutes', 'rateLimit.minimumMinutes')}
          />
        </div>
        <TextInput
          label="Source of the rate"
          optional={draft.rate === '' && draft.rateMinutes === ''}
          maxLength={500}
          {...bind(editor, 'rateSource', 'rateLimit.source')}
        />
        <div class="columns-2">
          <TextInput label="Filter" optional hint="0.22 micron in line" maxLength={200} {...bind(editor, 'filter')} />
          <TextInput label="Overfill" optional maxLength={500} {...bind(editor, 'overfillNote')} />
        </div>
        <TextInput label="Label warnings" optional lines hint="One a line" {...bind(editor, 'labelWarnings')} />
      </div>
    </Card>
  );
}
