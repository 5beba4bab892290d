import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  Badge,
  BudTree,
  budOfCalculation,
  Card,
  DateTime,
  DateTimeInput,
  FindingList,
  RadioCards,
  Select,
  storageWords,
  TextInput,
} from '../../parts/index.js';
import type { BudAnswer } from '../../api/types.js';
import { BudComponents, BudStability } from './bud-lists.js';
import { BudLimits, BudMoves, BudPlace, BudProvision } from './bud-parts.js';
import { BUD_DEFAULTS, budQuestion, type BudField } from './bud-request.js';
import { useFields, type Fields } from './fields.js';
import { bind } from './inputs.js';
import { Calculator } from './result.js';
import { useCalculation } from './use-calculation.js';

const PROVISIONS = [
  { value: 'category', label: 'compounded: Category 1, 2 or 3' },
  { value: 'immediate-use', label: 'for immediate use' },
  { value: 'docked', label: 'docked bag-and-vial system' },
  { value: 'allergenic', label: 'allergenic extracts' },
  { value: 'conventional', label: 'a maker’s product, kept whole' },
];
const STORAGES = [
  { value: 'REF', label: 'Refrigerator', note: '2 to 8 °C' },
  { value: 'CRT', label: 'Room', note: '20 to 25 °C' },
  { value: 'FRZ', label: 'Freezer', note: '-25 to -10 °C' },
];

/** The minute in which the calculator was opened. */
const thisMinute = (): string => new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();

export function BudTab(): JSX.Element {
  const fields = useFields<BudField>('bud', BUD_DEFAULTS);
  const [now] = useState(thisMinute);
  const calculation = useCalculation<BudAnswer>('/calculations/beyond-use-date', budQuestion(fields.values, now));
  return (
    <Calculator
      calculation={calculation}
      onClear={fields.clear}
      copy={budText}
      form={<BudForm fields={fields} now={now} />}
    >
      {(answer) => (
        <>
          <Card>
            <BudTree view={budOfCalculation(answer)} />
          </Card>
          {answer.moves.length > 0 && <Moves answer={answer} />}
        </>
      )}
    </Calculator>
  );
}

function BudForm({ fields, now }: { fields: Fields<BudField>; now: string }): JSX.Element {
  const { provision, start } = fields.values;
  return (
    <>
      <Select label="It is" options={PROVISIONS} {...bind(fields, 'provision')} />
      <DateTimeInput
        label="Preparation starts"
        hint="First manipulation for this preparation or batch"
        value={start === '' ? now : start}
        onChange={(value) => fields.set('start', value)}
      />
      <RadioCards label="Storage" cardWidth="9.5rem" options={STORAGES} {...bind(fields, 'storage')} />
      <BudStability fields={fields} />
      <BudProvision fields={fields} />
      {['category', 'docked', 'allergenic'].includes(provision) && <BudPlace fields={fields} />}
      <TextInput
        label="Drug"
        optional
        hint="Looked up on the list of hazardous drugs"
        maxLength={120}
        {...bind(fields, 'drug')}
      />
      <BudComponents fields={fields} />
      <BudLimits fields={fields} />
      <BudMoves fields={fields} />
    </>
  );
}

const Moves = ({ answer }: { answer: BudAnswer }): JSX.Element => (
  <Card title="After it is moved">
    <div class="stack">
      {answer.moves.map((move, i) => (
        <div class="stack stack-small" key={i}>
          <div class="row">
            <span>
              To {storageWords(move.to)} at <DateTime at={move.at} />:
            </span>
            <strong class="lead">
              <DateTime at={move.beyondUseDate} />
            </strong>
            {!move.accepted && <Badge tone="danger">Refused</Badge>}
            {move.replaceLabel && <Badge tone="warn">New label</Badge>}
            {move.quarantine && <Badge tone="warn">Quarantine</Badge>}
          </div>
          <FindingList findings={move.findings} />
        </div>
      ))}
    </div>
  </Card>
);

function budText(answer: BudAnswer): string {
  const bounds = [...answer.bounds].sort((a, b) => a.until.localeCompare(b.until));
  return [
    answer.beyondUseDateText === null
      ? `No beyond-use date (${answer.decision}); no later than ${answer.ceilingText ?? 'not known'} in any case`
      : `Beyond-use date: ${answer.beyondUseDateText}`,
    `Storage: ${storageWords(answer.storage)}`,
    ...bounds.map((bound) => `${bound.governs ? '> ' : ''}${bound.label}: ${bound.arithmetic} [${bound.source}]`),
    ...answer.findings.map((finding) => `${finding.severity}: ${finding.message}`),
    `Rules: ${answer.rulePacks.join(', ')}`,
  ].join('\n');
}
