import { Decimal, isUnit, Quantity } from '#domain/quantity';
import type { WorksheetRecord, WorksheetStep } from '../../api/types.js';
import { containerWord, type ContainerWord } from './step-groups.js';

export interface FillPart {
  name: string;
  /** In mL, exact; negative for what is taken out. */
  volumeMl: string;
  state: 'in' | 'now' | 'to-come';
}

/** What is in the container that is worked on, what goes in now, and what is still to come. */
export interface FillPicture {
  what: ContainerWord | 'vial';
  title: string;
  parts: FillPart[];
  /** Share of the picture that is full: before this step and after it, 0 to 1. */
  before: number;
  after: number;
  inMl: string;
  afterMl: string;
}

/** Null where there is nothing to fill: at the inspection and the photo. */
export function fillPicture(record: WorksheetRecord, step: WorksheetStep): FillPicture | null {
  if (step.kind === 'inspect' || step.kind === 'photo') return null;
  if (step.kind === 'open' || step.kind === 'reconstitute') return vialPicture(record, step);
  const word = containerWord(record.steps);
  const parts = record.steps
    .filter((other) => other.cspPosition === step.cspPosition)
    .flatMap((other) => partOf(record, other));
  const title =
    record.containers === 1 ? word : `${word} ${step.cspPosition ?? ''} of ${record.containers}`.replace('  ', ' ');
  return picture(lookOf(word, record.order?.device ?? ''), title, parts, volumeOf(record.finalVolume));
}

const LOOKS: Readonly<Record<string, ContainerWord>> = {
  'ambulatory-pump': 'cassette',
  elastomeric: 'infusor',
  'syringe-pump': 'syringe',
  push: 'syringe',
};
/** Where the steps only say "container", it looks like what its pump takes. */
const lookOf = (word: ContainerWord, device: string): ContainerWord =>
  word === 'container' ? (LOOKS[device] ?? word) : word;

function vialPicture(record: WorksheetRecord, step: WorksheetStep): FillPicture {
  const title = `package ${step.packageIndex ?? ''}`.trim();
  if (step.kind === 'open') return { ...picture('vial', title, [], null), before: 0, after: 0 };
  // Several pours may go into one package, one after the other, since it was opened.
  const until = record.steps.indexOf(step);
  const from = record.steps.findLastIndex((other, i) => i < until && other.kind === 'open');
  const next = record.steps.findIndex((other, i) => i > until && other.kind !== 'reconstitute');
  const pours = record.steps.slice(from + 1, next === -1 ? undefined : next).flatMap((other) => partOf(record, other));
  return picture('vial', 'package being reconstituted', pours, null);
}

const stateOf = (step: WorksheetStep): FillPart['state'] =>
  step.state === 'done' ? 'in' : step.current ? 'now' : 'to-come';

function partOf(record: WorksheetRecord, step: WorksheetStep): FillPart[] {
  const line = record.lines.find(({ id }) => id === step.lineId);
  const name = line?.drugName ?? '';
  const planned = step.volumeMl ?? step.plannedVolumeMl;
  if (step.kind === 'base') {
    const held = line && line.packages > 0 ? volumeOf(line.quantity)?.dividedBy(line.packages) : undefined;
    return held?.isExact() ? [{ name, volumeMl: held.toString(), state: stateOf(step) }] : [];
  }
  if (planned === null || step.kind === 'container') return [];
  return [{ name, volumeMl: step.kind === 'remove-diluent' ? `-${planned}` : planned, state: stateOf(step) }];
}

const volumeOf = ({ value, unit }: { value: string; unit: string }): Decimal | null => {
  if (!isUnit(unit)) return null;
  const quantity = Quantity.of(value, unit);
  return quantity.dimension === 'volume' ? quantity.in('mL').value : null;
};

function picture(what: FillPicture['what'], title: string, parts: FillPart[], final: Decimal | null): FillPicture {
  const sum = (states: readonly FillPart['state'][]): Decimal =>
    parts
      .filter(({ state }) => states.includes(state))
      .reduce((total, part) => total.plus(part.volumeMl), Decimal.ZERO);
  const [inside, after, all] = [sum(['in']), sum(['in', 'now']), sum(['in', 'now', 'to-come'])];
  const most = [after, all, final ?? Decimal.ZERO].reduce((a, b) => (b.gt(a) ? b : a), inside);
  const share = (volume: Decimal): number =>
    most.isPositive() && volume.isPositive() ? Number(volume.dividedBy(most).toFixed(4, 'half-up')) : 0;
  return {
    what,
    title,
    parts,
    before: share(inside),
    after: share(after),
    inMl: inside.toString(),
    afterMl: after.toString(),
  };
}
