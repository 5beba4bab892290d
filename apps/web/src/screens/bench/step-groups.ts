import type { WorksheetRecord, WorksheetStep } from '../../api/types.js';

export interface StepGroup {
  key: string;
  title: string;
  steps: WorksheetStep[];
  done: number;
  /** The next step is in it. */
  current: boolean;
}

const WORDS = ['cassette', 'syringe', 'infusor', 'bottle', 'bag'] as const;
export type ContainerWord = (typeof WORDS)[number] | 'container';

/** What the filled thing is called on this worksheet; the instructions say it. */
export function containerWord(steps: readonly WorksheetStep[]): ContainerWord {
  const text = steps
    .filter((step) => step.kind === 'base' || step.kind === 'container' || step.kind === 'photo')
    .map((step) => step.instruction.toLowerCase())
    .join(' ');
  return WORDS.find((word) => text.includes(word)) ?? 'container';
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function titleOf(step: WorksheetStep, record: WorksheetRecord, word: ContainerWord): string {
  if (step.cspPosition !== null)
    return record.containers === 1 ? capital(word) : `${capital(word)} ${step.cspPosition} of ${record.containers}`;
  if (step.kind === 'inspect' || step.kind === 'photo') return 'Finish';
  return record.steps.some(({ kind }) => kind === 'reconstitute') ? 'Open and reconstitute' : 'Open';
}

/** The steps as people speak of them: what is prepared first, each container, what finishes it. Neighbors only. */
export function stepGroups(record: WorksheetRecord): StepGroup[] {
  const word = containerWord(record.steps);
  const groups: StepGroup[] = [];
  for (const step of record.steps) {
    const title = titleOf(step, record, word);
    let group = groups.at(-1);
    if (group?.title !== title) {
      group = { key: `${title}-${step.id}`, title, steps: [], done: 0, current: false };
      groups.push(group);
    }
    group.steps.push(step);
    if (step.state === 'done') group.done++;
    if (step.current) group.current = true;
  }
  return groups;
}

/** The first sentence is read from a metre away; what follows stands under it, smaller. `B. Braun` ends no sentence. */
export function firstSentence(instruction: string): { say: string; rest: string } {
  const end = /(?<!\b[A-Z])[.!?](?= +[A-Z])/.exec(instruction);
  if (!end) return { say: instruction, rest: '' };
  const at = end.index + end[0].length;
  return { say: instruction.slice(0, at), rest: instruction.slice(at).trim() };
}

/** What a step takes, by the name of the drug; the product's own where it has none. */
export const drugOf = (step: WorksheetStep, record: Pick<WorksheetRecord, 'lines'>): string =>
  record.lines.find(({ id }) => id === step.lineId)?.drugName ?? step.scanTarget ?? '';

/**
 * What to hold before the scanner, in few words. A container that was opened for this worksheet is named by its tag, which is
 * known since it was opened.
 */
export function scanWords(step: WorksheetStep, record: Pick<WorksheetRecord, 'lines' | 'steps'>): string {
  const drug = drugOf(step, record);
  if (step.kind === 'open' || step.kind === 'base' || step.kind === 'container') return drug;
  const opened = record.steps.find(
    (other) => other.kind === 'open' && other.lineId === step.lineId && other.packageIndex === step.packageIndex,
  );
  const tag = opened?.openContainerNumber;
  return `${drug}, package ${step.packageIndex ?? 1}${tag ? `: ${tag}` : ''}`;
}

/** Few words for a list: the whole sentence stands beside it, large. */
export function stepWords(step: WorksheetStep, record: Pick<WorksheetRecord, 'lines'>): string {
  const target = drugOf(step, record);
  switch (step.kind) {
    case 'open':
      return `Open ${target}, package ${step.packageIndex ?? 1}`;
    case 'reconstitute':
      return `Reconstitute with ${target}`;
    case 'base':
    case 'container':
      return `Take ${target}`;
    case 'remove-diluent':
      return 'Take diluent out';
    case 'draw':
      return `Add ${target}`;
    case 'fill-diluent':
      return `Fill up with ${target}`;
    case 'inspect':
      return 'Inspect and count';
    case 'photo':
      return 'Photograph';
  }
}
