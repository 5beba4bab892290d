import type { JSX } from 'preact';
import type { CalculationAnswer, DoseAnswer } from '../../api/types.js';
import { Card, DecimalInput, RadioCards, Select, TextInput } from '../../parts/index.js';
import { DilutionForm } from './dilution-form.js';
import { useFields, type Fields } from './fields.js';
import { bind, DRUG_UNITS } from './inputs.js';
import { RateForm } from './rate-form.js';
import { dilutionQuestion, DOSE_DEFAULTS, doseQuestion, rateQuestion, type DoseField } from './requests.js';
import { AnswerCards, answerText, Calculator, SmallFigures } from './result.js';
import { useCalculation } from './use-calculation.js';

const WORK = [
  { value: 'dose', label: 'Dose' },
  { value: 'dilution', label: 'Dilution' },
  { value: 'rate', label: 'Rate' },
];

export function DoseTab(): JSX.Element {
  const fields = useFields<DoseField>('dose', DOSE_DEFAULTS);
  const chooser = <RadioCards label="Work out" cardWidth="6.5rem" options={WORK} {...bind(fields, 'work')} />;
  const { work } = fields.values;
  const form = { fields, chooser };
  if (work === 'dilution') return <Dilution {...form} />;
  return work === 'rate' ? <Rate {...form} /> : <Dose {...form} />;
}

export interface FormProps {
  fields: Fields<DoseField>;
  chooser: JSX.Element;
}

function Dilution({ fields, chooser }: FormProps): JSX.Element {
  const calculation = useCalculation<CalculationAnswer>('/calculations/dilution', dilutionQuestion(fields.values));
  return (
    <Calculator
      calculation={calculation}
      onClear={fields.clear}
      copy={answerText}
      form={
        <>
          {chooser}
          <DilutionForm fields={fields} />
        </>
      }
    >
      {(answer) => <AnswerCards answer={answer} />}
    </Calculator>
  );
}

function Rate({ fields, chooser }: FormProps): JSX.Element {
  const calculation = useCalculation<CalculationAnswer>('/calculations/infusion-rate', rateQuestion(fields.values));
  return (
    <Calculator
      calculation={calculation}
      onClear={fields.clear}
      copy={answerText}
      form={
        <>
          {chooser}
          <RateForm fields={fields} />
        </>
      }
    >
      {(answer) => <AnswerCards answer={answer} />}
    </Calculator>
  );
}

function Dose({ fields, chooser }: FormProps): JSX.Element {
  const calculation = useCalculation<DoseAnswer>('/calculations/dose', doseQuestion(fields.values));
  return (
    <Calculator
      calculation={calculation}
      onClear={fields.clear}
      copy={(answer) => [...answer.body.map((f) => `${f.label}: ${f.text}`), answerText(answer)].join('\n')}
      form={
        <>
          {chooser}
          <DoseForm fields={fields} />
        </>
      }
    >
      {(answer) => (
        <AnswerCards answer={answer}>
          {answer.body.length > 0 && (
            <Card title="Body">
              <SmallFigures figures={answer.body} />
            </Card>
          )}
        </AnswerCards>
      )}
    </Calculator>
  );
}

const BASES = [
  { value: 'per-kg', label: 'per kg of body weight' },
  { value: 'per-m2', label: 'per m² of body surface' },
  { value: 'flat', label: 'as it is' },
  { value: 'auc', label: 'by target AUC (Calvert, carboplatin)' },
  { value: 'none', label: 'none: body surface, weights, clearance only' },
];

function DoseForm({ fields }: { fields: Fields<DoseField> }): JSX.Element {
  const { basis, unit } = fields.values;
  const amount = { 'per-kg': 'Dose per kg', 'per-m2': 'Dose per m²', auc: 'Target AUC' }[basis] ?? 'Dose';
  return (
    <>
      <Select label="The dose is given" options={BASES} {...bind(fields, 'basis')} />
      {basis !== 'none' && (
        <DecimalInput
          label={amount}
          autoFocus
          {...bind(fields, 'dose')}
          {...(basis === 'auc'
            ? { hint: 'mg/mL·min' }
            : { unit, units: DRUG_UNITS, onUnit: (value: string) => fields.set('unit', value) })}
        />
      )}
      <BodyFields fields={fields} />
      <details open={basis === 'auc' || basis === 'none'}>
        <summary>Kidney function</summary>
        <div class="stack">
          <KidneyFields fields={fields} />
        </div>
      </details>
      {basis !== 'none' && (
        <details>
          <summary>Limits and rounding</summary>
          <div class="stack">
            <DecimalInput label="Highest dose" optional unit={unit} {...bind(fields, 'maximum')} />
            <DecimalInput label="Round to a multiple of" optional unit={unit} {...bind(fields, 'roundTo')} />
            <DecimalInput
              label="Vial content"
              optional
              unit={unit}
              hint="Shows the dose in whole vials, where that changes it by 10 % or less."
              {...bind(fields, 'vial')}
            />
          </div>
        </details>
      )}
    </>
  );
}

function BodyFields({ fields }: { fields: Fields<DoseField> }): JSX.Element {
  return (
    <>
      <div class="columns-2">
        <DecimalInput
          label="Weight"
          {...bind(fields, 'weight')}
          unit={fields.values.weightUnit}
          units={[
            { value: 'kg', label: 'kg' },
            { value: '[lb_av]', label: 'lb' },
            { value: 'g', label: 'g' },
          ]}
          onUnit={(unit) => fields.set('weightUnit', unit)}
        />
        <DecimalInput
          label="Height"
          {...bind(fields, 'height')}
          unit={fields.values.heightUnit}
          units={[
            { value: 'cm', label: 'cm' },
            { value: '[in_i]', label: 'in' },
            { value: 'm', label: 'm' },
          ]}
          onUnit={(unit) => fields.set('heightUnit', unit)}
        />
        <Select
          label="Weight to use"
          options={[
            { value: 'actual', label: 'actual' },
            { value: 'ideal', label: 'ideal' },
            { value: 'adjusted', label: 'adjusted' },
          ]}
          {...bind(fields, 'weightUsed')}
        />
        <Select
          label="Surface by"
          options={[
            { value: 'mosteller', label: 'Mosteller' },
            { value: 'dubois', label: 'DuBois' },
          ]}
          {...bind(fields, 'surface')}
        />
        <Select
          label="Sex"
          optional
          placeholder="not given"
          options={[
            { value: 'female', label: 'female' },
            { value: 'male', label: 'male' },
          ]}
          {...bind(fields, 'sex')}
        />
        <TextInput label="Age" suffix="years" maxLength={3} {...bind(fields, 'age')} />
      </div>
    </>
  );
}

function KidneyFields({ fields }: { fields: Fields<DoseField> }): JSX.Element {
  return (
    <>
      <div class="columns-2">
        <DecimalInput label="Serum creatinine" optional hint="mg/dL" {...bind(fields, 'creatinine')} />
        <DecimalInput label="Lowest counted" optional hint="mg/dL" {...bind(fields, 'floor')} />
        <DecimalInput label="Measured GFR" optional hint="mL/min" {...bind(fields, 'gfr')} />
        <DecimalInput label="GFR cap" optional hint="mL/min; 125 when left out" {...bind(fields, 'gfrCap')} />
      </div>
    </>
  );
}
