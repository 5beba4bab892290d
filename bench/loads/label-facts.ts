import { shortNumber } from '#domain/barcode';
import { Quantity, Rate } from '#domain/quantity';
import { instant, zoneId } from '#domain/time';
import type { ContainerLabelFacts } from '#labels';

const mg = (value: string): Quantity => Quantity.of(value, 'mg');

/** The label of a bench worksheet: four drugs in a bag. @param number differs, so that no symbol comes from the cache */
export const labelFacts = (number: number): ContainerLabelFacts => ({
  size: '4x3',
  zone: zoneId('America/Phoenix'),
  pharmacy: {
    name: 'Demonstration Infusion Pharmacy',
    address: '100 Example Avenue, Phoenix, AZ 85001',
    phone24h: '602-555-0100',
  },
  patient: { name: 'Osei, Thomas', identifiers: [{ label: 'DOB', value: '1978-11-02' }], allergies: [] },
  orderNumber: `BENCH-${number}`,
  prescriber: 'Dr. K. Brandt',
  cspNumber: shortNumber('CSP', BigInt(number)),
  containerOf: { index: 1, count: 1 },
  drugs: [
    { name: 'bench i 1', dose: mg('500') },
    { name: 'bench i 2', dose: mg('500') },
    { name: 'bench i 3', dose: mg('500') },
  ],
  totalVolume: Quantity.of('130', 'mL'),
  diluent: { name: 'bench i 4', volume: Quantity.of('100', 'mL') },
  additives: [],
  route: 'intravenous',
  infusion: {
    rate: Rate.of(Quantity.of('130', 'mL'), Quantity.of('1', 'h')),
    over: Quantity.of('60', 'min'),
    continuous: false,
  },
  hazardous: false,
  vesicant: false,
  warnings: [],
  storage: 'Store at room temperature 20 to 25 °C (68 to 77 °F)',
  beyondUse: instant(Date.UTC(2026, 2, 6, 16, 14)),
  preparedAt: instant(Date.UTC(2026, 2, 2, 16, 14)),
  preparedBy: 'BN',
  verifiedBy: 'BN',
  container: 'single-dose',
});
