import { instant, parseInstant, zoneId } from '#domain/time';
import {
  calendarFrom,
  NEVER,
  type Inbound,
  type ScheduledDose,
  type SupplyFacts,
  type SupplyUnit,
} from '#domain/supply';

/** The least that a projection needs, for specs: amounts in mg, 30 days from March 2, 2026 in Phoenix. */
const PHOENIX = zoneId('America/Phoenix');
const NOW = parseInstant('2026-03-02T16:00:00Z');
export const calendar = calendarFrom(NOW, PHOENIX, 30);
export const mg = (amount: number): number => amount * 1_000_000;

export function aUnit(over: Partial<SupplyUnit> & { amount: number; content: number }): SupplyUnit {
  return {
    kind: 'lot',
    id: 'lot-1',
    label: 'V1',
    productId: 'p1',
    productName: 'Vancomycin 1 g',
    shared: false,
    lastDay: NEVER,
    expiresOn: null,
    otherStrength: false,
    packagePrice: '12.50',
    ...over,
  };
}

export const anInbound = (over: Partial<Inbound> & { amount: number; content: number }): Inbound => ({
  ...aUnit(over),
  kind: 'inbound',
  supplier: 'Example Wholesale Co.',
  packages: over.amount / over.content,
  early: 2,
  typical: 4,
  late: 8,
  ...over,
});

export const aDose = (day: number, amount: number, over: Partial<ScheduledDose> = {}): ScheduledDose => ({
  day,
  at: instant(NOW + day * 86_400_000),
  orderId: 'o1',
  orderNumber: 'ORD-1',
  patientId: 'a',
  patientName: 'Hale, Miriam',
  indication: 'Osteomyelitis',
  amount,
  bag: null,
  ...over,
});

export const supplyFacts = (over: Partial<SupplyFacts>): SupplyFacts => ({
  drugId: 'd1',
  drugName: 'vancomycin',
  unit: 'mg',
  bySize: false,
  calendar,
  stock: [],
  inbound: [],
  doses: [],
  history: { days: 0, uses: [] },
  ...over,
});

export const daily = (amount: number, days = 30, over: Partial<ScheduledDose> = {}): ScheduledDose[] =>
  Array.from({ length: days }, (_, day) => aDose(day, amount, over));
