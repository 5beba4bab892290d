import { shortNumber, type ShortNumberPrefix } from '#domain/barcode';
import { addCalendarDays, addHours, formatInstant, type Instant, type LocalDate } from '#domain/time';
import type { Tx } from '../platform/database/database.js';
import { rows } from '../platform/database/sql.js';
import { demoPersonId } from './demo-people.js';
import { stableId } from './stable-id.js';

export const demoSupplierId = (name: string): string => stableId('supplier', name);

const WHOLESALE = 'Example Wholesale Co.';
const DIRECT = 'Sample Solutions Direct';
const OUTSOURCING = 'Demonstration Outsourcing 503B';

/** Name, kind, account, location number, days until which the license was checked, lead times. All made up. */
const SUPPLIERS: readonly (readonly [
  string,
  string,
  string,
  string,
  number | null,
  readonly [number, number, number],
])[] = [
  [WHOLESALE, 'wholesaler', 'EX-10017', '0614141000012', 200, [1, 1, 3]],
  [DIRECT, 'manufacturer', 'SD-4410', '0614141000029', -20, [3, 5, 12]],
  [OUTSOURCING, '503b', 'DO-88', '0614141000036', 90, [5, 7, 14]],
];

/** NDC, packages in a pack, price of a pack in USD, contract. Made up, in the order of what such things cost. */
const PRICES: readonly (readonly [supplier: string, ndc: string, pack: number, price: string, contract: boolean])[] = [
  [WHOLESALE, '67457-342-10', 1, '61.20', true],
  [WHOLESALE, '0409-6533-01', 10, '58.40', true],
  [WHOLESALE, '0409-4332-01', 10, '34.10', true],
  [WHOLESALE, '25021-107-20', 10, '42.75', true],
  [WHOLESALE, '25021-106-10', 25, '61.50', true],
  [WHOLESALE, '0409-0805-01', 25, '39.90', false],
  [WHOLESALE, '0409-3506-01', 10, '74.80', true],
  [WHOLESALE, '63323-117-61', 1, '18.95', true],
  [WHOLESALE, '0069-3858-10', 1, '27.30', false],
  [WHOLESALE, '0703-4248-01', 1, '33.60', false],
  [WHOLESALE, '0409-4759-01', 10, '21.15', true],
  [WHOLESALE, '0069-0059-02', 25, '212.50', true],
  [WHOLESALE, '0409-6651-06', 25, '48.25', false],
  [DIRECT, '0264-7800-20', 24, '71.52', true],
  [DIRECT, '0264-7800-10', 24, '76.80', true],
  [DIRECT, '63323-623-00', 50, '129.00', false],
  [DIRECT, '63323-623-50', 50, '121.00', false],
  [DIRECT, '0338-0017-02', 24, '79.20', false],
  [DIRECT, '0264-7850-20', 24, '68.40', true],
  [WHOLESALE, '0264-7800-20', 24, '88.80', false],
];

interface DemoOrder {
  readonly key: string;
  readonly supplier: string;
  readonly state: 'draft' | 'sent' | 'partly-received';
  readonly expectedDays: number;
  readonly note: string;
  /** NDC, packs, and packages that have come. */
  readonly lines: readonly (readonly [ndc: string, packs: number, received: number])[];
}

const ORDERS: readonly DemoOrder[] = [
  {
    key: 'draft',
    supplier: WHOLESALE,
    state: 'draft',
    expectedDays: 2,
    note: 'Weekly order',
    lines: [
      ['67457-342-10', 10, 0],
      ['0409-3506-01', 3, 0],
      ['0409-4759-01', 2, 0],
    ],
  },
  {
    key: 'sent',
    supplier: DIRECT,
    state: 'sent',
    expectedDays: 1,
    note: '',
    lines: [
      ['0264-7800-20', 4, 0],
      ['63323-623-00', 2, 0],
    ],
  },
  {
    key: 'part',
    supplier: WHOLESALE,
    state: 'partly-received',
    expectedDays: 0,
    note: '',
    lines: [
      ['25021-106-10', 2, 25],
      ['25021-107-20', 5, 0],
    ],
  },
];
/** The lot in stock that came on the order which is here in part. */
const ARRIVED = { order: 'part', ndc: '25021-106-10', lotNumber: 'CFX1177' };

/** Whom the demo pharmacy buys from, at what price, what is on its way, and how what it has came in. */
export async function insertDemoPurchasing(tx: Tx, at: Instant, today: LocalDate): Promise<void> {
  for (const [name, kind, account, gln, checked, [min, typical, max]] of SUPPLIERS)
    await tx.query(
      `insert into supplier (id, name, kind, account_number, phone, gln, license_checked_until, lead_days_min, lead_days_typical,
         lead_days_max) values ($1, $2, $3, $4, '602-555-0142', $5, $6, $7, $8, $9)`,
      [
        demoSupplierId(name),
        name,
        kind,
        account,
        gln,
        checked === null ? null : addCalendarDays(today, checked),
        min,
        typical,
        max,
      ],
    );
  await tx.query(
    `insert into supplier_product (id, supplier_id, product_id, pack_packages, price, contract, valid_until)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::numeric[], $6::boolean[], $7::date[])`,
    [
      PRICES.map(([supplier, ndc, pack]) => stableId('supplier-product', `${supplier}:${ndc}:${pack}`)),
      PRICES.map(([supplier]) => demoSupplierId(supplier)),
      PRICES.map(([, ndc]) => stableId('product', ndc)),
      PRICES.map(([, , pack]) => pack),
      PRICES.map(([, , , price]) => price),
      PRICES.map(([, , , , contract]) => contract),
      PRICES.map(([, , , , contract]) => (contract ? addCalendarDays(today, 180) : null)),
    ],
  );
  await insertOrders(tx, at, today);
  await insertReceipts(tx);
  await insertStranger(tx, at);
}

