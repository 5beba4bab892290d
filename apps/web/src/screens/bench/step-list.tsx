import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { WorksheetRecord, WorksheetStep } from '../../api/types.js';
import { showDecimal } from '../../format.js';
import { Icon, StepProgress } from '../../parts/index.js';
import { stepGroups, stepWords, type StepGroup } from './step-groups.js';

/** All steps, by container; the group that is worked on is open and in view. */
export function StepList({ record }: { record: WorksheetRecord }): JSX.Element {
  const groups = stepGroups(record);
  const box = useRef<HTMLElement>(null);
  const current = record.steps.find((step) => step.current)?.id;
  useEffect(() => {
    const list = box.current;
    const row = list?.querySelector<HTMLElement>('[aria-current="step"]');
    if (list && row) list.scrollTop = row.offsetTop - list.clientHeight / 3;
  }, [current]);
  return (
    <aside class="card step-list" aria-label="All steps" ref={box} tabIndex={0}>
      <StepProgress done={record.steps.filter(({ state }) => state === 'done').length} total={record.steps.length} />
      {groups.map((group) => (
        <Group key={group.key} group={group} record={record} />
      ))}
    </aside>
  );
}

function Group({ group, record }: { group: StepGroup; record: WorksheetRecord }): JSX.Element {
  const done = group.done === group.steps.length;
  const box = useRef<HTMLDetailsElement>(null);
  // Opens and folds as the work moves on; in between it stays as the person left it.
  useEffect(() => {
    if (box.current) box.current.open = group.current;
  }, [group.current]);
  return (
    <details ref={box} data-done={done} data-current={group.current}>
      <summary>
        <Icon name={done ? 'ok' : group.current ? 'right' : 'clock'} size={20} />
        <span class="grow">{group.title}</span>
        <span class="small quiet nowrap">{done ? 'Done' : `${group.done} of ${group.steps.length}`}</span>
      </summary>
      <ol>
        {group.steps.map((step) => (
          <Row key={step.id} step={step} record={record} />
        ))}
      </ol>
    </details>
  );
}

const WORDS: Readonly<Record<WorksheetStep['state'], string>> = {
  pending: 'to do',
  scanned: 'scanned',
  done: 'done',
};

function Row({ step, record }: { step: WorksheetStep; record: WorksheetRecord }): JSX.Element {
  const volume = step.volumeMl ?? step.plannedVolumeMl;
  return (
    <li class="step-row" data-state={step.state} aria-current={step.current ? 'step' : undefined}>
      <Icon
        name={step.state === 'done' ? 'ok' : step.state === 'scanned' ? 'scan' : step.current ? 'right' : 'clock'}
        size={18}
      />
      <span>
        {stepWords(step, record)}
        <span class="only-read-aloud">, {WORDS[step.state]}</span>
      </span>
      {volume !== null && <span class="nowrap strong">{showDecimal(volume)} mL</span>}
    </li>
  );
}
