import type { Finding } from '#domain/finding';
import { judgeArrival, matchToOrder, type ArrivalFacts, type ReceivingPolicy } from '#domain/receiving';
import { outstandingPackages } from '#domain/purchase-order';
import type { LocalDate } from '#domain/time';
import type { FieldProblem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import type { OrderLineRow } from '../purchasing/orders.queries.js';
import { normalLotNumber } from '../stock/lot-facts.js';
import type { ReceiptLineRequest } from '../stock/stock.dto.js';
import type { Arrival } from './arrivals.js';
import type { NewLine } from './receipt-rows.js';
import type { ReceivingLineRequest } from './receiving.dto.js';

/** What a product needs beside the formulary's facts. */
export interface Covered {
  readonly id: string;
  readonly schedule: string | null;
  readonly dscsaExempt: boolean;
}

/** A line as given, known or a stranger. */
export interface Given {
  readonly index: number;
  readonly line: ReceivingLineRequest;
  /** Null for a stranger. */
  readonly known: ReceiptLineRequest | null;
}

/** Sorts known lines from strangers; refuses a line that is neither. */
export function sortGiven(lines: readonly ReceivingLineRequest[]): Given[] {
  const wrong: FieldProblem[] = [];
  const given = lines.map((line, index): Given => {
    const { productId, lotNumber, expiry, locationId, packages } = line;
    if (productId === undefined) {
      if (line.code === undefined)
        wrong.push({
          field: `lines.${index}.code`,
          message: 'is needed: a package without a product is kept by its code',
        });
      return { index, line, known: null };
    }
    for (const [name, value] of Object.entries({ lotNumber, expiry, locationId }))
      if (value === undefined) wrong.push({ field: `lines.${index}.${name}`, message: 'is needed' });
    return {
      index,
      line,
      known: { productId, lotNumber: lotNumber ?? '', expiry: expiry ?? '', locationId: locationId ?? '', packages },
    };
  });
  if (wrong.length > 0) throw invalid(wrong);
  refuseSerialTwice(lines);
  return given;
}

/** One package was scanned twice: that is a slip of the hand, not a second package. */
function refuseSerialTwice(lines: readonly ReceivingLineRequest[]): void {
  const seen = new Set<string>();
  lines.forEach((line, index) => {
    const keys = [
      ...(line.serials ?? []).map((serial) => `${line.productId ?? ''} ${serial}`),
      ...(line.cartons ?? []).map((carton) => `${carton.gtin} ${carton.serial}`),
    ];
    for (const key of keys) {
      if (seen.has(key))
        throw invalid([
          {
            field: `lines.${index}.serials`,
            message: `holds ${key.split(' ')[1] ?? ''} twice: that package is counted already`,
          },
        ]);
      seen.add(key);
    }
  });
}

export interface Judged {
  readonly lines: readonly NewLine[];
  readonly findings: readonly Finding[];
}

/** Every line matched to the order, judged, and ready to be written. */
export function judgeLines(
  given: readonly Given[],
  context: {
    readonly arrivals: ReadonlyMap<number, Arrival>;
    readonly covered: ReadonlyMap<string, Covered>;
    readonly order: readonly OrderLineRow[];
    readonly policy: ReceivingPolicy;
    readonly today: LocalDate;
    readonly newId: () => string;
  },
): Judged {
  const known = given.filter((one) => one.known !== null);
  const matched = matchToOrder(
    known.map(({ known: line }) => ({ productId: line?.productId ?? '', packages: line?.packages ?? 0 })),
    context.order.map((line) => ({
      id: line.id,
      productId: line.productId,
      outstanding: outstandingPackages(line),
      pending: line.pendingPackages,
    })),
  );
  const findings: Finding[] = [];
  const lines = given.map((one): NewLine => {
    const arrival = context.arrivals.get(one.index);
    const match = matched[known.indexOf(one)];
    if (!one.known || !arrival || !match) return strangerLine(one, context.newId(), findings);
    const over = match.notOrdered ? one.known.packages : match.over;
    const { line } = one;
    const exempt = context.covered.get(arrival.product.facts.id)?.dscsaExempt ?? false;
    const judged = judgeArrival(factsOf(one, one.known.packages, arrival, over, exempt), context.policy, context.today);
    findings.push(...judged.findings);
    return {
      id: context.newId(),
      productId: arrival.product.facts.id,
      lotNumber: arrival.lotNumber,
      expiresOn: arrival.expiresOn,
      expiryPrinted: arrival.expiryPrinted,
      packages: one.known.packages,
      damagedPackages: line.damagedPackages ?? 0,
      orderLineId: match.orderLineId,
      overPackages: over,
      overReason: over > 0 ? (line.overReason?.trim() ?? null) : null,
      shortDatedReason: line.shortDatedReason?.trim() ?? null,
      temperature: line.temperature ?? null,
      temperatureOk: line.temperatureOk ?? null,
      holdReason: judged.hold,
      locationId: arrival.place.id,
      code: line.code ?? null,
      place: null,
      given: { serials: line.serials ?? [], cartons: (line.cartons ?? []).map((carton) => ({ ...carton })) },
    };
  });
  return { lines, findings };
}

/** The line as the domain judges it. */
function factsOf(
  { line, index }: Given,
  packages: number,
  arrival: Arrival,
  over: number,
  dscsaExempt: boolean,
): ArrivalFacts {
  return {
    index,
    productName: arrival.product.facts.name,
    storage: arrival.product.storage,
    dscsaExempt,
    lotNumber: arrival.lotNumber,
    expiresOn: arrival.expiresOn,
    packages,
    damagedPackages: line.damagedPackages ?? 0,
    overPackages: over,
    overReason: line.overReason ?? null,
    shortDatedReason: line.shortDatedReason ?? null,
    temperature: line.temperature ?? null,
    temperatureOk: line.temperatureOk ?? null,
    serials: line.serials ?? [],
    cartonPackages: (line.cartons ?? []).reduce((sum, carton) => sum + carton.packages, 0),
  };
}

function strangerLine({ line, index }: Given, id: string, findings: Finding[]): NewLine {
  const packages = line.packages + (line.damagedPackages ?? 0);
  if (packages === 0)
    findings.push({
      code: 'receipt.nothing-counted',
      severity: 'stop',
      message: 'No package was counted.',
      field: `lines.${index}.packages`,
    });
  findings.push({
    code: 'receipt.stranger',
    severity: 'soft',
    message: `${packages} with an unknown code: kept apart until a pharmacist says what they are. They are not stock.`,
    field: `lines.${index}.code`,
    source: 'domain-rules 7.5',
  });
  return {
    id,
    productId: null,
    // What the package shows is kept, whatever it is of.
    lotNumber: line.lotNumber === undefined ? null : normalLotNumber(line.lotNumber),
    expiresOn: null,
    expiryPrinted: line.expiry ?? null,
    packages: line.packages,
    damagedPackages: line.damagedPackages ?? 0,
    orderLineId: null,
    overPackages: 0,
    overReason: null,
    shortDatedReason: null,
    temperature: line.temperature ?? null,
    temperatureOk: line.temperatureOk ?? null,
    holdReason: null,
    locationId: null,
    code: line.code ?? '',
    place: line.place?.trim() ?? '',
    given: { serials: line.serials ?? [] },
  };
}