const lineId = (order: string, ndc: string): string => stableId('purchase-order-line', `${order}:${ndc}`);

async function insertOrders(tx: Tx, at: Instant, today: LocalDate): Promise<void> {
  const numbers = await nextNumbers(tx, 'PO', ORDERS.length);
  const buyer = demoPersonId('ruth');
  for (const [i, order] of ORDERS.entries()) {
    const id = stableId('purchase-order', order.key);
    const made = formatInstant(addHours(at, -30 + i));
    await tx.query(
      `insert into purchase_order (id, number, supplier_id, state, sent_at, sent_by, expected_on, note, created_by, created_at)
       values ($1, $2, $3, $4, $5::timestamptz, case when $5::timestamptz is not null then $6::uuid end, $7, $8, $6, $9)`,
      [
        id,
        numbers[i],
        demoSupplierId(order.supplier),
        order.state,
        order.state === 'draft' ? null : made,
        buyer,
        addCalendarDays(today, order.expectedDays),
        order.note,
        made,
      ],
    );
    for (const [position, [ndc, packs, received]] of order.lines.entries()) {
      const price = PRICES.find(([supplier, of]) => supplier === order.supplier && of === ndc);
      if (!price) throw new TypeError(`no price of ${ndc} at ${order.supplier}`);
      await tx.query(
        `insert into purchase_order_line (id, purchase_order_id, position, product_id, packs, pack_packages, price, received_packages)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [lineId(order.key, ndc), id, position + 1, stableId('product', ndc), packs, price[2], price[3], received],
      );
    }
  }
}

/** Every delivery that is in the ledger is a receipt too. */
async function insertReceipts(tx: Tx): Promise<void> {
  const moved = await rows<{ movementId: string; receiptId: string; lotNumber: string }>(
    tx,
    `select distinct m.id as "movementId", m.reference_id as "receiptId", l.lot_number as "lotNumber"
     from stock_movement m join stock_entry e on e.movement_id = m.id join lot l on l.id = e.lot_id
     where m.reason = 'received' and m.reference_kind = 'receipt'
       and not exists (select 1 from receipt r where r.id = m.reference_id)
     order by 3`,
  );
  const numbers = await nextNumbers(tx, 'RCV', moved.length);
  const orderOf = (lotNumber: string): string | null =>
    lotNumber === ARRIVED.lotNumber ? stableId('purchase-order', ARRIVED.order) : null;
  await tx.query(
    `insert into receipt (id, number, supplier_id, supplier_name, purchase_order_id, received_at, received_by, state, movement_id,
       dscsa_state)
     select t.id, t.number, $5, $6, t.order_id, m.effective_at, m.actor_id, 'posted', m.id, 'not-needed'
     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) as t(id, number, movement_id, order_id)
       join stock_movement m on m.id = t.movement_id`,
    [
      moved.map((m) => m.receiptId),
      numbers,
      moved.map((m) => m.movementId),
      moved.map((m) => orderOf(m.lotNumber)),
      demoSupplierId(WHOLESALE),
      WHOLESALE,
    ],
  );
  await tx.query(
    `insert into receipt_line (id, receipt_id, position, product_id, lot_id, lot_number, expires_on, expiry_printed, packages,
       purchase_order_line_id, location_id, movement_id)
     select md5('receipt-line' || m.reference_id || e.line)::uuid, m.reference_id, row_number() over (partition by m.id order by e.line), l.product_id, l.id,
       l.lot_number, l.expires_on, l.expiry_printed, (e.quantity / p.content)::int,
       case when l.lot_number = $2 then $3::uuid end, a.subject_id, m.id
     from stock_movement m join stock_entry e on e.movement_id = m.id and e.quantity > 0
       join stock_account a on a.id = e.account_id and a.kind = 'location'
       join lot l on l.id = e.lot_id join product p on p.id = l.product_id
     where m.id = any($1::uuid[])`,
    [moved.map((m) => m.movementId), ARRIVED.lotNumber, lineId(ARRIVED.order, ARRIVED.ndc)],
  );
  await tx.query(
    `update receipt set dscsa_state = 'waiting' where id = any($1::uuid[]) and exists (
       select 1 from receipt_line l join product p on p.id = l.product_id where l.receipt_id = receipt.id and not p.dscsa_exempt)`,
    [moved.map((m) => m.receiptId)],
  );
}

/** A box that nobody knows: the exception desk is not empty on the first day. */
async function insertStranger(tx: Tx, at: Instant): Promise<void> {
  const [number] = await nextNumbers(tx, 'RCV', 1);
  const id = stableId('receipt', 'demo-stranger');
  await tx.query(
    `insert into receipt (id, number, supplier_id, supplier_name, received_at, received_by, state, dscsa_state)
     values ($1, $2, $3, $4, $5, $6, 'posted', 'not-needed')`,
    [id, number, demoSupplierId(DIRECT), DIRECT, formatInstant(addHours(at, -3)), demoPersonId('ruth')],
  );
  await tx.query(
    `insert into receipt_line (id, receipt_id, position, packages, code, place, stranger_state)
     values ($1, $2, 1, 2, '00399999123457', 'Quarantine shelf, left', 'waiting')`,
    [stableId('receipt-line', 'demo-stranger'), id],
  );
}

async function nextNumbers(tx: Tx, prefix: ShortNumberPrefix, count: number): Promise<string[]> {
  const found = await rows<{ n: string }>(tx, 'select nextval($1::regclass) as n from generate_series(1, $2::int)', [
    `short_number_${prefix.toLowerCase()}`,
    count,
  ]);
  return found.map(({ n }) => shortNumber(prefix, BigInt(n)));
}
