/** How the message of a symbology is to be read. */
export type Carrier = 'gs1' | 'ean13' | 'ean8' | 'itf14' | 'plain';

export interface Symbology {
  readonly name: string;
  readonly carrier: Carrier;
}

/** AIM symbology identifiers (ISO/IEC 15424) of what pharmacies meet. One that is missing here is refused. */
const SYMBOLOGIES: Readonly<Record<string, Symbology>> = {
  ']d2': { name: 'GS1 DataMatrix', carrier: 'gs1' },
  ']C1': { name: 'GS1-128', carrier: 'gs1' },
  ']e0': { name: 'GS1 DataBar', carrier: 'gs1' },
  ']Q3': { name: 'GS1 QR Code', carrier: 'gs1' },
  ']J1': { name: 'GS1 DotCode', carrier: 'gs1' },
  ']E0': { name: 'EAN-13 or UPC-A', carrier: 'ean13' },
  ']E4': { name: 'EAN-8', carrier: 'ean8' },
  ']I0': { name: 'ITF', carrier: 'itf14' },
  ']I1': { name: 'ITF', carrier: 'itf14' },
  ']d0': { name: 'Data Matrix', carrier: 'plain' },
  ']d1': { name: 'Data Matrix', carrier: 'plain' },
  ']Q0': { name: 'QR Code', carrier: 'plain' },
  ']Q1': { name: 'QR Code', carrier: 'plain' },
  ']J0': { name: 'DotCode', carrier: 'plain' },
  ']C0': { name: 'Code 128', carrier: 'plain' },
  ']A0': { name: 'Code 39', carrier: 'plain' },
};

/** Takes the symbology identifier off. `undefined` symbology: the scanner sent none; `null`: one that is not known. */
export function splitSymbology(data: string): {
  readonly symbology: Symbology | null | undefined;
  readonly body: string;
} {
  if (!data.startsWith(']')) return { symbology: undefined, body: data };
  return { symbology: SYMBOLOGIES[data.slice(0, 3)] ?? null, body: data.slice(3) };
}
