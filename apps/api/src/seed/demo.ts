import { createHash } from 'node:crypto';
import { shortNumber } from '#domain/barcode';
import { canonicalText, formulaDrugs, type FormulaContent } from '#domain/formula';
import { Quantity } from '#domain/quantity';
import { formulaApprovalText } from '#domain/signature';
import { moveStock } from '#domain/stock';
import { addCalendarDays, dateIn, formatInstant, zoneId, type Instant, type LocalDate } from '#domain/time';
import { StockLedger } from '../modules/stock/stock-ledger.js';
import { Passwords } from '../platform/auth/passwords.js';
import type { PersonId } from '../platform/brand.js';
import type { Database, Tx } from '../platform/database/database.js';
import { rows } from '../platform/database/sql.js';
import { Ids } from '../platform/ids.js';
import { clockAt } from './clock-at.js';
import { DEMO_FORMULAS } from './demo-formulas.js';
import { demoPersonId, insertDemoPeople } from './demo-people.js';
import { insertDemoOrders, insertDemoPatients } from './demo-orders.js';
import { insertDemoPurchasing } from './demo-purchasing.js';
import { insertDemoRecalls } from './demo-recalls.js';
import { insertInHouseProducts } from './demo-stock-batches.js';
import { insertDemoSupply } from './demo-supply.js';
import { insertDemoStockKeeping } from './demo-stock-keeping.js';
import { stableId } from './stable-id.js';

export const DEMO_ZONE = zoneId('America/Phoenix');

/**
 * A small pharmacy of made-up people, rooms, stock and prescriptions, so that a newcomer can work a day in it. Does nothing where
 * anybody already is. Products are real, lots are not.
 * @param at the present: expiries and certifications are counted from it
 */
export async function loadDemo(
  db: Database,
  at: Instant,
  options: { passwords?: Pick<Passwords, 'hash'>; orders?: boolean } = {},
): Promise<void> {
  await db.transaction(async (tx) => {
    const [{ n } = { n: '0' }] = await rows<{ n: string }>(tx, 'select count(*) as n from person');
    if (n !== '0') return;
    const today = dateIn(at, DEMO_ZONE);
    await insertSite(tx);
    await insertDemoPeople(tx, options.passwords ?? new Passwords(), {
      now: formatInstant(at),
      earnedOn: addCalendarDays(today, -30),
      validUntil: addCalendarDays(today, 150),
    });
    await insertPlaces(tx, addCalendarDays(today, 120));
    for (const content of DEMO_FORMULAS) await insertFormula(tx, content, at, today);
    await insertStock(tx, at, today);
    await insertDemoStockKeeping(tx, at, today);
    await insertDemoPurchasing(tx, at, today);
    await insertDemoRecalls(tx, at, today);
    await insertDemoPatients(tx, at, today);
    if (options.orders ?? true) {
      await insertInHouseProducts(tx, at);
      await insertDemoOrders(tx, at);
      await insertDemoSupply(tx, at, today);
    }
  });
}

