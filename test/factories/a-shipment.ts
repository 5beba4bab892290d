import { gs1CheckDigit } from '#domain/barcode';

/** A package as a seller states it. */
export interface StatedPackage {
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  readonly expiry: string;
}

/** The URN of a package: company prefix of seven digits, as those of US drugs with their 03. */
export function sgtin({ gtin, serial }: Pick<StatedPackage, 'gtin' | 'serial'>): string {
  return `urn:epc:id:sgtin:${gtin.slice(1, 8)}.${gtin.charAt(0)}${gtin.slice(8, 13)}.${encodeURIComponent(serial)}`;
}

/** A GTIN-14 that no product has, by its last digits. */
export function aGtin(item: number, indicator = 0): string {
  const body = `${indicator}0399999${String(item).padStart(5, '0')}`;
  return body + gs1CheckDigit(body);
}

/** A shipment in EPCIS 2.0: packages made with lot and expiry, packed into a case, shipped by a seller who affirms. */
export function aShipment(
  packages: readonly StatedPackage[],
  it: { sellerGln?: string; statement?: boolean; created?: string } = {},
): Record<string, unknown> {
  const gln = it.sellerGln ?? '0614141000012';
  const made = packages.map((one) => ({
    type: 'ObjectEvent',
    eventTime: '2026-02-01T10:00:00Z',
    eventTimeZoneOffset: '+00:00',
    action: 'ADD',
    bizStep: 'commissioning',
    epcList: [sgtin(one)],
    ilmd: { 'cbvmda:lotNumber': one.lot, 'cbvmda:itemExpirationDate': one.expiry },
  }));
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: it.created ?? '2026-02-28T10:00:00Z',
    sender: `urn:epc:id:sgln:${gln.slice(0, 7)}.${gln.slice(7, 12)}.0`,
    ...((it.statement ?? true) && {
      epcisHeader: {
        'gs1ushc:dscsaTransactionStatement': {
          'gs1ushc:affirmTransactionStatement': true,
          'gs1ushc:legalNotice': 'Seller has complied with each applicable subsection of FDCA Sec. 581(27)(A)-(G).',
        },
      },
    }),
    epcisBody: {
      eventList: [
        ...made,
        {
          type: 'AggregationEvent',
          eventTime: '2026-02-20T10:00:00Z',
          eventTimeZoneOffset: '+00:00',
          action: 'ADD',
          bizStep: 'packing',
          parentID: 'urn:epc:id:sscc:0614141.1234567890',
          childEPCs: packages.map(sgtin),
        },
        {
          type: 'ObjectEvent',
          eventTime: '2026-02-27T10:00:00Z',
          eventTimeZoneOffset: '+00:00',
          action: 'OBSERVE',
          bizStep: 'shipping',
          epcList: ['urn:epc:id:sscc:0614141.1234567890'],
        },
      ],
    },
  };
}
