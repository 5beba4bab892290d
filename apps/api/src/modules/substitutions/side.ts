import { shortNumber } from '#domain/barcode';
import { displayQuantity, tallMan } from '#domain/display';
import { blocks, type Finding } from '#domain/finding';
import type { FormulaContent, ProductFacts, ScaledFormula } from '#domain/formula';
import { hazardOf } from '#domain/hazardous';
import { minutesText, preparationTitle } from '#domain/order';
import { Decimal, Quantity, Rate } from '#domain/quantity';
import { findingKey, reviewOrder } from '#domain/review';
import type { Cost, ShownFinding, Side, SideLine } from '#domain/substitution';
import { addHours, dateIn, MINUTE_MS, type Instant, type ZoneId } from '#domain/time';
import { planWorksheet } from '#domain/worksheet';
import { containerLabel, type ContainerLabelFacts } from '#labels';
import { LABEL_ROUTES, LABEL_STORAGE, labelWarnings } from '../labels/label-facts.js';
import type { ReviewBasis } from '../orders/order-review-facts.js';
import { preparation, stabilityRows } from '../orders/order-review-view.js';
import { lineFacts, type OrderLineRow, type OrderRow } from '../orders/order-rows.js';
import type { PackPrice } from './affected.queries.js';
import { dollars } from './money.js';

export interface SideInput {
  readonly order: OrderRow;
  readonly basis: ReviewBasis;
  readonly prices: ReadonlyMap<string, PackPrice>;
  readonly at: Instant;
  readonly zone: ZoneId;
}

/** One preparation in the words that are compared; null where no formula fits or nothing could be worked out. */
export function sideOf(input: SideInput): { side: Side | null; findings: Finding[] } {
  const { basis } = input;
  const reviewed = reviewOrder(basis.facts);
  const { chosen, scale } = basis;
  if (!chosen || !scale?.scaled) return { side: null, findings: reviewed };
  const lines = sideLines(scale.scaled, chosen.content);
  const label = labelPreview(input, scale.scaled, chosen.content);
  const findings = [...reviewed, ...label.findings];
  const shown = preparation(scale.scaled);
  return {
    findings,
    side: {
      title: titleOf(basis.lines),
      formula: {
        versionId: chosen.versionId,
        number: chosen.number,
        version: chosen.version,
        name: chosen.content.name,
      },
      lines,
      finalVolume: displayQuantity(scale.scaled.finalVolume),
      concentration: shown.concentrationText,
      derivation: scale.scaled.derivation.map(({ label: name, formula, value }) => ({ label: name, formula, value })),
      stability: stabilityText(basis),
      ...budText(basis, input),
      label: label.lines,
      cost: costOf(lines, input.prices),
      findings: findings.map(shownFinding),
    },
  };
}

const titleOf = (lines: readonly OrderLineRow[]): string =>
  preparationTitle(
    lines.map((row) => {
      const line = lineFacts(row);
      return { role: line.role, drugName: line.drug.name, dose: line.dose };
    }),
  );

export const shownFinding = (finding: Finding): ShownFinding => ({
  key: findingKey(finding),
  code: finding.code,
  severity: finding.severity,
  message: finding.message,
  source: finding.source ?? '',
});

/** Products with whole packages, as a worksheet would allocate them. */
export function sideLines(scaled: ScaledFormula, content: FormulaContent): SideLine[] {
  const known = new Map(productsOf(scaled).map((product) => [product.id, product]));
  const shown = preparation(scaled);
  return planWorksheet(scaled, content).lines.map((line) => {
    const additive = scaled.additives.findIndex((a) => line.role === 'additive' && a.drugId === line.drugId);
    const words = shown.lines[additive];
    return {
      role: line.role,
      drugId: line.drugId,
      productId: line.productId,
      product: known.get(line.productId)?.name ?? '',
      packages: line.packages,
      each: words ? `${words.drugName} ${words.perContainerText}` : othersEach(line.role, scaled),
      note: words?.note ?? '',
    };
  });
}

function othersEach(role: string, scaled: ScaledFormula): string {
  if (role === 'base' && scaled.base) {
    const { product, volume, remove } = scaled.base;
    const out = remove ? `, ${displayQuantity(remove)} taken out first` : '';
    return `${tallMan(product.drugName)} ${displayQuantity(volume)}${out}`;
  }
  if (role === 'diluent' && scaled.fill?.diluent && scaled.fill.diluentVolume)
    return `${tallMan(scaled.fill.diluent.drugName)} ${displayQuantity(scaled.fill.diluentVolume)} to fill up`;
  return '';
}

const productsOf = (scaled: ScaledFormula): ProductFacts[] =>
  [
    ...scaled.additives.flatMap((a) => [a.product, a.reconstitution?.diluent ?? null]),
    scaled.base?.product ?? null,
    scaled.fill?.container ?? null,
    scaled.fill?.diluent ?? null,
  ].filter((product) => product !== null);

function stabilityText(basis: ReviewBasis): string {
  const { fits } = stabilityRows(basis);
  const confirmed = fits.filter((row) => row.status === 'confirmed');
  if (confirmed.length > 0) return confirmed.map((row) => `${row.text} (${row.citation})`).join('; ');
  const open = fits.map((row) => `not confirmed: ${row.text} (${row.citation})`).join('; ');
  const set = basis.bud?.decision === 'assigned' ? 'Limit set by a pharmacist' : 'No confirmed evidence fits';
  return open === '' ? set : `${set}; ${open}`;
}

