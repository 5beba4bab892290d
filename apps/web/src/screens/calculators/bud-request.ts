import { readList } from './fields.js';
import type { Question } from './use-calculation.js';

export const BUD_DEFAULTS = {
  provision: 'category',
  /** ISO text; now when empty. */
  start: '',
  storage: 'REF',
  category: '',
  room: 'iso7-buffer',
  hood: 'lafw',
  drug: '',
  hazardous: '',
  method: 'aseptic',
  sterilizedBy: '',
  sterility: 'none',
  endotoxin: 'none',
  madeAt: '',
  sterilizedAt: '',
  units: '1',
  components: '[]',
  stability: '[]',
  device: '',
  deviceHours: '',
  formulationHours: '',
  infuseHours: '',
  multiple: '',
  moves: '[]',
  category3: '',
  products: '1',
  patients: '1',
  immediateNot: '',
  immediateBegins: '',
  antineoplastic: '',
  anticipated: '',
  docked: '',
  dockedFor: 'later-activation',
  dockedHours: '',
  activatedCrt: '',
  activatedRef: '',
  activatedAt: '',
  dockedSource: '',
  dedicated: 'yes',
  licensed: 'yes',
} as const satisfies Record<string, string>;
export type BudField = keyof typeof BUD_DEFAULTS;
export type BudValues = Readonly<Record<BudField, string>>;

export interface ComponentValues {
  name: string;
  origin: string;
  expiry: string;
  beyondUseDate: string;
  nonsterile: string;
  containerKind: string;
  openedAt: string;
  air: string;
  labelHours: string;
  reconstitutedAt: string;
  reconstitutedHours: string;
}
export const EMPTY_COMPONENT: ComponentValues = {
  name: '',
  origin: 'conventional',
  expiry: '',
  beyondUseDate: '',
  nonsterile: '',
  containerKind: '',
  openedAt: '',
  air: 'iso5',
  labelHours: '',
  reconstitutedAt: '',
  reconstitutedHours: '',
};

export interface StabilityValues {
  hours: string;
  clock: string;
  citation: string;
}
export const EMPTY_STABILITY: StabilityValues = { hours: '', clock: 'start', citation: '' };

export interface MoveValues {
  to: string;
  at: string;
  thaw: string;
}
export const EMPTY_MOVE: MoveValues = { to: 'CRT', at: '', thaw: '' };

/** USP <797> Immediate-use conditions, as the preparer states them (IMM-01 to IMM-08). */
export const IMMEDIATE_CONDITIONS = [
  ['asepticTechniqueBySop', 'Aseptic technique by written procedure'],
  ['preparerCompetent', 'The preparer is trained and competent'],
  ['compatibilityEvidenced', 'Compatibility and stability are evidenced'],
  ['singleDoseRestDiscarded', 'What is left of single-dose containers is discarded'],
  ['labelledOrGivenByPreparer', 'Labeled, or given by the preparer at once'],
] as const;

/** What Category 3 asks for beyond Category 2 (USP <797> section 14.4). */
export const CATEGORY_3_CONDITIONS = [
  ['stabilityIndicatingAssay', 'Stability shown by a stability-indicating assay'],
  ['madeExactlyAsStudied', 'Made exactly as in that study'],
  ['monitoringCycleKept', 'Air and surfaces sampled on the Category 3 cycle'],
  ['personnelCycleKept', 'People tested on the Category 3 cycle'],
  ['sterileGarb', 'Sterile garb, no skin exposed'],
] as const;

/** Names kept in one field, separated by commas. */
export const readFlags = (text: string): string[] => text.split(',').filter(Boolean);

const HOURS = /^\d{1,5}(\.\d{1,4})?$/;
const isHours = (text: string): boolean => HOURS.test(text) && Number(text) > 0;

/** Filled-in texts only. */
const filled = (entries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ''));

/** Hours keyed as text; the rules take them as a number and never add them up here. */
const hours = (entries: Record<string, string>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(entries)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, Number(value)]),
  );

/** `now` is when the calculator was opened: preparation starts then unless a start is keyed in. */
export function budQuestion(v: BudValues, now: string): Question {
  const components = readList(v.components, EMPTY_COMPONENT);
  const stability = readList(v.stability, EMPTY_STABILITY).filter((row) => row.hours !== '');
  const moves = readList(v.moves, EMPTY_MOVE).filter((move) => move.at !== '');
  const missing = missingIn(v, components, stability);
  if (missing) return { missing };
  return {
    request: {
      start: v.start === '' ? now : v.start,
      storage: v.storage,
      provision: v.provision,
      ...provisionPart(v),
      ...filled({ drug: v.drug.trim() }),
      ...(v.hazardous === '' ? {} : { hazardous: v.hazardous === 'yes' }),
      components: components.map(componentPart),
      stability: stability.map((row) => ({
        hours: Number(row.hours),
        clock: row.clock,
        ...filled({ citation: row.citation.trim() }),
      })),
      ...(v.deviceHours === '' ? {} : { deviceName: v.device.trim() || 'Device', deviceHours: Number(v.deviceHours) }),
      ...hours({ formulationHours: v.formulationHours, infuseWithinHours: v.infuseHours, batchUnits: v.units }),
      ...multiplePart(v.multiple),
      ...(moves.length > 0 && {
        moves: moves.map((move) => ({ to: move.to, at: move.at, ...filled({ thaw: move.thaw }) })),
      }),
    },
  };
}

