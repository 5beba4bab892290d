import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLocalDate } from '#domain/time';
import { aGtin, aShipment, sgtin } from '../../../../test/factories/a-shipment.js';
import { readEpcis } from './epcis.js';
import { transactionInformation, type TransactionInformation } from './items.js';
import { DOCUMENT_LIMITS } from './json-guard.js';
import { reconcile, type ReceivedFacts, type StatedFacts } from './reconcile.js';

const GTIN = aGtin(1);
const packages = (...serials: string[]): Parameters<typeof aShipment>[0] =>
  serials.map((serial) => ({ gtin: GTIN, serial, lot: 'L1', expiry: '2027-06-30' }));
type Shipment = { epcisBody: { eventList: Record<string, unknown>[] } };
const shipment = (...serials: string[]): Shipment => aShipment(packages(...serials)) as unknown as Shipment;

function informationOf(document: unknown): TransactionInformation {
  const reading = readEpcis(JSON.stringify(document));
  if ('fault' in reading) throw new Error(`${reading.fault.place} ${reading.fault.message}`);
  return transactionInformation(reading.document);
}

describe('a shipment', () => {
  it('gives each package with lot and expiry, the seller, and that the statement is affirmed', () => {
    const reading = readEpcis(JSON.stringify(shipment('A', 'B')));
    expect(reading).toMatchObject({ document: { senderGln: '0614141000012', statement: true } });
    expect(informationOf(shipment('A', 'B')).items).toMatchObject([
      {
        gtin: GTIN,
        serial: 'A',
        lotNumber: 'L1',
        expiresOn: '2027-06-30',
        parent: 'urn:epc:id:sscc:0614141.1234567890',
      },
      { gtin: GTIN, serial: 'B' },
    ]);
  });
  it('leaves out what was made and not shipped', () => {
    const document = shipment('A', 'B');
    const packing = document.epcisBody.eventList.find((e) => e.type === 'AggregationEvent');
    if (packing) packing.childEPCs = [sgtin({ gtin: GTIN, serial: 'A' })];
    expect(informationOf(document).items.map((i) => i.serial)).toEqual(['A']);
  });
  it('takes nothing from an event that declares an earlier one wrong', () => {
    const document = shipment('A');
    document.epcisBody.eventList.push({
      type: 'ObjectEvent',
      eventTime: '2026-02-28T10:00:00Z',
      action: 'OBSERVE',
      bizStep: 'shipping',
      epcList: [sgtin({ gtin: GTIN, serial: 'WRONG' })],
      errorDeclaration: { declarationTime: '2026-03-01T10:00:00Z' },
    });
    expect(informationOf(document).items.map((i) => i.serial)).toEqual(['A']);
  });
  it('that gives one serial two lots contradicts itself', () => {
    const document = shipment('A');
    const made = document.epcisBody.eventList[0] ?? {};
    document.epcisBody.eventList.unshift({ ...made, ilmd: { 'cbvmda:lotNumber': 'OTHER' } });
    expect(informationOf(document).contradictions).toMatchObject([{ serial: 'A' }]);
  });
  it('does not affirm by saying no', () => {
    const text = JSON.stringify(shipment('A')).replace(
      '"gs1ushc:affirmTransactionStatement":true',
      '"gs1ushc:affirmTransactionStatement":false',
    );
    expect(readEpcis(text)).toMatchObject({ document: { statement: false } });
  });
});

