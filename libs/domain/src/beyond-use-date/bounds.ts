import type { Category } from '#domain/category';
import { addLimit, expiryInstant, showHours } from '#domain/in-use-time';
import { earliest, MINUTE_MS, showInstant, type Instant } from '#domain/time';
import type { Bound, BoundCode } from './answer.js';
import { isTestedRow } from './category-row.js';
import type { ComponentFacts, PreparationFacts } from './facts.js';
import { ALLERGENIC_DAYS, ROW_WORDS, STORAGE_WORDS } from './limits.js';
import type { Cap, LimitRow, RulePack, RulesInForce } from './rules.js';

export type UnrankedBound = Omit<Bound, 'governs'>;

/** Marks the bounds that govern: those within a minute of the earliest. Sorted, so that the order of facts is irrelevant. */
export function rankBounds(bounds: readonly UnrankedBound[]): { earliest: Instant | null; bounds: Bound[] } {
  if (bounds.length === 0) return { earliest: null, bounds: [] };
  const first = earliest(...bounds.map((b) => b.until));
  const ranked = bounds
    .map((b) => ({ ...b, governs: b.until - first <= MINUTE_MS }))
    .sort((a, b) => a.until - b.until || a.code.localeCompare(b.code) || a.label.localeCompare(b.label));
  return { earliest: first, bounds: ranked };
}

/** A bound of so many hours from a moment. */
export function hoursBound(
  code: BoundCode,
  label: string,
  from: { at: Instant; zone: PreparationFacts['zone'] },
  hours: number,
  origin: { source: string; citation: string; pack?: RulePack; confirm?: boolean },
): UnrankedBound {
  return {
    code,
    label: `${label}: ${showHours(hours)}`,
    ...addLimit(from.at, hours, from.zone),
    source: origin.source,
    citation: origin.citation,
    ...(origin.pack ? { rulePack: { id: origin.pack.id, version: origin.pack.version } } : {}),
    ...(origin.confirm ? { confirm: true } : {}),
  };
}

/** The cells of every pack for a row and storage: each pack bounds by itself, so none can lengthen another (BUD-16). */
export function cellsFor(rules: RulesInForce, row: LimitRow, storage: PreparationFacts['storage']) {
  return rules.packs.flatMap((pack) =>
    pack.cells.filter((c) => c.row === row && c.storage === storage).map((cell) => ({ pack, cell })),
  );
}

/** Not permitted where any pack says so, or where the chapter says nothing. */
export function isStoragePermitted(rules: RulesInForce, row: LimitRow, storage: PreparationFacts['storage']): boolean {
  const cells = cellsFor(rules, row, storage);
  return cells.some(({ pack }) => pack.kind === 'usp') && cells.every(({ cell }) => cell.hours !== null);
}

/** BUD-10. */
export function tableBounds(
  facts: Pick<PreparationFacts, 'startedAt' | 'zone' | 'storage'>,
  row: LimitRow,
  rules: RulesInForce,
): UnrankedBound[] {
  const from = { at: facts.startedAt, zone: facts.zone };
  return cellsFor(rules, row, facts.storage).flatMap(({ pack, cell }) => {
    if (cell.hours === null) return [];
    const label = `${ROW_WORDS[row]}, ${STORAGE_WORDS[facts.storage]}`;
    const { source, citation, confirm } = cell;
    return [hoursBound('table', label, from, cell.hours, { source, citation, confirm, pack })];
  });
}

