import { parseInstant, parseLocalDate, type Instant, type LocalDate } from '#domain/time';
import { readEpc, type EpcIdentity } from './epc.js';
import { readGuardedJson, type DocumentFault } from './json-guard.js';

export const EVENT_TYPES = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
] as const;
export type EpcisEventType = (typeof EVENT_TYPES)[number];

/** An identifier as it stands in the document, and what it names; null where it is of another kind. */
export interface NamedThing {
  readonly epc: string;
  readonly identity: EpcIdentity | null;
  /** Of a class or lot: how many, where it is a count; null for weights and where none is given. */
  readonly count: number | null;
}

export interface EpcisEvent {
  readonly type: EpcisEventType;
  readonly action: 'ADD' | 'OBSERVE' | 'DELETE' | null;
  /** As given: `shipping`, or a full address. */
  readonly bizStep: string | null;
  readonly at: Instant;
  /** What the event is about: single packages and counted ones; outputs of a transformation; not parents. */
  readonly things: readonly NamedThing[];
  readonly inputs: readonly NamedThing[];
  readonly parent: NamedThing | null;
  readonly lot: string | null;
  readonly expiry: LocalDate | null;
  readonly sellerGln: string | null;
  readonly buyerGln: string | null;
  /** The event says that an earlier one was wrong: nothing is taken from it. */
  readonly inError: boolean;
}

export interface EpcisDocument {
  readonly format: 'EPCIS 2.0 JSON-LD';
  readonly schemaVersion: string;
  readonly events: readonly EpcisEvent[];
  /** Who says so, by the header; null when it names nobody. */
  readonly senderGln: string | null;
  /** The seller affirms the DSCSA transaction statement (DS-02). */
  readonly statement: boolean;
}

export type EpcisReading = { readonly document: EpcisDocument } | { readonly fault: DocumentFault };

const EVENT_LIMIT = 10_000;

class Refused extends Error {
  constructor(readonly fault: DocumentFault) {
    super(fault.message);
  }
}
const refuse = (place: string, message: string): never => {
  throw new Refused({ place, message });
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an EPCIS 2.0 document in JSON-LD: whole, or refused with the place of what is wrong. Unknown fields are left aside; known ones
 * of a wrong type, a wrong check digit or a date that does not exist refuse the document, because half a record is none.
 */
export function readEpcis(text: string): EpcisReading {
  const json = readGuardedJson(text);
  if ('fault' in json) return json;
  try {
    return { document: documentOf(json.value) };
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault };
    throw error;
  }
}

function documentOf(value: unknown): EpcisDocument {
  const root = fieldsOf(value, '$');
  const type = root.type;
  if (type !== 'EPCISDocument' && type !== 'EPCISQueryDocument')
    return refuse('$.type', 'is neither EPCISDocument nor EPCISQueryDocument');
  const schemaVersion = textOf(root.schemaVersion, '$.schemaVersion');
  if (!/^2\.\d+(\.\d+)?$/.test(schemaVersion)) return refuse('$.schemaVersion', 'is not EPCIS 2');
  const body = fieldsOf(root.epcisBody, '$.epcisBody');
  const { list, place } = eventListOf(body);
  if (list.length > EVENT_LIMIT) return refuse(place, `holds more than ${EVENT_LIMIT} events`);
  const events = list.map((event, i) => eventOf(event, `${place}[${i}]`));
  return {
    format: 'EPCIS 2.0 JSON-LD',
    schemaVersion,
    events,
    senderGln: glnOf(root.sender, '$.sender') ?? events.find((e) => e.sellerGln !== null)?.sellerGln ?? null,
    statement: affirms(root) || list.some((event) => affirms(event)),
  };
}

function eventListOf(body: Fields): { list: readonly unknown[]; place: string } {
  if (body.queryResults !== undefined) {
    const place = '$.epcisBody.queryResults.resultsBody';
    const results = fieldsOf(body.queryResults, '$.epcisBody.queryResults');
    const list = listOf(fieldsOf(results.resultsBody, place).eventList, `${place}.eventList`);
    return { list, place: `${place}.eventList` };
  }
  return { list: listOf(body.eventList, '$.epcisBody.eventList'), place: '$.epcisBody.eventList' };
}

