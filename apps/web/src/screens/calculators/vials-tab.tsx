import type { JSX } from 'preact';
import type { VialsAnswer } from '../../api/types.js';
import { Button, Card, DecimalInput, RadioCards, Table, TextInput } from '../../parts/index.js';
import { useFields } from './fields.js';
import { bind, DRUG_UNITS, Entry, listOf, type ListEditor } from './inputs.js';
import { EMPTY_VIAL, VIALS_DEFAULTS, vialsQuestion, type VialValues } from './vials-request.js';
import { AnswerCards, answerText, Calculator } from './result.js';
import { useCalculation } from './use-calculation.js';

export function VialsTab(): JSX.Element {
  const fields = useFields('vials', VIALS_DEFAULTS);
  const vials = listOf(fields, 'vials', EMPTY_VIAL);
  const calculation = useCalculation<VialsAnswer>('/calculations/vials', vialsQuestion(fields.values));
  return (
    <Calculator
      calculation={calculation}
      onClear={fields.clear}
      copy={(answer) =>
        [
          ...answer.draws.map((d) => `${d.vials} x ${d.name}: draw ${d.drawn} (${d.amount}) from each`),
          answerText(answer),
        ].join('\n')
      }
      form={
        <>
          <DecimalInput
            label="Dose to make"
            autoFocus
            {...bind(fields, 'dose')}
            unit={fields.values.unit}
            units={DRUG_UNITS}
            onUnit={(unit) => fields.set('unit', unit)}
          />
          {vials.items.map((vial, i) => (
            <VialEntry key={i} vials={vials} vial={vial} index={i} />
          ))}
          {vials.items.length < 6 && (
            <Button icon="plus" onClick={vials.add}>
              Add another vial size
            </Button>
          )}
        </>
      }
    >
      {(answer) => (
        <AnswerCards answer={answer}>
          {answer.draws.length > 0 && <Draws answer={answer} />}
          {answer.reconstituted.length > 0 && <Reconstituted answer={answer} />}
        </AnswerCards>
      )}
    </Calculator>
  );
}

const FORMS = [
  { value: 'powder', label: 'Powder' },
  { value: 'solution', label: 'Solution' },
];

function VialEntry(props: { vials: ListEditor<VialValues>; vial: VialValues; index: number }): JSX.Element {
  const { vials, vial, index } = props;
  const put = (part: Partial<VialValues>): void => vials.put(index, part);
  return (
    <Entry
      title={vials.items.length > 1 ? `Vial ${index + 1}` : 'Vial'}
      onRemove={vials.items.length > 1 ? () => vials.remove(index) : undefined}
    >
      <TextInput label="Name" optional value={vial.name} onChange={(name) => put({ name })} maxLength={120} />
      <RadioCards
        label="Content"
        cardWidth="7rem"
        options={FORMS}
        value={vial.form}
        onChange={(form) => put({ form })}
      />
      <DecimalInput
        label="Drug in one vial"
        value={vial.content}
        onChange={(content) => put({ content })}
        unit={vial.contentUnit}
        units={DRUG_UNITS}
        onUnit={(contentUnit) => put({ contentUnit })}
      />
      <div class="columns-2">
        {vial.form === 'powder' ? (
          <>
            <DecimalInput
              label="Diluent added"
              unit="mL"
              value={vial.diluentMl}
              onChange={(diluentMl) => put({ diluentMl })}
            />
            <DecimalInput
              label="Powder volume"
              unit="mL"
              value={vial.displacementMl}
              onChange={(displacementMl) => put({ displacementMl })}
            />
            <DecimalInput
              label="Final volume"
              unit="mL"
              value={vial.finalVolumeMl}
              onChange={(finalVolumeMl) => put({ finalVolumeMl })}
            />
          </>
        ) : (
          <>
            <DecimalInput
              label="Strength"
              unit={vial.contentUnit}
              value={vial.amount}
              onChange={(amount) => put({ amount })}
            />
            <DecimalInput label="in" unit="mL" value={vial.perMl} onChange={(perMl) => put({ perMl })} />
          </>
        )}
        <TextInput
          label="At hand"
          suffix="vials"
          value={vial.available}
          onChange={(available) => put({ available })}
          maxLength={4}
        />
      </div>
    </Entry>
  );
}

const Draws = ({ answer }: { answer: VialsAnswer }): JSX.Element => (
  <Table
    label="What to draw from which vials"
    rows={answer.draws}
    keyOf={(draw) => `${draw.index} ${draw.from}`}
    columns={[
      { key: 'vials', title: 'Vials', number: true, cell: (draw) => <strong class="lead">{draw.vials}</strong> },
      {
        key: 'name',
        title: 'Vial',
        cell: (draw) => `${draw.name || `Vial ${draw.index + 1}`}, ${draw.from === 'whole' ? 'all of it' : 'a part'}`,
      },
      {
        key: 'drawn',
        title: 'Draw from each',
        number: true,
        cell: (draw) => <strong class="lead">{draw.drawn}</strong>,
      },
      { key: 'amount', title: 'Drug from each', number: true, cell: (draw) => draw.amount },
    ]}
  />
);

const Reconstituted = ({ answer }: { answer: VialsAnswer }): JSX.Element => (
  <Card title="Once reconstituted">
    <div class="stack">
      {answer.reconstituted.map((vial) => (
        <dl class="key-values key-values-stacked" key={vial.index}>
          {(
            [
              ['Vial', vial.name || `Vial ${vial.index + 1}`],
              ['Strength', vial.concentration],
              ['Volume', vial.finalVolume],
              ['Diluent', vial.diluentVolume],
              ['Powder volume', vial.displacement],
            ] as const
          ).map(
            ([name, value]) =>
              value !== null && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      ))}
    </div>
  </Card>
);
