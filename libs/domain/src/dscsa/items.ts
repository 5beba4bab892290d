import type { LocalDate } from '#domain/time';
import type { EpcisDocument, EpcisEvent, NamedThing } from './epcis.js';

/** One thing that a document says was sold: a package by its serial, or a number of packages of a lot (DS-03). */
export interface TransactionItem {
  readonly kind: 'serial' | 'lot';
  /** The EPC as it stands in the document. */
  readonly epc: string;
  readonly gtin: string;
  readonly serial: string | null;
  readonly lotNumber: string | null;
  readonly expiresOn: LocalDate | null;
  /** Of a lot: packages, where the document counts them. */
  readonly quantity: number | null;
  /** The carton, case or pallet it is packed in, as an EPC. */
  readonly parent: string | null;
  /** Something else is packed in it. */
  readonly holdsOthers: boolean;
}

export interface TransactionInformation {
  readonly items: readonly TransactionItem[];
  /** Identifiers that the document gives two lots or two expiries. */
  readonly contradictions: readonly { readonly epc: string; readonly gtin: string; readonly serial: string }[];
}

const isShipping = (event: EpcisEvent): boolean => /(^|[:/-])shipping$/.test(event.bizStep ?? '');

/**
 * What a document says was sold. Where it has shipping events, those and what is packed in what they ship; else everything it speaks
 * of. Lot and expiry come from any event that tells them. An event that declares an earlier one wrong gives nothing.
 */
export function transactionInformation(document: EpcisDocument): TransactionInformation {
  const events = document.events.filter((event) => !event.inError && event.action !== 'DELETE');
  const parents = parentsOf(events);
  const { told, contradictions } = masterData(events);
  const shipped = events.some(isShipping) ? shippedThings(events, parents) : undefined;
  const holders = new Set(parents.values());
  const found = new Map<string, TransactionItem>();
  for (const thing of events.flatMap((event) => event.things)) {
    const item = itemOf(thing, told, parents, holders);
    if (!item || (shipped && !shipped.has(thing.epc))) continue;
    const before = found.get(thing.epc);
    // The same lot in several events is the same packages, not more of them.
    found.set(thing.epc, before ? { ...item, quantity: before.quantity ?? item.quantity } : item);
  }
  return { items: [...found.values()], contradictions };
}

function parentsOf(events: readonly EpcisEvent[]): Map<string, string> {
  const parents = new Map<string, string>();
  for (const { type, parent, things } of events) {
    if (type !== 'AggregationEvent' || !parent) continue;
    for (const thing of things) if (thing.epc !== parent.epc) parents.set(thing.epc, parent.epc);
  }
  return parents;
}

interface Told {
  readonly lot: string | null;
  readonly expiry: LocalDate | null;
}

function masterData(events: readonly EpcisEvent[]): {
  told: ReadonlyMap<string, Told>;
  contradictions: TransactionInformation['contradictions'][number][];
} {
  const told = new Map<string, Told>();
  const wrong = new Map<string, { epc: string; gtin: string; serial: string }>();
  for (const { lot, expiry, things } of events) {
    if (lot === null && expiry === null) continue;
    for (const { epc, identity } of things) {
      const before = told.get(epc);
      const differs = (a: string | null, b: string | null = null): boolean => a !== null && b !== null && a !== b;
      if (identity?.kind === 'serial' && (differs(lot, before?.lot) || differs(expiry, before?.expiry)))
        wrong.set(epc, { epc, gtin: identity.gtin, serial: identity.serial });
      told.set(epc, { lot: before?.lot ?? lot, expiry: before?.expiry ?? expiry });
    }
  }
  return { told, contradictions: [...wrong.values()] };
}

/** What is named in a shipping event, and whatever is packed in it at any depth. */
function shippedThings(events: readonly EpcisEvent[], parents: ReadonlyMap<string, string>): Set<string> {
  const shipped = new Set(
    events.filter(isShipping).flatMap((e) => [...e.things.map((t) => t.epc), ...(e.parent ? [e.parent.epc] : [])]),
  );
  const inside = new Set(shipped);
  for (const child of parents.keys()) {
    const path = [child];
    for (let at = parents.get(child); at !== undefined && !path.includes(at); at = parents.get(at)) path.push(at);
    const from = path.findLastIndex((epc) => shipped.has(epc));
    for (const epc of path.slice(0, from + 1)) inside.add(epc);
  }
  return inside;
}

function itemOf(
  { epc, identity, count }: NamedThing,
  told: ReadonlyMap<string, Told>,
  parents: ReadonlyMap<string, string>,
  holders: ReadonlySet<string>,
): TransactionItem | undefined {
  const about = told.get(epc);
  const common = {
    epc,
    expiresOn: about?.expiry ?? null,
    parent: parents.get(epc) ?? null,
    holdsOthers: holders.has(epc),
  };
  if (identity?.kind === 'serial' && identity.serial !== '*')
    return {
      ...common,
      kind: 'serial',
      gtin: identity.gtin,
      serial: identity.serial,
      lotNumber: about?.lot ?? null,
      quantity: null,
    };
  if (identity?.kind === 'lot')
    return { ...common, kind: 'lot', gtin: identity.gtin, serial: null, lotNumber: identity.lot, quantity: count };
  return undefined;
}
