import { dosesInSupply } from '#domain/dose';
import { orderTitle, type Device, type DoseBasis, type Route, type Schedule } from '#domain/order';
import { BodyDose, isUnit, Quantity, type QuantityJson } from '#domain/quantity';
import type { Drug, Order, OrderRequest, Patient, Storage } from '../../api/types.js';
import { showDecimal, showUnit } from '../../format.js';
import { readDecimal } from '../../parts/decimal-text.js';

/** What the form needs of a drug. */
export type DraftDrug = Pick<Drug, 'id' | 'name' | 'displayName' | 'hazard' | 'highAlert'>;

export interface DraftLine {
  drug: DraftDrug | null;
  dose: string;
  unit: string;
  basis: DoseBasis;
  basisDose: string;
  /** kg or m² that was used. */
  body: string;
  /** The dose was keyed and not taken from the calculation, for example rounded by the prescriber. */
  doseKept: boolean;
}

/** A prescription as it is keyed: decimals as text. */
export interface OrderDraft {
  patient: Patient | null;
  lines: readonly DraftLine[];
  base: DraftDrug | null;
  baseVolume: string;
  route: Route;
  schedule: Schedule;
  /** Hours. */
  interval: string;
  duration: string;
  durationUnit: 'min' | 'h';
  containers: string;
  /** The number was keyed, so that it no longer follows from the days. */
  containersKept: boolean;
  days: string;
  storage: Storage;
  device: Device;
  neededAt: string;
  prescriber: string;
  indication: string;
  directions: string;
  changeReason: string;
}

export const EMPTY_LINE: DraftLine = {
  drug: null,
  dose: '',
  unit: 'mg',
  basis: 'flat',
  basisDose: '',
  body: '',
  doseKept: false,
};

export const EMPTY_ORDER: OrderDraft = {
  patient: null,
  lines: [EMPTY_LINE],
  base: null,
  baseVolume: '',
  route: 'IV',
  schedule: 'intermittent',
  interval: '',
  duration: '',
  durationUnit: 'min',
  containers: '',
  containersKept: false,
  days: '',
  storage: 'REF',
  device: 'gravity',
  neededAt: '',
  prescriber: '',
  indication: '',
  directions: '',
  changeReason: '',
};

/** Exact decimal text of what was keyed; undefined for nothing and for what is no number above zero. */
export function positive(text: string): string | undefined {
  const read = readDecimal(text);
  return read.ok && /[1-9]/.test(read.value) ? read.value : undefined;
}