/** BUD-16: caps of states, payers and the site. */
export function capBounds(
  facts: Pick<PreparationFacts, 'startedAt' | 'zone' | 'storage' | 'stability' | 'hazardous' | 'placement'>,
  category: Category | null,
  rules: RulesInForce,
): UnrankedBound[] {
  const drugs = facts.stability.preparations.map((p) => p.drug.trim().toLowerCase());
  const hazardous = facts.hazardous ?? (facts.placement !== undefined && facts.placement.hazard !== 'none');
  const applies = (cap: Cap): boolean =>
    (cap.categories === undefined || (category !== null && cap.categories.includes(category))) &&
    (cap.storages === undefined || cap.storages.includes(facts.storage)) &&
    (cap.drugs === undefined || cap.drugs.some((d) => drugs.includes(d.trim().toLowerCase()))) &&
    (cap.hazardous === undefined || cap.hazardous === hazardous);
  const from = { at: facts.startedAt, zone: facts.zone };
  return rules.packs.flatMap((pack) =>
    (pack.caps ?? []).filter(applies).map((cap) =>
      hoursBound('cap', `${pack.title}: ${cap.reason}`, from, cap.hours, {
        source: 'BUD-16',
        citation: cap.citation,
        pack,
      }),
    ),
  );
}

/** BUD-13, BUD-14, DOC-07. */
export function componentBounds(facts: PreparationFacts): UnrankedBound[] {
  return facts.components.flatMap((c) => [...expiryBound(c, facts), ...budBound(c, facts)]);
}

function expiryBound(c: ComponentFacts, facts: PreparationFacts): UnrankedBound[] {
  if (c.expiry === undefined) return [];
  const until = expiryInstant(c.expiry, facts.zone);
  const arithmetic = `expiry ${c.expiry} = ${showInstant(until, facts.zone)}`;
  const citation = 'USP <797> section 14.2; USP General Notices';
  return [
    { code: 'component-expiry', label: `${c.name}: expiry`, until, arithmetic, source: 'BUD-13, BUD-34', citation },
  ];
}

function budBound(c: ComponentFacts, facts: PreparationFacts): UnrankedBound[] {
  if (c.beyondUseDate === undefined || (c.origin === 'compounded' && c.justifiedException)) return [];
  return [
    {
      code: 'component-bud',
      label: `${c.name}: beyond-use date`,
      until: c.beyondUseDate,
      arithmetic: `beyond-use date of ${c.name} = ${showInstant(c.beyondUseDate, facts.zone)}`,
      source: c.origin === 'compounded' ? 'BUD-14' : 'BUD-13, DOC-07',
      citation: 'USP <797> section 14.2',
    },
  ];
}

/** BUD-12, BUD-15, BUD-20: the device, the master formulation record, and no extension of a date already given. */
export function otherBounds(facts: PreparationFacts, row: LimitRow | null): UnrankedBound[] {
  const from = { at: facts.startedAt, zone: facts.zone };
  const bounds: UnrankedBound[] = [];
  if (facts.device) {
    const { name, limitHours, citation } = facts.device;
    bounds.push(hoursBound('device', name, from, limitHours, { source: 'BUD-12', citation }));
  }
  const mfr = facts.masterFormulation;
  const maximum = mfr?.maximumHours?.[facts.storage];
  if (mfr && maximum !== undefined) {
    const citation = `Master formulation record ${mfr.id} version ${mfr.version}`;
    bounds.push(hoursBound('master-formulation', citation, from, maximum, { source: 'BUD-15', citation }));
  }
  const given = facts.alreadyAssigned;
  // The one exception: a tested-row date may take the place of the short one while every unit is still in quarantine.
  if (given && !(given.allUnitsInQuarantine && isTestedRow(row)))
    bounds.push({
      code: 'no-extension',
      label: 'Beyond-use date already given',
      until: given.beyondUseDate,
      arithmetic: `given = ${showInstant(given.beyondUseDate, facts.zone)}; never extended`,
      source: 'BUD-20',
      citation: 'USP <797> section 14',
    });
  return bounds;
}

/** Allergenic prescription sets: a year at most (797 section 21); 365 days never exceed a calendar year. */
export const allergenicBound = (facts: PreparationFacts): UnrankedBound =>
  hoursBound(
    'allergenic',
    'Allergenic prescription set',
    { at: facts.startedAt, zone: facts.zone },
    ALLERGENIC_DAYS * 24,
    {
      source: 'domain-rules 1.15',
      citation: 'USP <797> section 21',
      confirm: true,
    },
  );