async function insertSite(tx: Tx): Promise<void> {
  await tx.query(
    `insert into site (id, name, address_lines, phone, zone_id) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [
      stableId('site', 'demo'),
      'Demonstration Infusion Pharmacy',
      ['100 Example Avenue', 'Phoenix, AZ 85001'],
      '602-555-0100',
      DEMO_ZONE,
    ],
  );
}

const ROOMS = [
  {
    name: 'Buffer room',
    kind: 'iso7-buffer',
    hoods: [
      ['Hood 1', 'lafw'],
      ['Hood 2', 'lafw'],
    ],
  },
  { name: 'Hazardous buffer room', kind: 'c-sec', hoods: [['Cabinet 1', 'c-pec-bsc-a2']] },
  { name: 'Segregated area', kind: 'sca', hoods: [['Isolator 1', 'rabs-cai']] },
] as const;
const LOCATIONS = [
  ['Shelf A', 'CRT', 'shelf'],
  ['Refrigerator 1', 'REF', 'shelf'],
  ['Freezer 1', 'FRZ', 'shelf'],
  ['Hazardous drug cabinet', 'CRT', 'hazardous'],
  ['Quarantine shelf', 'CRT', 'quarantine'],
] as const;

export const demoHoodId = (name: string): string => stableId('hood', name);
export const demoLocationId = (name: string): string => stableId('location', name);

async function insertPlaces(tx: Tx, certifiedUntil: LocalDate): Promise<void> {
  for (const room of ROOMS) {
    const roomId = stableId('room', room.name);
    await tx.query('insert into room (id, name, kind, certified_until) values ($1, $2, $3, $4)', [
      roomId,
      room.name,
      room.kind,
      certifiedUntil,
    ]);
    for (const [name, kind] of room.hoods)
      await tx.query('insert into hood (id, room_id, name, kind, certified_until) values ($1, $2, $3, $4, $5)', [
        demoHoodId(name),
        roomId,
        name,
        kind,
        certifiedUntil,
      ]);
  }
  for (const [name, storage, kind] of LOCATIONS)
    await tx.query('insert into location (id, name, storage, kind) values ($1, $2, $3, $4)', [
      demoLocationId(name),
      name,
      storage,
      kind,
    ]);
}

/** Written by one pharmacist and approved by another, as the rule is. */
async function insertFormula(tx: Tx, content: FormulaContent, at: Instant, today: LocalDate): Promise<void> {
  const id = stableId('formulation', content.name);
  const versionId = stableId('formulation-version', content.name);
  const [author, approver] = [demoPersonId('maya'), demoPersonId('daniel')];
  const [row] = await rows<{ n: string }>(tx, `select nextval('short_number_mfr') as n`);
  const number = shortNumber('MFR', BigInt(row?.n ?? 1));
  const text = canonicalText(content);
  const signed = formulaApprovalText({ formulaNumber: number, version: 1, authorId: author, contentText: text });
  const signatureId = stableId('signature', content.name);
  const { additiveDrugIds, baseDrugId } = formulaDrugs(content);
  await tx.query('insert into formulation (id, number, name) values ($1, $2, $3)', [id, number, content.name]);
  await tx.query(
    `insert into signature (id, person_id, printed_name, meaning, signed_at, subject_kind, subject_id, content, hash)
     values ($1, $2, 'Daniel Cho, PharmD', 'approved', $3, 'formula-version', $4, $5, $6)`,
    [signatureId, approver, formatInstant(at), versionId, signed, createHash('sha256').update(signed).digest('hex')],
  );
  await tx.query(
    `insert into formulation_version (id, formulation_id, version, state, content, content_text, additive_drug_ids, base_drug_id, author_id, written_at,
       approved_by, approved_at, signature_id, review_by)
     values ($1, $2, 1, 'approved', $3, $4, $5, $6, $7, $8, $9, $8, $10, $11)`,
    [
      versionId,
      id,
      JSON.stringify(content),
      text,
      additiveDrugIds,
      baseDrugId,
      author,
      formatInstant(at),
      approver,
      signatureId,
      addCalendarDays(today, 365),
    ],
  );
}

/** ndc, lot number, days to expiry, packages, location, and a state other than available with its reason. */
const LOTS: readonly (readonly [string, string, number, number, string, ('quarantine' | 'recalled')?, string?])[] = [
  ['67457-342-10', 'VB2401', 210, 6, 'Shelf A'],
  ['67457-342-10', 'VB2417', 420, 10, 'Shelf A'],
  ['0409-6533-01', 'V1G0881', 150, 40, 'Shelf A'],
  ['0409-4332-01', 'V5H1203', 300, 30, 'Shelf A'],
  ['25021-107-20', 'CFX2210', 95, 20, 'Shelf A'],
  ['25021-107-20', 'CFX2298', 365, 25, 'Shelf A'],
  ['25021-107-20', 'CFX2105', -12, 4, 'Shelf A'],
  ['25021-106-10', 'CFX1177', 280, 25, 'Shelf A'],
  ['0409-0805-01', 'CZ4410', 240, 25, 'Shelf A'],
  ['0409-3506-01', 'MP0921', 330, 25, 'Shelf A'],
  ['63323-117-61', 'FU6102', 160, 8, 'Hazardous drug cabinet'],
  ['63323-117-51', 'FU5107', 200, 10, 'Hazardous drug cabinet'],
  ['0069-3858-10', 'GM3858', 220, 10, 'Hazardous drug cabinet'],
  ['0703-4248-01', 'CB4248', 190, 6, 'Hazardous drug cabinet'],
  ['0409-4759-01', 'ON4759', 400, 25, 'Shelf A'],
  ['0069-0059-02', 'HP0059', 350, 25, 'Shelf A'],
  ['0409-6651-06', 'KC6651', 380, 25, 'Shelf A'],
  [
    '0409-6651-06',
    'KC6602',
    500,
    25,
    'Quarantine shelf',
    'quarantine',
    'Carton crushed on arrival; awaiting inspection',
  ],
  ['0409-1754-10', 'MG1754', 410, 10, 'Shelf A'],
  ['0264-7800-20', 'J4N201', 500, 96, 'Shelf A'],
  ['0264-7800-20', 'J4N377', 640, 96, 'Shelf A'],
  ['0264-7800-10', 'J4P118', 520, 48, 'Shelf A'],
  ['63323-623-00', 'NS6230', 450, 100, 'Shelf A'],
  ['63323-623-50', 'NS6250', 470, 60, 'Shelf A'],
  ['0517-2810-25', 'SV2810', 430, 50, 'Shelf A'],
  ['0338-0017-02', 'DX0017', 300, 48, 'Shelf A'],
  ['0338-0017-48', 'DX1748', 310, 48, 'Shelf A'],
  ['0264-7850-20', 'W7850A', 480, 24, 'Shelf A'],
  ['0517-3050-25', 'W3050B', 390, 50, 'Shelf A'],
  ['0517-3020-25', 'W3020C', 370, 50, 'Shelf A'],
];

export const demoLotId = (ndc: string, lotNumber: string): string => stableId('lot', `${ndc}:${lotNumber}`);

async function insertStock(tx: Tx, at: Instant, today: LocalDate): Promise<void> {
  const ledger = new StockLedger(new Ids(), clockAt(at));
  const actor = { personId: demoPersonId('ruth') as PersonId };
  const products = await rows<{ id: string; content: string; stock_unit: string }>(
    tx,
    'select id, content, stock_unit from product',
  );
  for (const [ndc, lotNumber, days, packages, place, state, reason] of LOTS) {
    const product = products.find((p) => p.id === stableId('product', ndc));
    if (!product) throw new TypeError(`no product ${ndc}`);
    const lotId = demoLotId(ndc, lotNumber);
    const expires = addCalendarDays(today, days);
    await tx.query(
      `insert into lot (id, product_id, lot_number, expires_on, expiry_printed, state, state_reason, received_at) values ($1, $2, $3, $4::date, ($4::date)::text, $5, $6, $7)`,
      [lotId, product.id, lotNumber, expires, state ?? 'available', reason ?? '', formatInstant(at)],
    );
    await ledger.post(
      tx,
      moveStock({
        reason: 'received',
        reference: { kind: 'receipt', id: stableId('receipt', lotNumber) },
        effectiveAt: at,
        note: 'Example Wholesale Co.',
        transfers: [
          {
            lotId,
            quantity: Quantity.of(product.content, product.stock_unit).times(packages),
            from: { kind: 'supplier', subjectId: null },
            to: { kind: 'location', subjectId: demoLocationId(place) },
          },
        ],
      }),
      { actor },
    );
  }
}
