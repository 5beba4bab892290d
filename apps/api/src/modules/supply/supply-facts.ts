import { Quantity, type Unit } from '#domain/quantity';
import { mayLeave } from '#domain/stock';
import {
  daysBetween,
  dayOf,
  NEVER,
  remainingDoses,
  toMicro,
  type Calendar,
  type PastUse,
  type ScheduledDose,
  type SupplyFacts,
  type SupplyUnit,
} from '#domain/supply';
import { addCalendarDays, dateIn, fromZoned, type LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { drugsById, productsOfDrugs, type DrugRecord, type ProductRecord } from '../formulary/product-facts.js';
import { Breath } from './breath.js';
import { amountIn, isShared, unitOf } from './product-amount.js';
import {
  firstReceived,
  formulaProducts,
  lotsOnShelves,
  openContainersOf,
  therapiesOf,
  useOf,
  type LotOnShelf,
  type OpenOnShelf,
  type TherapyRow,
  type UseRow,
} from './supply-facts.queries.js';
import { inboundUnit, offerOf, pricesPerPackage, type SupplyOffer } from './supply-market.js';
import { offersOf, onOrder, undeliverable, type OnOrderRow } from './supply-market.queries.js';

/** How far a projection looks ahead, and back for what is used without an order. */
export const HORIZON_DAYS = 90;
const HISTORY_DAYS = 90;

/** Everything of one drug, and what was left out of it. */
export interface DrugSupply {
  readonly drug: DrugRecord;
  readonly facts: SupplyFacts;
  readonly products: readonly ProductRecord[];
  /** Products that are bought and used without changing a formula. */
  readonly usual: ReadonlySet<string>;
  readonly offers: readonly SupplyOffer[];
  readonly onOrder: readonly OnOrderRow[];
  /** What could not be counted, for people. */
  readonly notCounted: readonly string[];
}

type Sql = Pick<Reader, 'query'>;

interface Read {
  readonly calendar: Calendar;
  readonly named: ReadonlySet<string>;
  readonly lots: readonly LotOnShelf[];
  readonly open: readonly OpenOnShelf[];
  readonly therapies: readonly TherapyRow[];
  readonly uses: readonly UseRow[];
  readonly since: ReadonlyMap<string, number>;
  readonly ordered: readonly OnOrderRow[];
  readonly offers: readonly SupplyOffer[];
}

/** Facts of many drugs, in a fixed number of statements however many there are. Drugs without a countable product are left out. */
export async function supplyOf(reader: Sql, drugIds: readonly string[], calendar: Calendar): Promise<DrugSupply[]> {
  const [drugs, products] = await Promise.all([drugsById(reader, drugIds), productsOfDrugs(reader, drugIds)]);
  const read = await readAll(reader, drugIds, products, calendar);
  const breath = new Breath();
  const found: DrugSupply[] = [];
  for (const drug of drugs.values()) {
    const own = products.filter((product) => product.facts.drugId === drug.id);
    const unit = unitOf(drug.kind, own);
    if (unit !== null) found.push(supplyOfDrug(drug, own, unit, read));
    await breath.take();
  }
  return found;
}

async function readAll(
  reader: Sql,
  drugIds: readonly string[],
  products: readonly ProductRecord[],
  calendar: Calendar,
): Promise<Read> {
  const ids = products.map(({ facts }) => facts.id);
  const { today, zone } = calendar;
  const from = fromZoned({ date: addCalendarDays(today, -HISTORY_DAYS), hour: 0, minute: 0, second: 0 }, zone);
  const until = calendar.starts[0] ?? calendar.now;
  const [named, lots, open, therapies, uses, received, ordered, offerRows, gone] = await Promise.all([
    formulaProducts(reader),
    lotsOnShelves(reader, ids),
    openContainersOf(reader, ids),
    therapiesOf(reader, drugIds),
    useOf(reader, drugIds, { from, until, zone }),
    firstReceived(reader, drugIds),
    onOrder(reader, ids),
    offersOf(reader, ids, today),
    undeliverable(reader, ids),
  ]);
  const byId = new Map(products.map((product) => [product.facts.id, product]));
  return {
    calendar,
    named,
    lots,
    open,
    therapies,
    uses,
    since: new Map(received.map(({ drugId, at }) => [drugId, daysBetween(dateIn(at, zone), today)])),
    ordered,
    offers: offerRows.flatMap((row) => {
      const product = byId.get(row.productId);
      return product ? [offerOf(row, product, gone)] : [];
    }),
  };
}

function supplyOfDrug(drug: DrugRecord, products: readonly ProductRecord[], unit: Unit, read: Read): DrugSupply {
  const counted = products.filter((product) => amountIn(unit, product.facts.content, product) !== null);
  const ids = new Set(counted.map(({ facts }) => facts.id));
  const mine = <T extends { readonly productId: string }>(rows: readonly T[]): T[] =>
    rows.filter((row) => ids.has(row.productId));
  const offers = mine(read.offers);
  const bySize = drug.kind === 'base-solution' || drug.kind === 'diluent';
  const inFormulas = counted.filter(({ facts }) => read.named.has(facts.id));
  const context: UnitContext = {
    unit,
    calendar: read.calendar,
    prices: pricesPerPackage(offers),
    // Where no formula in force names a product of the drug, any of them may be used.
    usual: new Set((inFormulas.length > 0 && !bySize ? inFormulas : counted).map(({ facts }) => facts.id)),
  };
  const stock = counted.flatMap((product) => stockUnits(product, mine(read.lots), mine(read.open), context));
  const ordered = mine(read.ordered);
  const therapies = read.therapies.filter((row) => row.drugId === drug.id);
  const sizes = bySize ? counted.flatMap((product) => amountIn(unit, product.facts.content, product) ?? []) : null;
  const { doses, left } = dosesOf(therapies, unit, sizes, read.calendar);
  const uses = read.uses.filter((row) => row.drugId === drug.id);
  return {
    drug,
    products: counted,
    usual: context.usual,
    offers,
    onOrder: ordered,
    facts: {
      drugId: drug.id,
      drugName: drug.name,
      unit,
      bySize,
      calendar: read.calendar,
      stock,
      inbound: ordered.flatMap((row) => {
        const product = counted.find(({ facts }) => facts.id === row.productId);
        return product ? [inboundUnit(row, product, context)] : [];
      }),
      doses,
      history: {
        days: Math.max(0, Math.min(HISTORY_DAYS, read.since.get(drug.id) ?? 0)),
        uses: uses.flatMap((row) => pastUse(row, counted, unit, bySize, read.calendar.today)),
      },
    },
    notCounted: [
      ...products
        .filter(({ facts }) => !ids.has(facts.id))
        .map(({ facts }) => `${facts.name} is measured in another kind of unit than ${unit} and is not counted.`),
      ...left,
    ],
  };
}

export interface UnitContext {
  readonly unit: Unit;
  readonly calendar: Calendar;
  readonly prices: ReadonlyMap<string, string>;
  /** Products that formulas in force name. */
  readonly usual: ReadonlySet<string>;
}

/** What of a product may leave now: the one predicate decides, lot by lot. */
export function stockUnits(
  product: ProductRecord,
  lots: readonly LotOnShelf[],
  open: readonly OpenOnShelf[],
  context: UnitContext,
): SupplyUnit[] {
  const { calendar, unit } = context;
  const { id, name, content } = product.facts;
  const size = amountIn(unit, content, product) ?? 0;
  const common = {
    productId: id,
    productName: name,
    content: size,
    otherStrength: !context.usual.has(id),
    packagePrice: context.prices.get(id) ?? null,
  };
  const lastDay = (expiresOn: LocalDate): number => daysBetween(calendar.today, expiresOn);
  const leaves = (lot: LotOnShelf | OpenOnShelf): boolean =>
    lot.productId === id && mayLeave(lot, calendar.now, calendar.zone).length === 0;
  const closed = lots.filter(leaves).map((lot): SupplyUnit => {
    const amount = size * Number(lot.packages);
    const day = lastDay(lot.expiresOn);
    return {
      ...common,
      kind: 'lot',
      id: lot.lotId,
      label: lot.lotNumber,
      amount,
      shared: isShared(product),
      lastDay: day,
      expiresOn: lot.expiresOn,
    };
  });
  const opened = open.filter(leaves).flatMap((container): SupplyUnit[] => {
    const { inUseUntil, expiresOn, number: label } = container;
    if (inUseUntil !== null && inUseUntil < calendar.now) return [];
    const amount = amountIn(unit, Quantity.of(container.left, content.unit), product) ?? 0;
    const day = Math.min(lastDay(expiresOn), inUseUntil === null ? NEVER : dayOf(calendar, inUseUntil));
    return [
      { ...common, kind: 'open-container', id: container.id, label, amount, shared: true, lastDay: day, expiresOn },
    ];
  });
  return [...closed, ...opened];
}

/** @param sizes of bags, where each dose is one bag: the smallest that holds it */
function dosesOf(
  rows: readonly TherapyRow[],
  unit: Unit,
  sizes: readonly number[] | null,
  calendar: Calendar,
): { readonly doses: readonly ScheduledDose[]; readonly left: readonly string[] } {
  const doses: ScheduledDose[] = [];
  const left: string[] = [];
  for (const row of rows) {
    const dose = Quantity.of(row.doseValue, row.doseUnit);
    if (dose.dimension !== Quantity.of(1, unit).dimension) {
      left.push(`${row.orderNumber} is ordered in ${row.doseUnit} and is not counted.`);
      continue;
    }
    const amount = toMicro(dose, unit, 'up');
    const bag = sizes === null ? null : (sizes.filter((size) => size >= amount).sort((a, b) => a - b)[0] ?? amount);
    doses.push(...remainingDoses({ ...row, perContainer: bag ?? amount, bag }, calendar));
  }
  return { doses, left };
}

function pastUse(
  row: UseRow,
  products: readonly ProductRecord[],
  unit: Unit,
  bySize: boolean,
  today: LocalDate,
): PastUse[] {
  const product = products.find(({ facts }) => facts.id === row.productId);
  const amount = product ? amountIn(unit, Quantity.of(row.quantity, product.facts.content.unit), product) : null;
  if (!product || amount === null) return [];
  const knownBefore = row.knownOn === null ? 0 : Math.max(0, daysBetween(row.knownOn, row.usedOn));
  const bag = bySize ? amountIn(unit, product.facts.content, product) : null;
  return [{ daysAgo: daysBetween(row.usedOn, today), knownBefore, amount, bag }];
}