function whole(text: string): number | undefined {
  const value = positive(text);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

const minutesOf = (text: string, unit: 'min' | 'h'): number | undefined => {
  const value = positive(text);
  if (value === undefined) return undefined;
  const minutes = Quantity.of(value, unit).in('min').value;
  return minutes.isInteger() ? Number(minutes.toString()) : undefined;
};

export const durationMinutes = (draft: OrderDraft): number | undefined => minutesOf(draft.duration, draft.durationUnit);
export const intervalMinutes = (draft: OrderDraft): number | undefined => minutesOf(draft.interval, 'h');

/** Containers that the days take: every start of an intermittent order, every part begun of a continuous one. */
export function suggestedContainers(draft: OrderDraft): number | undefined {
  if (draft.schedule === 'once') return 1;
  const each = draft.schedule === 'intermittent' ? intervalMinutes(draft) : durationMinutes(draft);
  const days = whole(draft.days);
  if (each === undefined || days === undefined) return undefined;
  return dosesInSupply({ every: Quantity.of(each, 'min'), duration: Quantity.of(days, 'd') }).result.doses;
}

/** Takes a change in; containers follow the days until somebody keys a number of containers. */
export function changed(draft: OrderDraft, part: Partial<OrderDraft>): OrderDraft {
  const next = { ...draft, ...part };
  if (part.containers !== undefined) return { ...next, containersKept: part.containers.trim() !== '' };
  if (next.containersKept) return next;
  const suggested = suggestedContainers(next);
  return suggested === undefined ? next : { ...next, containers: String(suggested) };
}

/** The dose that the body measure gives, exactly; undefined while something is missing. */
export function calculatedDose(line: DraftLine): { dose: QuantityJson; working: string } | undefined {
  const [per, body] = [positive(line.basisDose), positive(line.body)];
  if (line.basis === 'flat' || per === undefined || body === undefined || !isUnit(line.unit)) return undefined;
  const measure = line.basis === 'per-kg' ? 'kg' : 'm2';
  const dose = BodyDose.of(Quantity.of(per, line.unit), measure).for(Quantity.of(body, measure)).in(line.unit);
  const value = dose.value.toString();
  const unit = showUnit(measure);
  return {
    dose: { value, unit: line.unit },
    working: `${showDecimal(per)} ${showUnit(line.unit)}/${unit} × ${showDecimal(body)} ${unit} = ${showDecimal(value)} ${showUnit(line.unit)}`,
  };
}

/** The body measure that the patient's record has for this basis. */
export const bodyOf = (patient: Patient | null, basis: DoseBasis): string =>
  (basis === 'per-kg' ? patient?.weightKg : basis === 'per-m2' ? patient?.bodySurfaceM2 : null) ?? '';

/** Takes a change of a line in; the dose follows the calculation until it is keyed. */
export function changedLine(line: DraftLine, part: Partial<DraftLine>): DraftLine {
  const next = { ...line, ...part };
  if (part.dose !== undefined) return { ...next, doseKept: next.basis !== 'flat' };
  if (next.basis === 'flat' || next.doseKept) return next;
  const calculated = calculatedDose(next);
  return calculated ? { ...next, dose: calculated.dose.value } : next;
}

const quantity = (value: string | undefined, unit: string): Quantity | undefined =>
  value === undefined || !isUnit(unit) ? undefined : Quantity.of(value, unit);

/** The prescription on one line, as far as it is keyed; undefined while there is no dose of any drug. */
export function titleOf(draft: OrderDraft): string | undefined {
  const additives = draft.lines.flatMap((line) => {
    const dose = quantity(positive(line.dose), line.unit);
    return line.drug && dose ? [{ role: 'additive' as const, drugName: line.drug.name, dose }] : [];
  });
  if (additives.length === 0) return undefined;
  const volume = quantity(positive(draft.baseVolume), 'mL');
  const base = draft.base && volume ? [{ role: 'base' as const, drugName: draft.base.name, dose: volume }] : [];
  const minutes = durationMinutes(draft);
  const title = orderTitle({
    lines: [...additives, ...base],
    route: draft.route,
    schedule: draft.schedule,
    durationMinutes: minutes ?? 1,
    intervalMinutes: intervalMinutes(draft) ?? null,
  });
  const known = minutes === undefined ? `${title.slice(0, title.lastIndexOf(' over '))} over …` : title;
  const everyMissing = draft.schedule === 'intermittent' && intervalMinutes(draft) === undefined;
  return everyMissing ? known.replace(/ once over /, ' every … over ') : known;
}

/** What keeps the prescription from being sent, by the name of the field in the request. */
export function missingIn(draft: OrderDraft, change: boolean): Record<string, string> {
  const missing: Record<string, string> = {};
  const need = (field: string, there: unknown, message: string): void => {
    if (there === undefined || there === null || there === '') missing[field] = message;
  };
  need('patientId', draft.patient, 'Choose the patient.');
  draft.lines.forEach((line, i) => {
    need(`lines.${i}.drugId`, line.drug, 'Choose the drug.');
    need(`lines.${i}.dose`, positive(line.dose), 'Enter the dose in one container.');
    if (line.basis === 'flat') return;
    need(`lines.${i}.basisDose`, positive(line.basisDose), 'Enter the dose as prescribed.');
    need(`lines.${i}.bodyMeasure`, positive(line.body), 'Enter the measure that was used.');
  });
  if (draft.base) need('baseVolume', positive(draft.baseVolume), 'Enter the volume of the base solution.');
  need('durationMinutes', durationMinutes(draft), 'Enter how long one container runs, in whole minutes.');
  if (draft.schedule === 'intermittent')
    need('intervalMinutes', intervalMinutes(draft), 'Enter the hours from one dose to the next.');
  need('containers', whole(draft.containers), 'Enter how many containers.');
  if (draft.days.trim() !== '') need('daysSupply', whole(draft.days), 'Enter whole days.');
  need('prescriber', draft.prescriber.trim(), 'Enter the prescriber.');
  if (change && draft.changeReason.trim().length < 3) missing.changeReason = 'Say why the prescription changes.';
  return missing;
}

/** The request; call it when nothing is missing. */
export function requestOf(draft: OrderDraft): OrderRequest {
  const set = (text: string): string | undefined => text.trim() || undefined;
  const interval = draft.schedule === 'intermittent' ? intervalMinutes(draft) : undefined;
  const days = whole(draft.days);
  return {
    patientId: draft.patient?.id ?? '',
    lines: [...draft.lines.map(lineRequest), ...baseRequest(draft)],
    route: draft.route,
    schedule: draft.schedule,
    durationMinutes: durationMinutes(draft) ?? 0,
    ...(interval !== undefined && { intervalMinutes: interval }),
    containers: whole(draft.containers) ?? 0,
    ...(days !== undefined && { daysSupply: days }),
    storage: draft.storage,
    device: draft.device,
    ...(draft.neededAt && { neededAt: draft.neededAt }),
    prescriber: draft.prescriber.trim(),
    ...(set(draft.indication) && { indication: draft.indication.trim() }),
    ...(set(draft.directions) && { directions: draft.directions.trim() }),
  };
}

function lineRequest(line: DraftLine): OrderRequest['lines'][number] {
  const drug = { role: 'additive' as const, drugId: line.drug?.id ?? '' };
  const dose = { value: positive(line.dose) ?? '', unit: line.unit };
  if (line.basis === 'flat') return { ...drug, dose, basis: 'flat' };
  return {
    ...drug,
    dose,
    basis: line.basis,
    basisDose: { value: positive(line.basisDose) ?? '', unit: line.unit },
    bodyMeasure: positive(line.body) ?? '',
  };
}

const baseRequest = ({ base, baseVolume }: OrderDraft): OrderRequest['lines'] =>
  base
    ? [{ role: 'base', drugId: base.id, dose: { value: positive(baseVolume) ?? '', unit: 'mL' }, basis: 'flat' }]
    : [];

/** An order that is there, to be changed. */
export function draftOf(order: Order, patient: Patient): OrderDraft {
  const base = order.lines.find((line) => line.role === 'base');
  const hours = order.durationMinutes >= 120 && order.durationMinutes % 60 === 0;
  const drug = (line: Order['lines'][number]): DraftDrug => ({
    id: line.drugId,
    name: line.drugName,
    displayName: line.drugName,
    hazard: line.hazardous ? 'facility' : 'none',
    highAlert: false,
  });
  return {
    patient,
    lines: order.lines
      .filter((line) => line.role === 'additive')
      .map((line) => ({
        drug: drug(line),
        dose: line.dose.value,
        unit: line.dose.unit,
        basis: line.basis,
        basisDose: line.basisDose?.value ?? '',
        body: line.bodyMeasure ?? '',
        doseKept: line.basis !== 'flat',
      })),
    base: base ? drug(base) : null,
    baseVolume: base?.dose.value ?? '',
    route: order.route,
    schedule: order.schedule,
    interval: order.intervalMinutes === null ? '' : hoursText(order.intervalMinutes),
    duration: String(hours ? order.durationMinutes / 60 : order.durationMinutes),
    durationUnit: hours ? 'h' : 'min',
    containers: String(order.containers),
    containersKept: true,
    days: order.daysSupply === null ? '' : String(order.daysSupply),
    storage: order.storage,
    device: order.device,
    neededAt: order.neededAt ?? '',
    prescriber: order.prescriber,
    indication: order.indication,
    directions: order.directions,
    changeReason: '',
  };
}

const hoursText = (minutes: number): string =>
  minutes % 60 === 0 ? String(minutes / 60) : Quantity.of(minutes, 'min').in('h').value.toFixed(2, 'half-up');
