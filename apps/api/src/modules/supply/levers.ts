import { tallMan } from '#domain/display';
import { Decimal, Quantity } from '#domain/quantity';
import {
  daysBetween,
  fromMicro,
  goesTo,
  hypotheticalInbound,
  prepare,
  runCase,
  toMicro,
  type Lever,
  type Offer,
  type SupplyFacts,
  type SupplyUnit,
} from '#domain/supply';
import { parseLocalDate, type LocalDate } from '#domain/time';
import { Problem } from '../../platform/http/problem.js';
import { amountIn, isShared } from './product-amount.js';
import type { LeverResponse } from './supply.dto.js';
import type { LeverRequest } from './supply-requests.dto.js';
import type { DrugSupply } from './supply-facts.js';
import { countedOffer } from './supply-market.js';
import type { AlternativeRow } from './supply-market.queries.js';

/** What levers are made from: the drug, the drugs that could stand in for it, and stock of products kept as alternatives. */
export interface LeverSources {
  readonly supply: DrugSupply;
  readonly roundingPercent: string;
  readonly alternatives: readonly AlternativeRow[];
  readonly others: ReadonlyMap<string, DrugSupply>;
  readonly alternativeUnits: ReadonlyMap<string, readonly SupplyUnit[]>;
}

/** A lever that can be pulled without a further choice, and how it is told. */
export interface OfferedLever {
  readonly key: string;
  readonly title: string;
  readonly explanation: string;
  readonly lever: Lever;
  readonly packs: number | null;
  readonly effect: string | null;
}

const DEFAULT_DAYS = 14;

