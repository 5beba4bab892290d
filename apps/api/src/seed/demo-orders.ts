import { shortNumber, type ShortNumberPrefix } from '#domain/barcode';
import { addHours, formatInstant, type Instant, type LocalDate } from '#domain/time';
import type { Tx } from '../platform/database/database.js';
import { rows } from '../platform/database/sql.js';
import { demoPersonId } from './demo-people.js';
import { stableId } from './stable-id.js';

const drug = (name: string): string => stableId('drug', name);
export const demoPatientId = (mrn: string): string => stableId('patient', mrn);

async function number(tx: Tx, prefix: ShortNumberPrefix): Promise<string> {
  const [row] = await rows<{ n: string }>(tx, 'select nextval($1::regclass) as n', [
    `short_number_${prefix.toLowerCase()}`,
  ]);
  return shortNumber(prefix, BigInt(row?.n ?? 1));
}

/** Nobody who lives: names, numbers and conditions are made up. */
const PATIENTS = [
  {
    mrn: 'D-1001',
    family: 'Hale',
    given: 'Miriam',
    born: '1961-04-17',
    sex: 'female',
    setting: 'home',
    kg: '71.5',
    cm: '165',
    allergies: [{ substance: 'penicillin', reaction: 'rash in childhood' }],
  },
  {
    mrn: 'D-1002',
    family: 'Osei',
    given: 'Thomas',
    born: '1978-11-02',
    sex: 'male',
    setting: 'hospital',
    kg: '88',
    cm: '182',
    allergies: [],
  },
  {
    mrn: 'D-1003',
    family: 'Varga',
    given: 'Elena',
    born: '1955-08-29',
    sex: 'female',
    setting: 'home',
    kg: '67',
    cm: '174',
    allergies: [],
  },
] as const;

export async function insertDemoPatients(tx: Tx, at: Instant, today: LocalDate): Promise<void> {
  for (const p of PATIENTS)
    await tx.query(
      `insert into patient (id, number, family_name, given_name, birth_date, sex, mrn, care_setting, weight_kg, height_cm, measured_on, allergies_reviewed,
         allergies, phone, address, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, true, $12, '602-555-0142', '12 Sample Street, Phoenix, AZ 85003', $13)`,
      [
        demoPatientId(p.mrn),
        await number(tx, 'PT'),
        p.family,
        p.given,
        p.born,
        p.sex,
        p.mrn,
        p.setting,
        p.kg,
        p.cm,
        today,
        JSON.stringify(p.allergies),
        formatInstant(at),
      ],
    );
}

interface DemoOrder {
  readonly patient: string;
  readonly schedule: 'intermittent' | 'continuous';
  readonly duration: number;
  readonly interval: number | null;
  readonly containers: number;
  readonly days: number;
  readonly storage: 'CRT' | 'REF';
  readonly device: string;
  readonly neededInHours: number;
  readonly prescriber: string;
  readonly indication: string;
  readonly directions: string;
  readonly lines: readonly (readonly ['additive' | 'base', string, string, string, (readonly [string, string])?])[];
}

/** The three prescriptions that show the whole way: home antibiotic, hospital antibiotic, ambulatory chemotherapy. */
const ORDERS: readonly DemoOrder[] = [
  {
    patient: 'D-1001',
    schedule: 'intermittent',
    duration: 90,
    interval: 720,
    containers: 14,
    days: 7,
    storage: 'REF',
    device: 'stationary-pump',
    neededInHours: 20,
    prescriber: 'Dr. L. Amari',
    indication: 'Osteomyelitis',
    directions: 'Infuse each bag through the PICC line.',
    lines: [
      ['additive', 'vancomycin', '1250', 'mg'],
      ['base', 'sodium chloride 0.9 %', '250', 'mL'],
    ],
  },
  {
    patient: 'D-1002',
    schedule: 'intermittent',
    duration: 30,
    interval: 1440,
    containers: 3,
    days: 3,
    storage: 'REF',
    device: 'gravity',
    neededInHours: 6,
    prescriber: 'Dr. K. Brandt',
    indication: 'Community-acquired pneumonia',
    directions: '',
    lines: [
      ['additive', 'ceftriaxone', '2', 'g'],
      ['base', 'sodium chloride 0.9 %', '100', 'mL'],
    ],
  },
  {
    patient: 'D-1003',
    schedule: 'continuous',
    duration: 2760,
    interval: null,
    containers: 1,
    days: 2,
    storage: 'CRT',
    device: 'ambulatory-pump',
    neededInHours: 4,
    prescriber: 'Dr. S. Iyer',
    indication: 'Colon cancer, FOLFOX, cycle 3',
    directions: 'Disconnect after 46 hours.',
    lines: [['additive', 'fluorouracil', '4320', 'mg', ['2400', '1.8']]],
  },
];

export async function insertDemoOrders(tx: Tx, at: Instant): Promise<void> {
  for (const order of ORDERS) {
    const id = stableId('order', order.patient);
    const versionId = stableId('order-version', order.patient);
    await tx.query(
      `insert into infusion_order (id, number, patient_id, state, version, received_at, changed_at) values ($1, $2, $3, 'received', 1, $4, $4)`,
      [id, await number(tx, 'ORD'), demoPatientId(order.patient), formatInstant(at)],
    );
    await tx.query(
      `insert into infusion_order_version (id, order_id, version, route, schedule, duration_minutes, interval_minutes, containers, days_supply, storage, device,
         needed_at, prescriber, indication, directions, entered_by, entered_at)
       values ($1, $2, 1, 'IV', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        versionId,
        id,
        order.schedule,
        order.duration,
        order.interval,
        order.containers,
        order.days,
        order.storage,
        order.device,
        formatInstant(addHours(at, order.neededInHours)),
        order.prescriber,
        order.indication,
        order.directions,
        demoPersonId('jo'),
        formatInstant(at),
      ],
    );
    for (const [i, [role, name, value, unit, perM2]] of order.lines.entries())
      await tx.query(
        `insert into infusion_order_line (version_id, position, role, drug_id, dose_value, dose_unit, basis, basis_value, basis_unit, body_value)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          versionId,
          i + 1,
          role,
          drug(name),
          value,
          unit,
          perM2 ? 'per-m2' : 'flat',
          perM2?.[0] ?? null,
          perM2 ? unit : null,
          perM2?.[1] ?? null,
        ],
      );
  }
}
