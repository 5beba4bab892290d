import { displayQuantity, tallMan } from '#domain/display';
import { hazardOf } from '#domain/hazardous';
import { minutesText } from '#domain/order';
import { Quantity, Rate, UNITS } from '#domain/quantity';
import { requiredWarnings } from '#domain/review';
import { dateIn, parseInstant, type ZoneId } from '#domain/time';
import { containerLabel, stockLabel, type ContainerLabelFacts, type MadeLabel, type StockLabelFacts } from '#labels';
import type { Site } from '../../platform/site/site.js';
import { FOR_STOCK } from '../worksheets/worksheets.queries.js';
import type { RecordCsp, RecordOrder, RecordPatient, RecordRow } from '../worksheets/record-rows.js';

export const LABEL_STORAGE = {
  CRT: 'Store at room temperature 20 to 25 °C (68 to 77 °F)',
  REF: 'Refrigerate 2 to 8 °C (36 to 46 °F)',
  FRZ: 'Keep frozen -25 to -10 °C (-13 to 14 °F)',
} as const;

export const LABEL_ROUTES: Readonly<Record<string, string>> = {
  IV: 'intravenous',
  SUBCUT: 'subcutaneous',
  IM: 'intramuscular',
  EPIDURAL: 'epidural',
  INTRATHECAL: 'intrathecal',
};

const required = (text: string | null, what: string): string => {
  if (text === null) throw new TypeError(`a label without ${what}`);
  return text;
};

/** How a dose by body size came about: `2,400 mg/m² x 1.8 m²` (6.6). */
function basisOf(line: RecordRow['lines'][number]): { basis?: string } {
  const { basis, basis_value: value, basis_unit: unit, body_value: body } = line;
  if (basis === 'flat' || value === null || unit === null || body === null) return {};
  const per = basis === 'per-kg' ? 'kg' : 'm2';
  const perText = UNITS[per].display;
  return {
    basis: `${displayQuantity(Quantity.of(value, unit))}/${perText} x ${displayQuantity(Quantity.of(body, per))}`,
  };
}

/** What the drug is in (2.4): the ordered base solution, or what a filled container was filled up with. */
function diluentOf(row: RecordRow, csp: RecordCsp): Pick<ContainerLabelFacts, 'diluent'> {
  const base = row.lines.find((line) => line.role === 'base');
  if (base) return { diluent: { name: base.name, volume: Quantity.of(base.value, base.unit) } };
  const filled = (row.record_steps ?? []).filter((s) => s.kind === 'fill-diluent' && s.csp_position === csp.position);
  const name = row.record_lines?.find((line) => line.id === filled[0]?.line_id)?.drug;
  if (name === undefined) return {};
  const volumes = filled.map((s) => Quantity.of(s.planned_volume_ml ?? '0', 'mL'));
  return { diluent: { name, volume: Quantity.sum(volumes, 'mL') } };
}

/** The formula's own words, and what its date or its use rests on where those words leave it out (BUD-11; 6.4 line 9). */
export function labelWarnings(of: {
  readonly drugs: readonly string[];
  readonly formula: { readonly labelWarnings: readonly string[]; readonly filter: string | null };
  readonly lightProtected: boolean;
}): string[] {
  const { labelWarnings: own, filter } = of.formula;
  const said = (about: RegExp): boolean => own.some((warning) => about.test(warning));
  const always = requiredWarnings(of.drugs).filter((text) => !own.includes(text));
  return [
    ...always,
    ...own,
    ...(of.lightProtected && !said(/light/i) ? ['Protect from light'] : []),
    ...(filter && !said(/filter/i) ? [`Filter: ${filter}`] : []),
  ];
}

const warningsOf = ({ formula, plan, lines }: RecordRow): string[] =>
  labelWarnings({
    drugs: lines.map((line) => line.name),
    formula,
    lightProtected: plan.stability.some((p) => p.lightProtected),
  });

/** Hazardous by the list, the facility or the plan: any of them is enough (HD-24). */
function hazardOfRecord(row: RecordRow, zone: ZoneId): Pick<ContainerLabelFacts, 'hazardous' | 'antineoplastic'> {
  const on = dateIn(parseInstant(required(row.bud_at, 'a beyond-use date')), zone);
  const listed = row.lines.flatMap((line) => hazardOf({ drug: line.name, form: 'manipulated', on }).listed ?? []);
  return {
    hazardous: row.plan.hazard !== 'none' || listed.length > 0 || row.lines.some((line) => line.hazard !== 'none'),
    antineoplastic: listed.some((drug) => drug.antineoplastic),
  };
}

/** What a label says, and the label made of it. */
export interface MadeContainerLabel {
  readonly facts: ContainerLabelFacts | StockLabelFacts;
  readonly label: MadeLabel;
}

/** The label on one container, for its patient or for the shelf: all of it from the verified record, nothing typed. */
export function labelOf(row: RecordRow, csp: RecordCsp, site: Site): MadeContainerLabel {
  const { order, patient_detail: patient } = row;
  if (order && patient) {
    const facts = patientLabelFacts(row, { csp, site, order, patient });
    return { facts, label: containerLabel(facts) };
  }
  const facts = stockLabelFacts(row, csp, site);
  return { facts, label: stockLabel(facts) };
}

const pharmacyOf = (site: Site): ContainerLabelFacts['pharmacy'] => ({
  name: site.name,
  address: site.addressLines.join(', '),
  phone24h: site.phone ?? '',
});