function eventOf(value: unknown, place: string): EpcisEvent {
  const event = fieldsOf(value, place);
  const type = EVENT_TYPES.find((known) => known === event.type) ?? refuse(`${place}.type`, 'is no event of EPCIS');
  const epcs = (name: string): NamedThing[] => epcList(event[name], `${place}.${name}`);
  const quantities = (name: string): NamedThing[] => quantityList(event[name], `${place}.${name}`);
  const action = optionalText(event.action, `${place}.action`);
  if (action !== null && action !== 'ADD' && action !== 'OBSERVE' && action !== 'DELETE')
    return refuse(`${place}.action`, 'is not ADD, OBSERVE or DELETE');
  const ilmd = event.ilmd === undefined ? {} : fieldsOf(event.ilmd, `${place}.ilmd`);
  const parent = optionalText(event.parentID, `${place}.parentID`);
  return {
    type,
    action,
    bizStep: optionalText(event.bizStep, `${place}.bizStep`),
    at: momentOf(event.eventTime, `${place}.eventTime`),
    things: [
      ...['epcList', 'childEPCs', 'outputEPCList'].flatMap(epcs),
      ...['quantityList', 'childQuantityList', 'outputQuantityList'].flatMap(quantities),
    ],
    inputs: [...epcs('inputEPCList'), ...quantities('inputQuantityList')],
    parent: parent === null ? null : thingOf(parent, null, `${place}.parentID`),
    lot: optionalText(named(ilmd, 'lotNumber'), `${place}.ilmd.lotNumber`),
    expiry: dateOf(named(ilmd, 'itemExpirationDate'), `${place}.ilmd.itemExpirationDate`),
    sellerGln: partyOf(event.sourceList, 'source', `${place}.sourceList`),
    buyerGln: partyOf(event.destinationList, 'destination', `${place}.destinationList`),
    inError: event.errorDeclaration !== undefined,
  };
}

const epcList = (value: unknown, place: string): NamedThing[] =>
  value === undefined
    ? []
    : listOf(value, place).map((epc, i) => thingOf(textOf(epc, `${place}[${i}]`), null, `${place}[${i}]`));

function quantityList(value: unknown, place: string): NamedThing[] {
  if (value === undefined) return [];
  return listOf(value, place).map((entry, i) => {
    const at = `${place}[${i}]`;
    const fields = fieldsOf(entry, at);
    const { quantity } = fields;
    if (quantity !== undefined && (typeof quantity !== 'number' || !Number.isFinite(quantity) || quantity < 0))
      return refuse(`${at}.quantity`, 'is not an amount');
    const counted = typeof quantity === 'number' && fields.uom === undefined;
    if (counted && !Number.isSafeInteger(quantity))
      return refuse(`${at}.quantity`, 'is not a whole number of packages');
    return thingOf(textOf(fields.epcClass, `${at}.epcClass`), counted ? quantity : null, at);
  });
}

function thingOf(epc: string, count: number | null, place: string): NamedThing {
  const reading = readEpc(epc);
  if (!reading.known && reading.fault !== undefined) return refuse(place, reading.fault);
  return { epc, identity: reading.known ? reading.identity : null, count };
}

/** The owning party of a source or destination list; else whoever possesses it. */
function partyOf(value: unknown, field: string, place: string): string | null {
  if (value === undefined) return null;
  const parties = listOf(value, place).map((entry, i) => {
    const fields = fieldsOf(entry, `${place}[${i}]`);
    const type = textOf(fields.type, `${place}[${i}].type`);
    return { type: type.split(/[/:]/).at(-1) ?? type, gln: glnOf(fields[field], `${place}[${i}].${field}`) };
  });
  for (const wanted of ['owning_party', 'possessing_party']) {
    const found = parties.find((party) => party.type === wanted && party.gln !== null);
    if (found) return found.gln;
  }
  return null;
}

function glnOf(value: unknown, place: string): string | null {
  const text = optionalText(value, place);
  if (text === null) return null;
  const reading = readEpc(text);
  if (!reading.known && reading.fault !== undefined) return refuse(place, reading.fault);
  return reading.known && reading.identity.kind === 'gln' ? reading.identity.gln : null;
}

/** `gs1ushc:dscsaTransactionStatement` with its affirmation, in the header of the document or in an event. */
function affirms(value: unknown): boolean {
  const found = valuesNamed(value, 'dscsaTransactionStatement');
  return found.some((statement) =>
    valuesNamed(statement, 'affirmTransactionStatement').some((v) => v === true || v === 'true'),
  );
}

/** All values of fields of that name, whatever their prefix; the guard has bounded depth and number. */
function valuesNamed(value: unknown, name: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, part]) => [
    ...(localName(key) === name ? [part] : []),
    ...valuesNamed(part, name),
  ]);
}

const localName = (key: string): string => key.slice(key.lastIndexOf(':') + 1);
const named = (fields: Fields, name: string): unknown =>
  Object.entries(fields).find(([key]) => localName(key) === name)?.[1];

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(place, 'is not an object');
  return value as Fields;
}
function listOf(value: unknown, place: string): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : refuse(place, 'is not a list');
}
function textOf(value: unknown, place: string): string {
  return typeof value === 'string' && value !== '' ? value : refuse(place, 'is not text');
}
function optionalText(value: unknown, place: string): string | null {
  return value === undefined || value === null ? null : textOf(value, place);
}
function momentOf(value: unknown, place: string): Instant {
  try {
    // Microseconds are legal; nothing here is that exact.
    return parseInstant(textOf(value, place).replace(/(\.\d{3})\d+/, '$1'));
  } catch (error) {
    if (error instanceof Refused) throw error;
    return refuse(place, 'is not a moment with its zone');
  }
}
function dateOf(value: unknown, place: string): LocalDate | null {
  const text = optionalText(value, place);
  if (text === null) return null;
  try {
    return parseLocalDate(text.slice(0, 10));
  } catch {
    return refuse(place, 'is not a date of the calendar');
  }
}
