import type { CatalogFormula } from '../fixtures/catalog.js';

export interface OrderBody extends Record<string, unknown> {
  readonly patientId: string;
  readonly lines: readonly {
    readonly role: string;
    readonly drugId: string;
    readonly dose: { readonly value: string; readonly unit: string };
    readonly basis: 'flat';
  }[];
}

/** A prescription of one container for one of the bench's formulas. */
export const orderBody = ({ products }: CatalogFormula, patientId: string): OrderBody => ({
  patientId,
  lines: products.map(({ role, drugId }) => ({
    role,
    drugId,
    dose: role === 'base' ? { value: '100', unit: 'mL' } : { value: '500', unit: 'mg' },
    basis: 'flat',
  })),
  route: 'IV',
  schedule: 'once',
  durationMinutes: 60,
  containers: 1,
  storage: 'CRT',
  device: 'gravity',
  prescriber: 'Dr. K. Brandt',
  indication: 'Sepsis',
});
