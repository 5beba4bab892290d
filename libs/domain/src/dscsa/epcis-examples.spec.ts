import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hasValidCheckDigit } from '#domain/ndc';
import { readEpc } from './epc.js';
import { readEpcis } from './epcis.js';

interface Example {
  readonly id: string;
  readonly document: unknown;
  readonly expected: {
    readonly format: string;
    readonly schema_version: string;
    readonly events: number;
    readonly event_types: readonly string[];
    readonly actions: readonly (string | null)[];
    readonly biz_steps: readonly string[];
    readonly gtins: Readonly<Record<string, { gtin14: string; serial_or_lot: string; kind: 'serial' | 'lot' }>>;
    readonly ssccs: Readonly<Record<string, string>>;
  };
}

const EXAMPLES = JSON.parse(readFileSync(new URL('./fixtures/epcis-json.json', import.meta.url), 'utf8')) as Example[];

const lastWord = (text: string): string => text.split(/[:/-]/).at(-1) ?? text;

describe('the examples of GS1 for EPCIS 2.0 in JSON', () => {
  it('are all here', () => expect(EXAMPLES).toHaveLength(28));

  it.each(EXAMPLES)('$id is read whole', ({ document, expected }) => {
    const reading = readEpcis(JSON.stringify(document));
    if ('fault' in reading) throw new Error(`${reading.fault.place} ${reading.fault.message}`);
    const { events, schemaVersion, format } = reading.document;
    expect({ format, schemaVersion, events: events.length }).toEqual({
      format: expected.format,
      schemaVersion: expected.schema_version,
      events: expected.events,
    });
    expect(events.map((event) => event.type)).toEqual(expected.event_types);
    expect(events.map((event) => event.action)).toEqual(expected.actions);
    expect(events.flatMap((event) => (event.bizStep === null ? [] : lastWord(event.bizStep)))).toEqual(
      expected.biz_steps.map(lastWord),
    );
    const named = events.flatMap((e) => [...e.things, ...e.inputs, ...(e.parent ? [e.parent] : [])]);
    const gtins: Record<string, unknown> = {};
    const ssccs: Record<string, unknown> = {};
    for (const { epc, identity } of named.filter((thing) => thing.epc.startsWith('urn:'))) {
      if (identity?.kind === 'serial')
        gtins[epc] = { gtin14: identity.gtin, serial_or_lot: identity.serial, kind: 'serial' };
      if (identity?.kind === 'lot') gtins[epc] = { gtin14: identity.gtin, serial_or_lot: identity.lot, kind: 'lot' };
      if (identity?.kind === 'sscc') ssccs[epc] = identity.sscc;
    }
    expect(gtins).toEqual(expected.gtins);
    expect(ssccs).toEqual(expected.ssccs);
  });
});

describe('an EPC', () => {
  it.each([
    ['urn:epc:id:sgtin:0614141.107346.2017', { kind: 'serial', gtin: '10614141073464', serial: '2017' }],
    ['urn:epc:id:sgtin:0325021.011502.A%2F1', { kind: 'serial', gtin: '00325021115022', serial: 'A/1' }],
    ['urn:epc:class:lgtin:4012345.011111.4444', { kind: 'lot', gtin: '04012345111118', lot: '4444' }],
    ['urn:epc:id:sscc:0614141.1234567890', { kind: 'sscc', sscc: '106141412345678908' }],
    ['urn:epc:id:sgln:0614141.00777.0', { kind: 'gln', gln: '0614141007776' }],
    ['urn:epc:id:pgln:0614141.00777', { kind: 'gln', gln: '0614141007776' }],
    ['https://id.gs1.org/01/70614141123451/21/2017', { kind: 'serial', gtin: '70614141123451', serial: '2017' }],
    ['https://id.gs1.org/01/70614141123451/10/998877', { kind: 'lot', gtin: '70614141123451', lot: '998877' }],
    [
      'https://example.com/x/01/70614141123451/10/L1/21/S%2F2?17=270101',
      { kind: 'serial', gtin: '70614141123451', serial: 'S/2' },
    ],
    ['https://id.gs1.org/01/04012345987652', { kind: 'class', gtin: '04012345987652' }],
    ['https://id.gs1.org/00/106141412345678908', { kind: 'sscc', sscc: '106141412345678908' }],
    ['https://id.gs1.org/414/0614141007776', { kind: 'gln', gln: '0614141007776' }],
  ])('%s is read', (text, identity) => {
    expect(readEpc(text)).toEqual({ known: true, identity });
    const digits = ['gtin', 'sscc', 'gln'].map((key) => (identity as Record<string, string>)[key] ?? '').join('');
    expect(hasValidCheckDigit(digits)).toBe(true);
  });

  it.each([
    ['a link with a wrong check digit', 'https://id.gs1.org/01/70614141123452/21/1'],
    ['a link with a wrong SSCC', 'https://id.gs1.org/00/106141412345678909'],
    ['too short a company prefix', 'urn:epc:id:sgtin:06141.10734612.1'],
    ['too many digits', 'urn:epc:id:sgtin:0614141.1073460.1'],
    ['letters for digits', 'urn:epc:id:sgtin:061414A.107346.1'],
    ['no serial', 'urn:epc:id:sgtin:0614141.107346.'],
    ['a serial of 21 signs', `urn:epc:id:sgtin:0614141.107346.${'1'.repeat(21)}`],
    ['a broken escape', 'urn:epc:id:sgtin:0614141.107346.%2'],
    ['a space in the serial', 'urn:epc:id:sgtin:0614141.107346.%20'],
  ])('with %s is broken', (_what, text) => {
    expect(readEpc(text)).toEqual({ known: false, fault: expect.any(String) });
  });

  it.each([
    'geo:42.69,23.32',
    'urn:epc:id:giai:4000001.111',
    'https://id.example.com/8003/040123450007718765',
    'shipping',
    '',
  ])('of another kind is left aside: %s', (text) => {
    expect(readEpc(text)).toEqual({ known: false });
  });
});