function missingIn(
  v: BudValues,
  components: readonly ComponentValues[],
  stability: readonly StabilityValues[],
): string | undefined {
  const unnamed = components.findIndex(({ name }) => name.trim() === '');
  if (unnamed >= 0) return `Enter the name of ingredient ${unnamed + 1}.`;
  const unread = components.find(({ expiry }) => expiry !== '' && !/^\d{4}-\d{2}(-\d{2})?$/.test(expiry));
  if (unread) return `Enter the expiry of ${unread.name} with a four-digit year.`;
  if (!/^[1-9]\d{0,3}$|^10000$/.test(v.units)) return 'Enter the units in the batch as a whole number.';
  const periods = [v.deviceHours, v.formulationHours, v.infuseHours, v.dockedHours, v.activatedCrt, v.activatedRef];
  const within = components.flatMap((component) => [component.labelHours, component.reconstitutedHours]);
  const wrong = [...periods, ...within, ...stability.map((row) => row.hours)].find(
    (text) => text !== '' && !isHours(text),
  );
  if (wrong !== undefined) return `“${wrong}” is not a number of hours.`;
  if (v.provision !== 'docked') return undefined;
  if (v.docked.trim() === '') return 'Enter the product that is docked.';
  if (v.dockedHours === '') return 'Enter how long it holds docked and not activated.';
  return v.dockedSource.trim() === '' ? 'Enter the source of the maker’s limits.' : undefined;
}

function provisionPart(v: BudValues): object {
  switch (v.provision) {
    case 'immediate-use': {
      const not = readFlags(v.immediateNot);
      const conditions = IMMEDIATE_CONDITIONS.map(([name]) => [name, !not.includes(name)] as const);
      return {
        immediateUse: {
          ...Object.fromEntries(conditions),
          differentProducts: Number(v.products) || 1,
          patients: Number(v.patients) || 1,
          forAnticipatedNeed: v.anticipated === 'yes',
          antineoplasticNeedingContainment: v.antineoplastic === 'yes',
          ...filled({ administrationBeginsAt: v.immediateBegins }),
        },
      };
    }
    case 'docked':
      return {
        docking: {
          product: v.docked.trim(),
          purpose: v.dockedFor,
          citation: v.dockedSource.trim(),
          ...hours({
            notActivatedHours: v.dockedHours,
            activatedHoursCrt: v.activatedCrt,
            activatedHoursRef: v.activatedRef,
          }),
          ...filled({ activatedAt: v.activatedAt }),
        },
        ...placePart(v),
      };
    case 'allergenic':
      return { inDedicatedArea: v.dedicated === 'yes', licensedExtractsOnly: v.licensed === 'yes', ...placePart(v) };
    case 'conventional':
      return {};
    default:
      return categoryPart(v);
  }
}

const placePart = (v: BudValues): object => ({ roomKind: v.room, pecKind: v.hood });

function categoryPart(v: BudValues): object {
  const held = readFlags(v.category3);
  return {
    ...placePart(v),
    method: v.method,
    ...(v.category === '' ? {} : { category: Number(v.category) }),
    ...(v.category === '3' && {
      category3: Object.fromEntries(CATEGORY_3_CONDITIONS.map(([name]) => [name, held.includes(name)])),
    }),
    ...filled({ sterilizedBy: v.sterilizedBy, nonsterileMadeAt: v.madeAt, sterilizedAt: v.sterilizedAt }),
    ...(v.sterility === 'none' ? {} : { sterilityTest: v.sterility }),
    ...(v.endotoxin === 'none' ? {} : { endotoxinTest: v.endotoxin }),
  };
}

function componentPart(c: ComponentValues): object {
  return {
    name: c.name.trim(),
    origin: c.origin,
    ...(c.origin === 'compounded' ? filled({ beyondUseDate: c.beyondUseDate }) : filled({ expiry: c.expiry })),
    ...(c.nonsterile === 'yes' && { nonsterile: true }),
    ...(c.containerKind !== '' &&
      c.openedAt !== '' && {
        containerKind: c.containerKind,
        openedAt: c.openedAt,
        air: c.air,
        ...hours({ labelHours: c.labelHours }),
      }),
    // Also where no limit after it is known: stability may count from it.
    ...(c.reconstitutedAt !== '' && {
      ...filled({ containerKind: c.containerKind }),
      reconstitutedAt: c.reconstitutedAt,
      ...hours({ reconstitutedHours: c.reconstitutedHours }),
    }),
  };
}

/** `preserved-parenteral`: whether it is preserved, and its use. */
function multiplePart(text: string): object {
  const match = /^(preserved|unpreserved)-(parenteral|topical-ophthalmic)$/.exec(text);
  return match ? { multipleDose: { aqueous: true, preserved: match[1] === 'preserved', use: match[2] } } : {};
}
