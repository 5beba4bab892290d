import type { JSX } from 'preact';
import type { DoseBasis } from '#domain/order';
import { query as queryString } from '../../api/client.js';
import type { Drug } from '../../api/types.js';
import { showDecimal, showUnit } from '../../format.js';
import { Badge, Button, Combobox, DecimalInput, Select, type Option } from '../../parts/index.js';
import { surfaceOf } from '../patients/draft.js';
import { bodyOf, calculatedDose, type DraftDrug, type DraftLine } from './draft.js';
import type { FormState } from './order-form.js';

const UNITS: readonly Option[] = ['mg', 'g', 'ug', 'mmol', 'meq', '[iU]'].map((value) => ({
  value,
  label: showUnit(value),
}));
const BASES: readonly Option<DoseBasis>[] = [
  { value: 'flat', label: 'Dose as it is' },
  { value: 'per-m2', label: 'Dose per m²' },
  { value: 'per-kg', label: 'Dose per kg' },
];

function DrugPicker(props: {
  label: string;
  kind: 'drug' | 'base-solution';
  optional?: boolean;
  value: DraftDrug | null;
  onChange: (drug: DraftDrug | null) => void;
  error: string | undefined;
}): JSX.Element {
  return (
    <Combobox<DraftDrug>
      label={props.label}
      optional={props.optional ?? false}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
      search={(q) => `/drugs${queryString({ q, kind: props.kind, limit: 20 })}`}
      show={(drug) => drug.displayName}
      note={(drug) => marks(drug)}
      keyOf={(drug) => drug.id}
    />
  );
}

const marks = (drug: Pick<Drug, 'hazard' | 'highAlert'>): string =>
  [drug.hazard !== 'none' && 'hazardous', drug.highAlert && 'high alert'].filter(Boolean).join(', ');

/** One drug: its dose in one container, as it is or worked out from the body measure of the day. */
export function LineFields(props: {
  index: number;
  line: DraftLine;
  form: FormState;
  onChange: (part: Partial<DraftLine>) => void;
  onRemove: (() => void) | undefined;
}): JSX.Element {
  const { line, index, form, onChange } = props;
  const error = (field: string): string | undefined => form.error(`lines.${index}.${field}`);
  const units = { unit: line.unit, units: UNITS, onUnit: (unit: string) => onChange({ unit }) };
  const several = form.draft.lines.length > 1;
  return (
    <fieldset class="stack stack-small order-line" aria-label={`Drug ${index + 1}`}>
      <div class="order-line-first">
        <DrugPicker
          label={several ? `Drug ${index + 1}` : 'Drug'}
          kind="drug"
          value={line.drug}
          onChange={(drug) => onChange({ drug })}
          error={error('drugId')}
        />
        <Select label="Prescribed as" options={BASES} value={line.basis} onChange={(basis) => onChange({ basis })} />
        {line.basis === 'flat' && (
          <DecimalInput
            label="Dose"
            required
            value={line.dose}
            onChange={(dose) => onChange({ dose })}
            error={error('dose')}
            {...units}
          />
        )}
      </div>
      {line.basis !== 'flat' && <BodyDose line={line} error={error} onChange={onChange} units={units} form={form} />}
      <div class="row">
        {line.drug?.highAlert && (
          <Badge tone="warn" icon="warning">
            High alert
          </Badge>
        )}
        {props.onRemove && (
          <Button size="small" kind="plain" icon="close" onClick={props.onRemove}>
            Take out drug {index + 1}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function BodyDose(props: {
  line: DraftLine;
  form: FormState;
  error: (field: string) => string | undefined;
  onChange: (part: Partial<DraftLine>) => void;
  units: { unit: string; units: readonly Option[]; onUnit: (unit: string) => void };
}): JSX.Element {
  const { line, error, onChange, units } = props;
  const { patient } = props.form.draft;
  const per = line.basis === 'per-kg' ? 'kg' : 'm²';
  const calculated = calculatedDose(line);
  const own = bodyOf(patient, line.basis);
  const surface = line.basis === 'per-m2' && patient && surfaceOf(patient.weightKg ?? '', patient.heightCm ?? '');
  const source = own
    ? `${line.basis === 'per-kg' ? 'Weight' : 'Surface'} on record: ${showDecimal(own)} ${per}${surface ? `, Mosteller ${surface.working}` : ''}, measured ${patient?.measuredOn ?? 'on an unknown day'}`
    : 'The patient’s record has none: key what the prescriber used.';
  return (
    <>
      <div class="columns-3">
        <DecimalInput
          label={`Dose per ${per}`}
          value={line.basisDose}
          onChange={(basisDose) => onChange({ basisDose })}
          error={error('basisDose')}
          {...units}
        />
        <DecimalInput
          label={line.basis === 'per-kg' ? 'Weight used' : 'Surface used'}
          value={line.body}
          onChange={(body) => onChange({ body })}
          error={error('bodyMeasure')}
          unit={line.basis === 'per-kg' ? 'kg' : 'm2'}
        />
        <DecimalInput
          label="Dose"
          unit={line.unit}
          value={line.dose}
          onChange={(dose) => onChange({ dose })}
          error={error('dose')}
        />
      </div>
      <p class="small" role="status">
        {calculated && <b>{calculated.working}</b>} <span class="quiet">{source}</span>
        {calculated && line.doseKept && line.dose !== calculated.dose.value && (
          <>
            {' '}
            <Button size="small" kind="plain" onClick={() => onChange({ doseKept: false })}>
              Use the calculated dose
            </Button>
          </>
        )}
      </p>
    </>
  );
}

export function BaseFields({ form }: { form: FormState }): JSX.Element {
  const { draft } = form;
  return (
    <div class="columns-2">
      <DrugPicker
        label="Base solution"
        kind="base-solution"
        optional
        value={draft.base}
        onChange={(base) => form.change({ base })}
        error={form.error(`lines.${draft.lines.length}.drugId`)}
      />
      <DecimalInput
        label="Volume"
        optional={draft.base === null}
        unit="mL"
        value={draft.baseVolume}
        onChange={(baseVolume) => form.change({ baseVolume })}
        error={form.error('baseVolume') ?? form.error(`lines.${draft.lines.length}.dose`)}
      />
    </div>
  );
}