/** All that can be pulled for a drug. A restriction and a transfer need a choice, so they are offered by name only. */
export function offeredLevers(sources: LeverSources): OfferedLever[] {
  const { supply, roundingPercent: percent } = sources;
  const simple = (key: string, title: string, explanation: string, lever: Lever): OfferedLever => ({
    key,
    title,
    explanation,
    lever,
    packs: null,
    effect: null,
  });
  const others = supply.products.filter(({ facts }) => !supply.usual.has(facts.id)).map(({ facts }) => facts.name);
  return [
    ...(supply.facts.bySize
      ? []
      : [
          simple('share-vials', 'Share vials', 'Nothing is left over in a vial: the most that sharing can give.', {
            kind: 'share-vials',
          }),
          simple(
            'batch-times',
            'One session a day',
            'The doses of a day are made in one session and share their vials.',
            { kind: 'batch-times' },
          ),
          simple(
            'round-doses',
            `Round doses down by up to ${percent} %`,
            'To whole packages, within the limit of this pharmacy. The prescriber has to agree.',
            { kind: 'round-doses', percent },
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          simple(
            'other-strength',
            'Other strength or size',
            `Uses ${others.join(', ')}: no formula in force names it.`,
            { kind: 'other-strength' },
          ),
        ]),
    ...sources.alternatives.flatMap((alternative) => alternativeLever(alternative, sources)),
    ...supply.offers.map((offer) => purchaseLever(countedOffer(offer, supply.facts.unit), supply.facts)),
  ];
}

function alternativeLever(row: AlternativeRow, sources: LeverSources): OfferedLever[] {
  const key = `alternative:${row.id}`;
  const common = { key, explanation: `${row.note} Kept by ${row.keptBy}.`, packs: null };
  if (row.alternativeProductId !== null) {
    const units = sources.alternativeUnits.get(row.id) ?? [];
    return [
      {
        ...common,
        title: `Use ${tallMan(row.name)}`,
        lever: { kind: 'alternative-product', key, units },
        effect: null,
      },
    ];
  }
  const kind = row.kind === 'base' ? 'other-diluent' : 'alternative-drug';
  const lever = { kind, key, indication: row.indication } as const;
  const where = row.indication === '' ? '' : ` for ${row.indication}`;
  return [
    {
      ...common,
      title: `${row.kind === 'base' ? 'In' : 'Give'} ${tallMan(row.name)}${where}`,
      lever,
      effect: effectOf(row, lever, sources),
    },
  ];
}

/** How long the alternative lasts if it takes over the doses. */
function effectOf(
  row: AlternativeRow,
  lever: { readonly indication: string },
  { supply, others }: LeverSources,
): string | null {
  const other = row.alternativeDrugId === null ? undefined : others.get(row.alternativeDrugId);
  if (!other) return 'How long the alternative lasts is not known: it has no product that can be counted.';
  const factor = Decimal.of(row.doseFactor ?? '1');
  const unit = other.facts.unit;
  const bags = [...new Set(other.facts.stock.map(({ content }) => content))].sort((a, b) => a - b);
  if (fromMicro(0, supply.facts.unit).dimension !== Quantity.of(0, unit).dimension)
    return `${tallMan(row.name)} is counted in another kind of unit: how long it would last is not worked out.`;
  const moved = supply.facts.doses
    .filter((dose) => goesTo(lever, dose))
    .map((dose) => {
      const amount = toMicro(fromMicro(dose.amount, supply.facts.unit).times(factor), unit, 'up');
      const bag = other.facts.bySize ? (bags.find((size) => size >= amount) ?? amount) : null;
      return { ...dose, amount: bag ?? amount, bag };
    });
  const before = coverage(other.facts, []);
  const after = coverage({ ...other.facts, doses: [...other.facts.doses, ...moved] }, []);
  const days = (found: number): string => (found >= other.facts.calendar.days ? `more than ${found}` : String(found));
  return `${tallMan(row.name)} would serve ${days(after)} days instead of ${days(before)}.`;
}

function purchaseLever(offer: Offer, facts: SupplyFacts): OfferedLever {
  const packs = packsFor(offer, facts);
  const outsourced = offer.supplierKind === '503b';
  const key = `buy:${offer.supplierProductId}`;
  const each = `${offer.packPackages} a pack at $${cents(offer.price)}`;
  return {
    key,
    title: `Buy ${offer.product.productName} from ${outsourced ? 'outsourcing facility ' : ''}${offer.supplierName}`,
    explanation: `${each}, usually ${offer.lead.typical} day${offer.lead.typical === 1 ? '' : 's'} to come${offer.available ? '' : '; the shortage list calls it unavailable'}.`,
    lever: { kind: outsourced ? 'outsourced' : 'split-buy', key, inbound: bought(offer, packs) },
    packs,
    effect: null,
  };
}

/** `39.90` */
function cents(price: string): string {
  const [whole = '0', part = ''] = Decimal.of(price).toFixed(2, 'half-even').split('.');
  return `${whole}.${part.padEnd(2, '0')}`;
}

const bought = (offer: Offer, packs: number): ReturnType<typeof hypotheticalInbound> =>
  hypotheticalInbound({
    id: `buy:${offer.supplierProductId}`,
    label: offer.supplierName,
    supplier: offer.supplierName,
    product: offer.product,
    packages: packs * offer.packPackages,
    early: offer.lead.min,
    typical: offer.lead.typical,
    late: offer.lead.max,
    packagePrice: null,
  });

/** Packs that hold what two weeks take on average. */
function packsFor(offer: Offer, facts: SupplyFacts): number {
  const { days } = facts.calendar;
  const { use } = prepare(facts, []);
  const all =
    facts.doses.reduce((sum, { amount }) => sum + amount, 0) + use.expected.reduce((sum, amount) => sum + amount, 0);
  return Math.max(
    1,
    Math.min(4096, Math.ceil(((all / days) * DEFAULT_DAYS) / (offer.product.content * offer.packPackages))),
  );
}

/** Days from today until something first cannot be made; all that were looked at where everything can. */
export const coverage = (facts: SupplyFacts, levers: readonly Lever[]): number =>
  runCase(prepare(facts, levers), 'expected').firstShort ?? facts.calendar.days;

export function leverResponse(offered: OfferedLever, facts: SupplyFacts, base: number): LeverResponse {
  const { key, title, explanation, lever, packs, effect } = offered;
  const reached = coverage(facts, [lever]);
  return {
    key,
    kind: lever.kind,
    title,
    explanation,
    daysGained: reached - base,
    atLeast: reached >= facts.calendar.days && reached > base,
    packs,
    effect,
  };
}

/** The lever that a request means. @throws Problem `supply.lever-not-possible` */
export function leverOf(request: LeverRequest, sources: LeverSources): Lever {
  const { facts } = sources.supply;
  if (request.key === 'restrict') {
    if (!request.indications) throw notPossible('Say which indications go on.');
    return { kind: 'restrict', indications: request.indications };
  }
  if (request.key === 'transfer') return transferLever(request, sources);
  const found = offeredLevers(sources).find(({ key }) => key === request.key);
  if (!found) throw notPossible(`“${request.key}” is no lever for ${facts.drugName} now. Load the page again.`);
  const offer = sources.supply.offers.find(({ supplierProductId }) => `buy:${supplierProductId}` === request.key);
  if (request.packs === undefined || !offer || !('inbound' in found.lever)) return found.lever;
  return { ...found.lever, inbound: bought(countedOffer(offer, facts.unit), request.packs) };
}

function transferLever(request: LeverRequest, { supply }: LeverSources): Lever {
  const { facts, products } = supply;
  const product = products.find((one) => one.facts.id === request.productId);
  if (!product || request.packages === undefined || request.on === undefined)
    throw notPossible('A transfer needs the product, the number of packages and the day on which it comes.');
  const day = daysBetween(facts.calendar.today, localDate(request.on));
  if (day < 0) throw notPossible('A transfer comes today or later.');
  const content = amountIn(facts.unit, product.facts.content, product) ?? 0;
  const inbound = hypotheticalInbound({
    id: 'transfer',
    label: 'Transfer',
    supplier: 'Another site',
    product: { productId: product.facts.id, productName: product.facts.name, content, shared: isShared(product) },
    packages: request.packages,
    early: day,
    typical: day,
    late: day,
    packagePrice: null,
  });
  return { kind: 'transfer', key: 'transfer', inbound };
}

function localDate(text: string): LocalDate {
  try {
    return parseLocalDate(text);
  } catch {
    throw notPossible(`${text} is no date.`);
  }
}

const notPossible = (detail: string): Problem => new Problem('supply.lever-not-possible', { detail });