function stockLabelFacts(row: RecordRow, csp: RecordCsp, site: Site): StockLabelFacts {
  const { stock } = row;
  const drug = row.lines.find((line) => line.role === 'additive');
  if (!stock || !drug) throw new TypeError(`${row.number} is for no order and makes no stock`);
  return {
    zone: site.zone,
    pharmacy: pharmacyOf(site),
    cspNumber: csp.number,
    containerOf: { index: csp.position, count: row.containers },
    drug: drug.name,
    amount: Quantity.of(drug.value, drug.unit),
    volume: Quantity.parse(row.plan.finalVolume),
    product: stock.name,
    productCode: stock.code,
    lot: row.number,
    hazardous: hazardOfRecord(row, site.zone).hazardous,
    warnings: warningsOf(row),
    storage: LABEL_STORAGE[row.storage],
    beyondUse: parseInstant(required(row.bud_at, 'a beyond-use date')),
    preparedAt: parseInstant(required(row.started_at, 'a start of preparation')),
    preparedBy: required(row.maker?.initials ?? null, 'a maker'),
    ...(row.verifier && { verifiedBy: row.verifier.initials }),
  };
}

interface ForPatient {
  readonly csp: RecordCsp;
  readonly site: Site;
  readonly order: RecordOrder;
  readonly patient: RecordPatient;
}

function patientLabelFacts(row: RecordRow, { csp, site, order, patient }: ForPatient): ContainerLabelFacts {
  const additives = row.lines.filter((line) => line.role === 'additive');
  const [first, ...rest] = additives.map((line) => ({
    name: line.name,
    dose: Quantity.of(line.value, line.unit),
    ...basisOf(line),
  }));
  if (!first) throw new TypeError('a label without a drug');
  const totalVolume = Quantity.parse(row.plan.finalVolume);
  const over = Quantity.of(order.duration_minutes, 'min');
  return {
    size: '4x3',
    zone: site.zone,
    pharmacy: pharmacyOf(site),
    patient: {
      name: patient.name,
      identifiers: [
        { label: 'DOB', value: patient.birth_date },
        ...(patient.mrn === null ? [] : [{ label: 'MRN', value: patient.mrn }]),
      ],
      allergies: [],
    },
    orderNumber: order.number,
    prescriber: order.prescriber,
    cspNumber: csp.number,
    containerOf: { index: csp.position, count: row.containers },
    drugs: [first, ...rest],
    totalVolume,
    ...diluentOf(row, csp),
    additives: [],
    route: LABEL_ROUTES[order.route] ?? order.route,
    infusion: {
      rate: Rate.of(totalVolume, over.in('h')),
      over: over.value.gte(120) && over.in('h').value.isInteger() ? over.in('h') : over,
      ...(order.interval_minutes !== null && { frequency: `every ${minutesText(order.interval_minutes)}` }),
      continuous: order.schedule === 'continuous',
    },
    ...(order.directions && { directions: order.directions }),
    ...hazardOfRecord(row, site.zone),
    vesicant: false,
    warnings: warningsOf(row),
    storage: LABEL_STORAGE[row.storage],
    beyondUse: parseInstant(required(row.bud_at, 'a beyond-use date')),
    ...(row.bud_answer?.infuseCompleteBy && { infuseCompleteBy: row.bud_answer.infuseCompleteBy.at }),
    preparedAt: parseInstant(required(row.started_at, 'a start of preparation')),
    preparedBy: required(row.maker?.initials ?? null, 'a maker'),
    ...(row.verifier && { verifiedBy: row.verifier.initials }),
    container: 'single-dose',
  };
}

function whomFor({ order, patient_detail: patient, stock }: RecordRow): { label: string; value: string }[] {
  if (order && patient)
    return [
      { label: 'Order', value: `${order.number}, version ${order.made_version}` },
      {
        label: 'Patient',
        value: `${patient.name}, born ${patient.birth_date}${patient.mrn ? `, MRN ${patient.mrn}` : ''}`,
      },
    ];
  return [{ label: FOR_STOCK, value: stock ? `${stock.name} (${stock.code})` : '' }];
}

/** The printed worksheet's table of figures: two columns of label and value. */
export function recordSummary(
  row: RecordRow,
  zone: ZoneId,
  show: (text: string | null) => string,
): { label: string; value: string }[] {
  return [
    ...whomFor(row),
    { label: 'Formula', value: `${row.formula_number}, version ${row.formula_version}: ${row.formula.name}` },
    {
      label: 'Place',
      value: row.room === null ? '' : `${row.room}, ${row.hood ?? ''}, category ${row.category ?? ''}`,
    },
    { label: 'Started', value: show(row.started_at) },
    { label: 'Completed', value: `${show(row.completed_at)}${row.maker ? ` by ${row.maker.name}` : ''}` },
    { label: 'Beyond-use date', value: show(row.bud_at) },
    { label: 'Storage', value: LABEL_STORAGE[row.storage] },
    { label: 'Final volume', value: displayQuantity(Quantity.parse(row.plan.finalVolume)) },
    { label: 'Strength', value: row.plan.strengthText },
    { label: 'Verified', value: row.verifier ? `${show(row.verified_at)} by ${row.verifier.name}` : '' },
    { label: 'Time zone', value: zone },
  ].filter((line) => line.value !== '');
}

export const drugTitle = (row: RecordRow): string =>
  row.lines.map((line) => `${tallMan(line.name)} ${displayQuantity(Quantity.of(line.value, line.unit))}`).join(' in ');
