import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Suppliers, what they sell and for how much, purchase orders, receipts against them, serials, DSCSA documents, exceptions. */
export class Purchasing1780000010000 implements MigrationInterface {
  name = 'Purchasing1780000010000';

  async up(q: QueryRunner): Promise<void> {
    for (const statement of UP) await q.query(statement);
  }

  async down(q: QueryRunner): Promise<void> {
    for (const statement of DOWN) await q.query(statement);
  }
}

const UP = [
  'create sequence short_number_po',
  'create sequence short_number_rcv',

  `create table supplier (
     id uuid not null constraint supplier_pk primary key,
     name text not null constraint supplier_name_given check (length(btrim(name)) between 1 and 120),
     kind text not null constraint supplier_kind_known check (kind in ('wholesaler','manufacturer','503b','pharmacy')),
     account_number text,
     phone text,
     -- Global location number: who a DSCSA document says has sold.
     gln text constraint supplier_gln_unique unique constraint supplier_gln_shape check (gln ~ '^[0-9]{13}$'),
     -- Until when its license is known to be good; null: nobody has looked it up (DS-01).
     license_checked_until date,
     lead_days_min integer not null default 1,
     lead_days_typical integer not null default 2,
     lead_days_max integer not null default 5,
     active boolean not null default true,
     revision integer not null default 1,
     constraint supplier_lead_days_ordered check (0 <= lead_days_min and lead_days_min <= lead_days_typical
       and lead_days_typical <= lead_days_max and lead_days_max <= 365)
   )`,
  'create unique index supplier_name_unique on supplier (lower(btrim(name)))',

  `create table supplier_product (
     id uuid not null constraint supplier_product_pk primary key,
     supplier_id uuid not null constraint supplier_product_supplier_fk references supplier,
     product_id uuid not null constraint supplier_product_product_fk references product,
     supplier_item text not null default '',
     pack_packages integer not null constraint supplier_product_pack_bounded check (pack_packages between 1 and 10000),
     price numeric(12,4) not null constraint supplier_product_price_not_negative check (price >= 0),
     contract boolean not null default false,
     valid_until date,
     active boolean not null default true,
     constraint supplier_product_pack_unique unique (supplier_id, product_id, pack_packages)
   )`,
  'create index supplier_product_product on supplier_product (product_id)',
  `comment on column supplier_product.price is 'USD for one orderable pack of pack_packages packages'`,

  `create table purchase_order (
     id uuid not null constraint purchase_order_pk primary key,
     number text not null constraint purchase_order_number_unique unique,
     supplier_id uuid not null constraint purchase_order_supplier_fk references supplier,
     state text not null constraint purchase_order_state_known check (state in
       ('draft','sent','partly-received','received','cancelled','closed')),
     sent_at timestamptz,
     sent_by uuid constraint purchase_order_sender_fk references person,
     expected_on date,
     note text not null default '',
     -- Number of the DEA Form 222 or of the CSOS order: schedule II is not ordered without it (CS-02).
     dea_order_number text,
     ended_at timestamptz,
     ended_by uuid constraint purchase_order_ender_fk references person,
     ended_reason text,
     created_by uuid not null constraint purchase_order_creator_fk references person,
     created_at timestamptz not null,
     revision integer not null default 1,
     constraint purchase_order_sending_whole check (num_nonnulls(sent_at, sent_by) in (0, 2)),
     constraint purchase_order_open_was_sent check (state not in ('sent','partly-received','received','closed') or sent_at is not null),
     constraint purchase_order_ending_reasoned check ((state in ('cancelled','closed')) = (ended_at is not null)
       and num_nonnulls(ended_at, ended_by, ended_reason) in (0, 3))
   )`,
  'create index purchase_order_by_state on purchase_order (state, created_at desc, id desc)',
  'create index purchase_order_of_supplier on purchase_order (supplier_id)',

  `create table purchase_order_line (
     id uuid not null constraint purchase_order_line_pk primary key,
     purchase_order_id uuid not null constraint purchase_order_line_order_fk references purchase_order,
     position integer not null,
     product_id uuid not null constraint purchase_order_line_product_fk references product,
     packs integer not null constraint purchase_order_line_packs_bounded check (packs between 1 and 100000),
     pack_packages integer not null constraint purchase_order_line_pack_bounded check (pack_packages between 1 and 10000),
     price numeric(12,4) not null constraint purchase_order_line_price_not_negative check (price >= 0),
     expected_on date,
     received_packages integer not null default 0,
     -- Beyond what was ordered; each receipt says why.
     over_packages integer not null default 0 constraint purchase_order_line_over_not_negative check (over_packages >= 0),
     cancelled_packages integer not null default 0,
     cancelled_reason text,
     constraint purchase_order_line_position_unique unique (purchase_order_id, position),
     -- A scan then leads to one line, and what is outstanding of a product is one number.
     constraint purchase_order_line_product_once unique (purchase_order_id, product_id),
     constraint purchase_order_line_never_over check (received_packages >= 0 and cancelled_packages >= 0
       and received_packages + cancelled_packages <= packs * pack_packages)
   )`,
  'create index purchase_order_line_product on purchase_order_line (product_id)',
  `comment on column purchase_order_line.packs is 'outstanding packages are packs * pack_packages - received_packages - cancelled_packages, while the order is sent or partly-received; never negative'`,

  `create table receipt (
     id uuid not null constraint receipt_pk primary key,
     number text not null constraint receipt_number_unique unique,
     -- Null only where the name given is of no supplier on file.
     supplier_id uuid constraint receipt_supplier_fk references supplier,
     supplier_name text not null,
     purchase_order_id uuid constraint receipt_order_fk references purchase_order,
     note text not null default '',
     received_at timestamptz not null,
     received_by uuid not null constraint receipt_receiver_fk references person,
     state text not null constraint receipt_state_known check (state in ('awaiting-review','posted','refused')),
     reviewed_at timestamptz,
     reviewed_by uuid constraint receipt_reviewer_fk references person,
     review_reason text,
     signature_id uuid constraint receipt_signature_fk references signature,
     -- What was taken in at once; packages identified later have movements of their own.
     movement_id uuid constraint receipt_movement_fk references stock_movement constraint receipt_movement_unique unique,
     dscsa_state text not null constraint receipt_dscsa_state_known check (dscsa_state in ('not-needed','waiting','matched','exception')),
     findings jsonb not null default '[]',
     constraint receipt_reviewer_is_another check (reviewed_by is null or reviewed_by <> received_by),
     constraint receipt_review_signed check (num_nonnulls(reviewed_at, reviewed_by, signature_id) in (0, 3)),
     constraint receipt_refusal_reviewed check (state <> 'refused' or (reviewed_by is not null and length(btrim(review_reason)) > 0))
   )`,
  'create index receipt_by_time on receipt (received_at desc, id desc)',
  'create index receipt_of_order on receipt (purchase_order_id)',
  'create index receipt_of_supplier on receipt (supplier_id, received_at)',
  `create index receipt_awaiting on receipt (received_at) where state = 'awaiting-review'`,

  `create table receipt_line (
     id uuid not null constraint receipt_line_pk primary key,
     receipt_id uuid not null constraint receipt_line_receipt_fk references receipt,
     position integer not null,
     -- Null while it is a stranger: a code that no product has.
     product_id uuid constraint receipt_line_product_fk references product,
     lot_id uuid constraint receipt_line_lot_fk references lot,
     lot_number text,
     expires_on date,
     expiry_printed text,
     packages integer not null constraint receipt_line_packages_not_negative check (packages >= 0),
     damaged_packages integer not null default 0 constraint receipt_line_damaged_not_negative check (damaged_packages >= 0),
     purchase_order_line_id uuid constraint receipt_line_order_line_fk references purchase_order_line,
     over_packages integer not null default 0,
     over_reason text,
     short_dated_reason text,
     temperature numeric(5,1),
     temperature_ok boolean,
     -- Why what came in is held, if it is: the lot goes into quarantine.
     hold_reason text,
     location_id uuid constraint receipt_line_location_fk references location,
     movement_id uuid constraint receipt_line_movement_fk references stock_movement,
     -- Exactly as scanned.
     code text,
     place text,
     stranger_state text constraint receipt_line_stranger_state_known check (stranger_state in ('waiting','identified','sent-back')),
     decided_at timestamptz,
     decided_by uuid constraint receipt_line_decider_fk references person,
     decided_reason text,
     cartons jsonb not null default '[]',
     -- What the receiver gave; a receipt that waits for its review is posted from it.
     given jsonb not null default '{}',
     constraint receipt_line_position_unique unique (receipt_id, position),
     constraint receipt_line_counts_something check (packages + damaged_packages > 0),
     constraint receipt_line_known_or_stranger check (
       (product_id is not null and lot_number is not null and expires_on is not null and location_id is not null)
       or (stranger_state in ('waiting','sent-back') and lot_id is null and movement_id is null and code is not null)),
     constraint receipt_line_over_reasoned check (over_packages = 0 or (over_packages > 0 and length(btrim(over_reason)) > 0)),
     constraint receipt_line_decision_whole check (stranger_state is null or (stranger_state = 'waiting') = (decided_by is null))
   )`,
  'create index receipt_line_lot on receipt_line (lot_id)',
  'create index receipt_line_order_line on receipt_line (purchase_order_line_id)',
  `create index receipt_line_strangers on receipt_line (id) where stranger_state = 'waiting'`,

  `create table receipt_photo (
     id uuid not null constraint receipt_photo_pk primary key,
     receipt_line_id uuid not null constraint receipt_photo_line_fk references receipt_line,
     media_type text not null constraint receipt_photo_type_known check (media_type in ('image/jpeg','image/png','image/webp')),
     bytes bytea not null constraint receipt_photo_size_bounded check (length(bytes) <= 6291456),
     sha256 text not null,
     taken_by uuid not null constraint receipt_photo_taker_fk references person,
     taken_at timestamptz not null
   )`,
  'create index receipt_photo_of_line on receipt_photo (receipt_line_id)',
  `create trigger receipt_photo_append_only before update or delete on receipt_photo for each row execute function refuse_change()`,

  `create table package_serial (
     product_id uuid not null constraint package_serial_product_fk references product,
     serial text not null constraint package_serial_shape check (length(serial) between 1 and 20),
     lot_id uuid not null constraint package_serial_lot_fk references lot,
     receipt_line_id uuid not null constraint package_serial_line_fk references receipt_line,
     received_at timestamptz not null,
     constraint package_serial_seen_once primary key (product_id, serial)
   )`,
  'create index package_serial_lot on package_serial (lot_id)',
  'create index package_serial_line on package_serial (receipt_line_id)',
  'create index package_serial_by_serial on package_serial (serial)',

  // Transaction information and statement as the seller sent them, kept whole for six years (DS-02).
  `create table dscsa_document (
     id uuid not null constraint dscsa_document_pk primary key,
     sha256 text not null constraint dscsa_document_once unique constraint dscsa_document_hash_whole check (sha256 ~ '^[0-9a-f]{64}$'),
     raw text not null,
     format text not null,
     events integer not null,
     sender_gln text,
     supplier_id uuid constraint dscsa_document_supplier_fk references supplier,
     statement boolean not null,
     receipt_id uuid constraint dscsa_document_receipt_fk references receipt,
     imported_at timestamptz not null,
     imported_by uuid not null constraint dscsa_document_importer_fk references person,
     keep_until date not null
   )`,
  'create index dscsa_document_by_time on dscsa_document (imported_at desc, id desc)',
  'create index dscsa_document_of_receipt on dscsa_document (receipt_id)',

  `create table dscsa_item (
     id uuid not null constraint dscsa_item_pk primary key,
     document_id uuid not null constraint dscsa_item_document_fk references dscsa_document,
     position integer not null,
     kind text not null constraint dscsa_item_kind_known check (kind in ('serial','lot')),
     gtin text not null constraint dscsa_item_gtin_shape check (gtin ~ '^[0-9]{14}$'),
     serial text,
     lot_number text,
     expires_on date,
     quantity integer,
     parent text,
     epc text not null,
     holds_others boolean not null default false,
     product_id uuid constraint dscsa_item_product_fk references product,
     receipt_line_id uuid constraint dscsa_item_line_fk references receipt_line,
     constraint dscsa_item_position_unique unique (document_id, position)
   )`,
  'create index dscsa_item_gtin on dscsa_item (gtin, serial)',
  'create index dscsa_item_product on dscsa_item (product_id, lot_number)',

  `create table receiving_exception (
     id uuid not null constraint receiving_exception_pk primary key,
     kind text not null constraint receiving_exception_kind_known check (kind in
       ('damaged','over','temperature','serial-seen','serial-twice','received-not-in-ti','ti-not-received','lot-mismatch',
        'expiry-mismatch','unknown-partner','missing-ts')),
     -- What it is about, in one text: the same mismatch is raised once however often it is looked for.
     key text not null constraint receiving_exception_once unique,
     state text not null constraint receiving_exception_state_known check (state in ('open','investigating','cleared','illegitimate')),
     suspect boolean not null,
     message text not null,
     facts jsonb not null default '{}',
     supplier_id uuid constraint receiving_exception_supplier_fk references supplier,
     receipt_id uuid constraint receiving_exception_receipt_fk references receipt,
     receipt_line_id uuid constraint receiving_exception_line_fk references receipt_line,
     document_id uuid constraint receiving_exception_document_fk references dscsa_document,
     product_id uuid constraint receiving_exception_product_fk references product,
     lot_id uuid constraint receiving_exception_lot_fk references lot,
     opened_at timestamptz not null,
     opened_by uuid not null constraint receiving_exception_opener_fk references person,
     investigated_at timestamptz,
     investigated_by uuid constraint receiving_exception_investigator_fk references person,
     investigation_note text,
     closed_at timestamptz,
     closed_by uuid constraint receiving_exception_closer_fk references person,
     closed_reason text,
     -- Form FDA 3911, due 24 hours after a product was found illegitimate (DS-07).
     fda_notified_at timestamptz,
     fda_reference text,
     constraint receiving_exception_closing_whole check ((state in ('cleared','illegitimate')) = (closed_at is not null)
       and num_nonnulls(closed_at, closed_by, closed_reason) in (0, 3)),
     constraint receiving_exception_notice_of_illegitimate check (fda_notified_at is null or state = 'illegitimate')
   )`,
  'create index receiving_exception_by_state on receiving_exception (state, opened_at desc, id desc)',
  'create index receiving_exception_receipt on receiving_exception (receipt_id)',
];

const DOWN = [
  'drop table receiving_exception, dscsa_item, dscsa_document, package_serial, receipt_photo, receipt_line, receipt',
  'drop table purchase_order_line, purchase_order, supplier_product, supplier',
  'drop sequence short_number_po, short_number_rcv',
];