const STORED = { CRT: 'at room temperature', REF: 'in the refrigerator', FRZ: 'frozen' } as const;

/** As hours from the start of preparation, for a date would be another one every minute. */
function budText({ bud }: ReviewBasis, { order, at }: SideInput): Pick<Side, 'budHours' | 'bud'> {
  if (bud?.beyondUseDate === null || bud?.beyondUseDate === undefined)
    return {
      budHours: null,
      bud:
        bud?.decision === 'needs-pharmacist' ? 'None yet: a pharmacist sets the stability limit' : 'None can be given',
    };
  const minutes = Math.floor((bud.beyondUseDate - at) / MINUTE_MS);
  const hours = Decimal.of(BigInt(minutes)).dividedBy(60);
  const text = hours.isInteger() ? hours.toString() : hours.toFixed(1, 'down');
  const category = typeof bud.category.assigned === 'number' ? `, category ${bud.category.assigned}` : '';
  return { budHours: text, bud: `${text} h from the start of preparation, ${STORED[order.storage]}${category}` };
}

export function costOf(
  lines: readonly Pick<SideLine, 'productId' | 'product' | 'packages'>[],
  prices: ReadonlyMap<string, PackPrice>,
): Cost {
  const unpriced = lines.filter((line) => !prices.has(line.productId)).map((line) => line.product);
  if (unpriced.length > 0) return { dollars: null, unpriced: [...new Set(unpriced)] };
  const total = lines.reduce((sum, line) => {
    const price = prices.get(line.productId);
    return price ? sum.plus(Decimal.of(price.price).times(line.packages).dividedBy(price.pack_packages)) : sum;
  }, Decimal.of(0));
  return { dollars: dollars(total), unpriced: [] };
}

/** What a label would print that does not depend on who makes it and when. */
const PRINTED: ReadonlySet<string> = new Set(['dose', 'strength', 'route', 'hazard', 'warning', 'storage']);

/** The label as the label module makes it; its findings say whether it could be printed at all. */
function labelPreview(
  { order, basis, at, zone }: SideInput,
  scaled: ScaledFormula,
  content: FormulaContent,
): { lines: string[]; findings: Finding[] } {
  const facts = previewFacts({ order, basis, at, zone }, scaled, content);
  if (!facts) return { lines: [], findings: [] };
  const { expected, findings } = containerLabel(facts);
  const diluent = facts.diluent ? [`in ${facts.diluent.name} ${displayQuantity(facts.diluent.volume)}`] : [];
  const printed = expected.texts.filter(({ field, text }) => PRINTED.has(field) && text !== '');
  const rate = facts.infusion.rate ? [`${facts.infusion.rate.per('mL', 'h').toFixed(1, 'half-up')} mL/h`] : [];
  return {
    lines: [...new Set([...printed.map(({ text }) => text), ...diluent, ...rate])],
    findings: findings.filter(blocks),
  };
}

function previewFacts(
  { order, basis, at, zone }: Omit<SideInput, 'prices'>,
  scaled: ScaledFormula,
  content: FormulaContent,
): ContainerLabelFacts | null {
  const lines = basis.lines.map(lineFacts);
  const [first, ...rest] = lines
    .filter((line) => line.role === 'additive')
    .map((line) => ({ name: line.drug.name, dose: line.dose }));
  if (!first) return null;
  const base = lines.find((line) => line.role === 'base');
  const over = Quantity.of(order.duration_minutes, 'min');
  const listed = lines.flatMap(
    (line) => hazardOf({ drug: line.drug.name, form: 'manipulated', on: dateIn(at, zone) }).listed ?? [],
  );
  return {
    size: '4x3',
    zone,
    pharmacy: { name: 'Pharmacy', address: '-', phone24h: '-' },
    patient: {
      name: `${order.family_name}, ${order.given_name}`,
      identifiers: [{ label: 'DOB', value: order.birth_date }],
      allergies: [],
    },
    orderNumber: order.number,
    prescriber: order.prescriber,
    cspNumber: shortNumber('CSP', 1n),
    drugs: [first, ...rest],
    totalVolume: scaled.finalVolume,
    ...(base && { diluent: { name: base.drug.name, volume: base.dose } }),
    additives: [],
    route: LABEL_ROUTES[order.route] ?? order.route,
    infusion: {
      rate: Rate.of(scaled.finalVolume, over.in('h')),
      over,
      ...(order.interval_minutes !== null && { frequency: `every ${minutesText(order.interval_minutes)}` }),
      continuous: order.schedule === 'continuous',
    },
    ...(order.directions && { directions: order.directions }),
    hazardous: listed.length > 0 || lines.some((line) => line.drug.hazard !== 'none'),
    antineoplastic: listed.some((drug) => drug.antineoplastic),
    vesicant: false,
    warnings: labelWarnings({
      drugs: lines.map((line) => line.drug.name),
      formula: content,
      lightProtected: content.lightProtection,
    }),
    storage: LABEL_STORAGE[order.storage],
    beyondUse: basis.bud?.beyondUseDate ?? addHours(at, 1),
    preparedAt: at,
    preparedBy: '-',
    container: 'single-dose',
  };
}