describe('a hostile document', () => {
  const changed = (change: (document: Shipment) => void): string => {
    const document = shipment('A');
    change(document);
    return JSON.stringify(document);
  };
  const event = (part: object): string => changed((d) => Object.assign(d.epcisBody.eventList[0] ?? {}, part));
  it.each([
    ['too large', ' '.repeat(DOCUMENT_LIMITS.characters + 1), '$'],
    ['too deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, '$[0]'],
    ['too many values', `[${'0,'.repeat(DOCUMENT_LIMITS.values)}0]`, '$'],
    ['a prototype', '{"type":"EPCISDocument","constructor":{}}', '$.constructor'],
    ['a long text', JSON.stringify({ a: 'x'.repeat(DOCUMENT_LIMITS.text + 1) }), '$.a'],
    ['a NUL', '{"a":"\\u0000"}', '$.a'],
    ['half a character', '{"a":"\\ud800"}', '$.a'],
    ['a number for a list', event({ epcList: 7 }), '$.epcisBody.eventList[0].epcList'],
    ['a list for a text', event({ bizStep: ['x'] }), '$.epcisBody.eventList[0].bizStep'],
    ['an unknown event', event({ type: 'PartyEvent' }), '$.epcisBody.eventList[0].type'],
    ['an unknown action', event({ action: 'DROP' }), '$.epcisBody.eventList[0].action'],
    ['a time without a zone', event({ eventTime: '2026-02-01T10:00:00' }), '$.epcisBody.eventList[0].eventTime'],
    [
      'a day that is none',
      event({ ilmd: { itemExpirationDate: '2026-02-30' } }),
      '$.epcisBody.eventList[0].ilmd.itemExpirationDate',
    ],
    ['a broken EPC', event({ epcList: ['urn:epc:id:sgtin:1.2.3'] }), '$.epcisBody.eventList[0].epcList[0]'],
    [
      'a negative amount',
      event({ quantityList: [{ epcClass: 'x', quantity: -1 }] }),
      '$.epcisBody.eventList[0].quantityList[0].quantity',
    ],
    ['no events', '{"type":"EPCISDocument","schemaVersion":"2.0","epcisBody":{}}', '$.epcisBody.eventList'],
  ])('with %s is refused whole, with the place', (_what, text, place) => {
    const reading = readEpcis(text);
    expect('fault' in reading && reading.fault.place.startsWith(place)).toBe(true);
  });
  it('of any JSON is read or refused, never a crash', () => {
    fc.assert(fc.property(fc.json(), (text) => void readEpcis(text)));
    fc.assert(
      fc.property(fc.anything(), (part) => {
        const text = JSON.stringify(
          { type: 'EPCISDocument', schemaVersion: '2.0', epcisBody: { eventList: [part] } },
          (_k, v) => (typeof v === 'bigint' ? String(v) : (v as unknown)),
        );
        void readEpcis(text);
      }),
    );
  });
});

describe('what came against what was stated', () => {
  const stated = (serial: string, change: Partial<StatedFacts> = {}): StatedFacts => ({
    itemId: serial,
    epc: `epc ${serial}`,
    kind: 'serial',
    productId: 'p',
    gtin: GTIN,
    serial,
    lotNumber: 'L1',
    expiresOn: parseLocalDate('2027-06-30'),
    quantity: null,
    parent: null,
    holdsOthers: false,
    ...change,
  });
  const came = (serials: readonly string[], change: Partial<ReceivedFacts> = {}): ReceivedFacts => ({
    lineId: 'l',
    productId: 'p',
    productName: 'product',
    gtin: GTIN,
    lotNumber: 'l1',
    expiresOn: parseLocalDate('2027-06-30'),
    packages: Math.max(1, serials.length),
    serials,
    cartons: [],
    ...change,
  });
  const kinds = (received: ReceivedFacts, items: readonly StatedFacts[]): string[] =>
    reconcile([received], items).mismatches.map((m) => m.kind);

  it('agrees in any order, whatever the letters of the lot', () => {
    expect(reconcile([came(['B', 'A'])], [stated('A'), stated('B')])).toMatchObject({
      mismatches: [],
      matches: [{}, {}],
    });
  });
  it('of a scanned carton takes what is packed in it', () => {
    const carton = { gtin: aGtin(1, 5), serial: 'C1' };
    const items = [
      stated('C1', { gtin: carton.gtin, epc: 'carton', holdsOthers: true }),
      stated('A', { parent: 'carton' }),
      stated('B', { parent: 'carton' }),
    ];
    expect(kinds(came([], { packages: 2, cartons: [carton] }), items)).toEqual([]);
    expect(kinds(came([], { packages: 2, cartons: [{ ...carton, serial: 'C2' }] }), items)).toEqual([
      'ti-not-received',
    ]);
  });
  it.each([
    [1, ['ti-not-received']],
    [2, []],
    [3, ['received-not-in-ti']],
  ])('counts where nothing was scanned: %i of 2 stated says %j', (n, told) => {
    expect(kinds(came([], { packages: n }), [stated('A'), stated('B')])).toEqual(told);
  });
  it.each([
    [9, []],
    [10, []],
    [11, ['received-not-in-ti']],
  ])('counts a lot that is stated as 10: %i says %j', (n, told) => {
    const lot = stated('', { kind: 'lot', serial: null, quantity: 10 });
    expect(kinds(came([], { packages: n }), [lot])).toEqual(told);
  });
  it('matches every item at most once, and names every serial that differs', () => {
    const serials = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'));
    fc.assert(
      fc.property(serials, serials, (said, got) => {
        fc.pre(got.length > 0);
        const { matches, mismatches } = reconcile(
          [came(got)],
          said.map((s) => stated(s)),
        );
        expect(matches.map((m) => m.itemId).toSorted()).toEqual(said.filter((s) => got.includes(s)).toSorted());
        expect(mismatches.filter((m) => m.kind === 'received-not-in-ti')).toHaveLength(
          got.filter((s) => !said.includes(s)).length,
        );
        expect(mismatches.some((m) => m.kind === 'ti-not-received')).toBe(said.some((s) => !got.includes(s)));
      }),
    );
  });
});
