import { Problem, type ProblemCode } from '../http/problem.js';

interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
}

/**
 * What the database refuses, in words a person can act on: constraint name to problem. Every CHECK, UNIQUE, foreign key
 * and exclusion has a line; `constraints-are-mapped.medium-spec.ts` fails on one that has none.
 */
export const CONSTRAINTS: Readonly<Record<string, Refusal>> = {
  // site
  site_only_one: { code: 'site.exists', detail: 'There is already a site; change that one.' },
  site_name_given: { code: 'request.invalid', detail: 'A site needs a name.' },
  // people and sessions
  person_login_unique: { code: 'person.login-taken', detail: 'Someone already signs in with this name.' },
  person_login_is_plain: {
    code: 'request.invalid',
    detail: 'A sign-in name has 2 to 64 letters, digits, dots or dashes.',
  },
  person_name_given: { code: 'request.invalid', detail: 'A person needs a printed name.' },
  person_initials_given: { code: 'request.invalid', detail: 'Initials are 2 to 4 capital letters.' },
  person_roles_are_known: { code: 'request.invalid', detail: 'One of the roles does not exist.' },
  session_person_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  session_token_unique: { code: 'request.conflict', detail: 'Sign in again.' },
  sign_in_attempt_kind_is_known: { code: 'request.invalid', detail: 'No such kind of attempt.' },
  qualification_person_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  qualification_recorded_by_fk: { code: 'request.refers-to-nothing', detail: 'The recorder does not exist.' },
  qualification_revoked_by_fk: {
    code: 'request.refers-to-nothing',
    detail: 'The person who revoked it does not exist.',
  },
  qualification_kind_is_known: { code: 'request.invalid', detail: 'No such kind of qualification.' },
  qualification_ends_after_it_begins: {
    code: 'request.invalid',
    detail: 'A qualification ends on or after the day it was earned.',
  },
  qualification_revocation_is_whole: { code: 'request.invalid', detail: 'A revocation names who, when and why.' },
  signature_person_fk: { code: 'request.refers-to-nothing', detail: 'The signer does not exist.' },
  signature_meaning_is_known: { code: 'request.invalid', detail: 'No such meaning of a signature.' },
  signature_hash_is_whole: { code: 'request.invalid', detail: 'The hash of a signature has 64 hexadecimal digits.' },
  // idempotency, audit, outbox
  idempotency_key_person_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  audit_entry_block_is_whole: { code: 'request.conflict', detail: 'A sealed entry has a block and a place in it.' },
  audit_entry_in_block: { code: 'request.conflict', detail: 'Another sealer was quicker.' },
  audit_block_chain_unique: { code: 'request.conflict', detail: 'Another sealer was quicker.' },
  outbox_message_attempts_not_negative: { code: 'request.invalid', detail: 'Attempts are counted from zero.' },
  schedule_every_is_positive: { code: 'request.invalid', detail: 'A schedule repeats after at least a second.' },
  // facility
  room_name_unique: { code: 'facility.name-taken', detail: 'There is already a room with this name.' },
  room_kind_known: { code: 'request.invalid', detail: 'No such kind of room.' },
  room_category_limit_known: { code: 'request.invalid', detail: 'A room is held to category 1, 2 or 3.' },
  room_limit_has_reason: {
    code: 'request.invalid',
    detail: 'A room that is held to a lower category needs the reason.',
  },
  hood_room_fk: { code: 'request.refers-to-nothing', detail: 'The room does not exist.' },
  hood_name_unique: { code: 'facility.name-taken', detail: 'There is already a hood with this name.' },
  hood_kind_known: { code: 'request.invalid', detail: 'No such kind of hood.' },
  location_name_unique: { code: 'facility.name-taken', detail: 'There is already a location with this name.' },
  location_storage_known: { code: 'request.invalid', detail: 'Storage is CRT, REF or FRZ.' },
  location_kind_known: {
    code: 'request.invalid',
    detail: 'A location is a shelf, for hazardous drugs, or for quarantine.',
  },
  // formulary and stability evidence
  drug_kind_known: { code: 'request.invalid', detail: 'No such kind of drug.' },
  drug_hazard_known: { code: 'request.invalid', detail: 'No such list of hazardous drugs.' },
  drug_maximum_rate_whole: { code: 'request.invalid', detail: 'A maximum rate has a number, a unit and a source.' },
  drug_antineoplastic_is_hazardous: {
    code: 'request.invalid',
    detail: 'An antineoplastic drug is hazardous: name the list.',
  },
  drug_name_unique: { code: 'drug.name-taken', detail: 'There is already a drug with this name.' },
  product_drug_fk: { code: 'request.refers-to-nothing', detail: 'The drug does not exist.' },
  product_ndc_unique: { code: 'product.ndc-taken', detail: 'There is already a product with this NDC.' },
  product_ndc11_unique: {
    code: 'product.ndc-taken',
    detail: 'There is already a product with this NDC in its 11-digit form.',
  },
  product_ndc11_shape: { code: 'request.invalid', detail: 'The 11-digit NDC has 11 digits.' },
  product_gtin_unique: { code: 'product.ndc-taken', detail: 'There is already a product with this GTIN.' },
  product_gtin_shape: { code: 'request.invalid', detail: 'A GTIN has 14 digits.' },
  product_container_kind_known: { code: 'request.invalid', detail: 'No such kind of container.' },
  product_form_known: { code: 'request.invalid', detail: 'A product is a powder, a solution or empty.' },
  product_stock_unit_known: { code: 'request.invalid', detail: 'Stock is kept in mg, mL, units, mmol, mEq or pieces.' },
  product_content_positive: { code: 'request.invalid', detail: 'A container holds more than nothing.' },
  product_strength_positive: { code: 'request.invalid', detail: 'A strength is more than zero.' },
  product_strength_per_positive: { code: 'request.invalid', detail: 'A strength is per a volume of more than zero.' },
  product_reconstitution_fk: { code: 'request.refers-to-nothing', detail: 'The diluent does not exist.' },
  product_reconstitution_positive: {
    code: 'request.invalid',
    detail: 'A powder is reconstituted with more than nothing.',
  },
  product_displacement_not_negative: { code: 'request.invalid', detail: 'A powder cannot displace less than nothing.' },
  product_storage_known: { code: 'request.invalid', detail: 'Storage is CRT, REF or FRZ.' },
  product_in_use_positive: { code: 'request.invalid', detail: 'An in-use time is more than zero hours.' },
  product_reconstituted_positive: {
    code: 'request.invalid',
    detail: 'A reconstituted drug is stable for more than zero hours.',
  },
  product_schedule_known: { code: 'request.invalid', detail: 'A controlled substance is in schedule CII to CV.' },
  product_powder_has_reconstitution: {
    code: 'request.invalid',
    detail: 'A powder needs its diluent, the volume to add and its strength once reconstituted.',
  },
  product_solution_in_ml: { code: 'request.invalid', detail: 'A solution is kept in mL.' },
  product_strength_whole: { code: 'request.invalid', detail: 'A strength has an amount, a unit and a volume.' },
  product_gate_product_fk: { code: 'request.refers-to-nothing', detail: 'The product does not exist.' },
  stability_evidence_record_unique: { code: 'request.conflict', detail: 'This evidence is on file already.' },
  stability_evidence_drug_fk: { code: 'request.refers-to-nothing', detail: 'The drug does not exist.' },
  stability_evidence_limit_positive: { code: 'request.invalid', detail: 'A limit is more than zero hours.' },
  stability_evidence_clock_known: {
    code: 'request.invalid',
    detail: 'The clock runs from the start of preparation or from reconstitution.',
  },
  stability_evidence_status_known: {
    code: 'request.invalid',
    detail: 'Evidence is unconfirmed, confirmed or withdrawn.',
  },
  stability_evidence_reviewer_fk: { code: 'request.refers-to-nothing', detail: 'The reviewer does not exist.' },
  stability_evidence_confirmed_has_reviewer: {
    code: 'request.invalid',
    detail: 'Confirmed evidence names who reviewed it and when.',
  },
  stability_evidence_range: { code: 'request.invalid', detail: 'The lower concentration is not above the higher one.' },
  // patients
  patient_number_unique: { code: 'request.conflict', detail: 'This patient number is taken.' },
  patient_family_name_given: { code: 'request.invalid', detail: 'A patient needs a family name.' },
  patient_given_name_given: { code: 'request.invalid', detail: 'A patient needs a given name.' },
  patient_sex_known: { code: 'request.invalid', detail: 'Sex is female, male, other or unknown.' },
  patient_mrn_unique: { code: 'patient.mrn-taken', detail: 'Another patient has this medical record number.' },
  patient_care_setting_known: { code: 'request.invalid', detail: 'The care setting is home, hospital or clinic.' },
  patient_weight_plausible: { code: 'request.invalid', detail: 'A weight is between 0 and 700 kg.' },
  patient_height_plausible: { code: 'request.invalid', detail: 'A height is between 0 and 300 cm.' },
  // stock
  lot_product_fk: { code: 'request.refers-to-nothing', detail: 'The product does not exist.' },
  lot_number_shape: {
    code: 'request.invalid',
    detail: 'A lot number has 1 to 20 characters, capitals, no blanks around it.',
  },
  lot_state_known: { code: 'request.invalid', detail: 'No such state of a lot.' },
  lot_identity_unique: { code: 'request.conflict', detail: 'This lot is on file already.' },
  open_container_number_unique: { code: 'request.conflict', detail: 'This container number is taken.' },
  open_container_lot_fk: { code: 'request.refers-to-nothing', detail: 'The lot does not exist.' },
  open_container_state_known: { code: 'request.invalid', detail: 'A container is open or discarded.' },
  open_container_opener_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  open_container_hood_fk: { code: 'request.refers-to-nothing', detail: 'The hood does not exist.' },
  open_container_air_known: { code: 'request.invalid', detail: 'A container is opened in ISO 5 air or in other air.' },
  open_container_volume_positive: { code: 'request.invalid', detail: 'A reconstituted volume is more than zero.' },
  open_container_discarded_has_time: {
    code: 'request.invalid',
    detail: 'A discarded container has the time when it was discarded.',
  },
  open_container_serial_unique: {
    code: 'request.conflict',
    detail: 'The package with this serial number has already been opened.',
  },
  stock_account_kind_known: { code: 'request.invalid', detail: 'No such kind of account.' },
  stock_account_subject_unique: { code: 'request.conflict', detail: 'This account exists already.' },
  stock_account_negative_kinds: {
    code: 'request.invalid',
    detail: 'Only suppliers and count differences may be below zero.',
  },
  stock_movement_reason_known: { code: 'request.invalid', detail: 'No such reason of a movement.' },
  stock_movement_actor_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  stock_movement_reversed_once: {
    code: 'stock.already-reversed',
    detail: 'This movement has already been taken back.',
  },
  stock_movement_reverses_fk: { code: 'request.refers-to-nothing', detail: 'The movement does not exist.' },
  stock_entry_movement_fk: { code: 'request.refers-to-nothing', detail: 'The movement does not exist.' },
  stock_entry_account_fk: { code: 'request.refers-to-nothing', detail: 'The account does not exist.' },
  stock_entry_lot_fk: { code: 'request.refers-to-nothing', detail: 'The lot does not exist.' },
  stock_entry_not_zero: { code: 'request.invalid', detail: 'A line of a movement moves something.' },
  stock_entry_balanced: {
    code: 'stock.out-of-balance',
    detail: 'What leaves one account arrives in another: this movement does not balance.',
  },
  stock_balance_account_fk: { code: 'request.refers-to-nothing', detail: 'The account does not exist.' },
  stock_balance_lot_fk: { code: 'request.refers-to-nothing', detail: 'The lot does not exist.' },
  stock_balance_not_negative: { code: 'stock.never-below-zero', detail: 'There is not that much left.' },
  stock_balance_allocated_fits: { code: 'stock.promised', detail: 'What is left is promised to other worksheets.' },
  allocation_line_fk: { code: 'request.refers-to-nothing', detail: 'The line of the worksheet does not exist.' },
  allocation_quantity_positive: { code: 'request.invalid', detail: 'An allocation is of more than nothing.' },
  allocation_state_known: { code: 'request.invalid', detail: 'An allocation is active, used or released.' },
  allocation_balance_fk: { code: 'request.refers-to-nothing', detail: 'There is no such stock.' },
  allocation_used_fits: { code: 'stock.not-allocated', detail: 'More would be used than was promised.' },
  allocation_resolved_has_time: {
    code: 'request.invalid',
    detail: 'An allocation that has ended has the time of its end.',
  },
  // formulas and orders
  formulation_number_unique: { code: 'request.conflict', detail: 'The formulation number is taken.' },
  formulation_name_unique: { code: 'formula.name-taken', detail: 'There is already a formula with this name.' },
  formulation_version_approval_whole: {
    code: 'request.invalid',
    detail: 'Not an accepted value: formulation version approval whole.',
  },
  formulation_version_approver_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the formulation version approver refers to does not exist.',
  },
  formulation_version_author_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the formulation version author refers to does not exist.',
  },
  formulation_version_author_not_approver: {
    code: 'formula.own-approval',
    detail: 'The author of a formula does not approve it.',
  },
  formulation_version_base_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the formulation version base refers to does not exist.',
  },
  formulation_version_formulation_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the formulation version formulation refers to does not exist.',
  },
  formulation_version_number_unique: { code: 'request.conflict', detail: 'The formulation version number is taken.' },
  formulation_version_signature_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the formulation version signature refers to does not exist.',
  },
  formulation_version_state_known: {
    code: 'request.invalid',
    detail: 'Not an accepted value: formulation version state known.',
  },
  formulation_version_one_approved: { code: 'formula.wrong-state', detail: 'Another version was approved meanwhile.' },
  formulation_version_one_draft: { code: 'formula.wrong-state', detail: 'There is already a draft. Edit it.' },
  formulation_version_frozen: {
    code: 'formula.frozen',
    detail: 'An approved formula never changes. Write a new version.',
  },
  infusion_order_line_basis_known: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order line basis known.',
  },
  infusion_order_line_basis_whole: {
    code: 'order.invalid',
    detail: 'A dose per kg or m² needs that dose and the body measure.',
  },
  infusion_order_line_dose_positive: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order line dose positive.',
  },
  infusion_order_line_drug_fk: {
    code: 'request.refers-to-nothing',
    detail: 'A drug of the order is not in the formulary.',
  },
  infusion_order_line_one_base: { code: 'order.invalid', detail: 'An order has one base solution at most.' },
  infusion_order_line_role_known: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order line role known.',
  },
  infusion_order_line_version_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the infusion order line version refers to does not exist.',
  },
  infusion_order_number_unique: { code: 'request.conflict', detail: 'The infusion order number is taken.' },
  infusion_order_patient_fk: { code: 'request.refers-to-nothing', detail: 'The patient does not exist.' },
  infusion_order_state_known: { code: 'request.invalid', detail: 'Not an accepted value: infusion order state known.' },
  infusion_order_version_containers_bounded: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order version containers bounded.',
  },
  infusion_order_version_days_bounded: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order version days bounded.',
  },
  infusion_order_version_device_known: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order version device known.',
  },
  infusion_order_version_duration_positive: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order version duration positive.',
  },
  infusion_order_version_enterer_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the infusion order version enterer refers to does not exist.',
  },
  infusion_order_version_interval_fits: {
    code: 'order.invalid',
    detail: 'An interval belongs to an intermittent schedule, and only there.',
  },
  infusion_order_version_interval_positive: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order version interval positive.',
  },
  infusion_order_version_number_unique: {
    code: 'order.changed-meanwhile',
    detail: 'Somebody else changed the order meanwhile.',
  },
  infusion_order_version_order_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the infusion order version order refers to does not exist.',
  },
  infusion_order_version_route_known: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order version route known.',
  },
  infusion_order_version_schedule_known: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order version schedule known.',
  },
  infusion_order_version_storage_known: {
    code: 'request.invalid',
    detail: 'Not an accepted value: infusion order version storage known.',
  },
  order_review_approval_signed: { code: 'order.findings-open', detail: 'An approval names its formula and is signed.' },
  order_review_approved_once: { code: 'order.wrong-state', detail: 'This version is already approved.' },
  order_review_decision_known: {
    code: 'request.invalid',
    detail: 'Not an accepted value: order review decision known.',
  },
  order_review_formulation_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the order review formulation refers to does not exist.',
  },
  order_review_order_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the order review order refers to does not exist.',
  },
  order_review_refusal_reasoned: {
    code: 'request.invalid',
    detail: 'Not an accepted value: order review refusal reasoned.',
  },
  order_review_reviewer_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the order review reviewer refers to does not exist.',
  },
  order_review_signature_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the order review signature refers to does not exist.',
  },
  order_review_version_fk: {
    code: 'request.refers-to-nothing',
    detail: 'What the order review version refers to does not exist.',
  },
  // worksheets, preparations, what went into them, photos and labels
  worksheet_number_unique: { code: 'request.conflict', detail: 'This worksheet number is taken.' },
  worksheet_order_fk: { code: 'request.refers-to-nothing', detail: 'The order does not exist.' },
  worksheet_order_version_fk: { code: 'request.refers-to-nothing', detail: 'The version of the order does not exist.' },
  worksheet_formulation_fk: { code: 'request.refers-to-nothing', detail: 'The formula does not exist.' },
  worksheet_planner_fk: { code: 'request.refers-to-nothing', detail: 'The planner does not exist.' },
  worksheet_claimer_fk: { code: 'request.refers-to-nothing', detail: 'The person who claims it does not exist.' },
  worksheet_room_fk: { code: 'request.refers-to-nothing', detail: 'The room does not exist.' },
  worksheet_hood_fk: { code: 'request.refers-to-nothing', detail: 'The hood does not exist.' },
  worksheet_completer_fk: { code: 'request.refers-to-nothing', detail: 'The person who completes it does not exist.' },
  worksheet_verifier_fk: { code: 'request.refers-to-nothing', detail: 'The verifier does not exist.' },
  worksheet_signature_fk: { code: 'request.refers-to-nothing', detail: 'The signature does not exist.' },
  worksheet_dispenser_fk: { code: 'request.refers-to-nothing', detail: 'The person who dispenses it does not exist.' },
  worksheet_state_known: { code: 'request.invalid', detail: 'No such state of a worksheet.' },
  worksheet_containers_bounded: { code: 'request.invalid', detail: 'A worksheet makes 1 to 100 containers.' },
  worksheet_storage_known: { code: 'request.invalid', detail: 'Storage is CRT, REF or FRZ.' },
  worksheet_category_known: { code: 'request.invalid', detail: 'A category is 1, 2 or 3.' },
  worksheet_claim_whole: { code: 'request.invalid', detail: 'A claim names who, when and where.' },
  worksheet_compounded_has_bud: {
    code: 'worksheet.no-beyond-use-date',
    detail: 'Without a beyond-use date and a maker nothing is complete.',
  },
  worksheet_verified_is_signed: { code: 'worksheet.cannot-verify', detail: 'A verified worksheet is signed.' },
  worksheet_maker_not_verifier: { code: 'worksheet.cannot-verify', detail: 'Whoever made it does not verify it.' },
  worksheet_line_worksheet_fk: { code: 'request.refers-to-nothing', detail: 'The worksheet does not exist.' },
  worksheet_line_drug_fk: { code: 'request.refers-to-nothing', detail: 'The drug does not exist.' },
  worksheet_line_product_fk: { code: 'request.refers-to-nothing', detail: 'The product does not exist.' },
  worksheet_line_role_known: { code: 'request.invalid', detail: 'No such role of a line.' },
  worksheet_line_quantity_positive: { code: 'request.invalid', detail: 'A line uses more than nothing.' },
  worksheet_line_packages_positive: { code: 'request.invalid', detail: 'A line takes at least one package.' },
  worksheet_line_position_unique: { code: 'request.conflict', detail: 'Two lines cannot stand in one place.' },
  csp_number_unique: { code: 'request.conflict', detail: 'This number of a preparation is taken.' },
  csp_worksheet_fk: { code: 'request.refers-to-nothing', detail: 'The worksheet does not exist.' },
  csp_patient_fk: { code: 'request.refers-to-nothing', detail: 'The patient does not exist.' },
  csp_activator_fk: { code: 'request.refers-to-nothing', detail: 'The person who scanned its label does not exist.' },
  csp_state_known: { code: 'request.invalid', detail: 'No such state of a preparation.' },
  csp_position_unique: { code: 'request.conflict', detail: 'Two preparations cannot stand in one place.' },
  csp_released_has_bud: {
    code: 'worksheet.no-beyond-use-date',
    detail: 'A preparation without a beyond-use date goes no further.',
  },
  worksheet_step_worksheet_fk: { code: 'request.refers-to-nothing', detail: 'The worksheet does not exist.' },
  worksheet_step_line_fk: { code: 'request.refers-to-nothing', detail: 'The line of the worksheet does not exist.' },
  worksheet_step_lot_fk: { code: 'request.refers-to-nothing', detail: 'The lot does not exist.' },
  worksheet_step_container_fk: { code: 'request.refers-to-nothing', detail: 'The opened container does not exist.' },
  worksheet_step_scanner_fk: { code: 'request.refers-to-nothing', detail: 'The person who scanned does not exist.' },
  worksheet_step_doer_fk: { code: 'request.refers-to-nothing', detail: 'The person who did it does not exist.' },
  worksheet_step_kind_known: { code: 'request.invalid', detail: 'No such kind of step.' },
  worksheet_step_planned_positive: { code: 'request.invalid', detail: 'A planned volume is more than zero.' },
  worksheet_step_quantity_positive: { code: 'request.invalid', detail: 'A planned quantity is more than zero.' },
  worksheet_step_state_known: { code: 'request.invalid', detail: 'A step is pending, scanned or done.' },
  worksheet_step_volume_not_negative: { code: 'request.invalid', detail: 'A volume is not below zero.' },
  worksheet_step_position_unique: { code: 'request.conflict', detail: 'Two steps cannot stand in one place.' },
  worksheet_step_done_whole: { code: 'request.invalid', detail: 'A step that is done names who and when.' },
  worksheet_step_scan_before_volume: {
    code: 'worksheet.step-refused',
    detail: 'Scan the ingredient before its volume is recorded.',
  },
  consumption_worksheet_fk: { code: 'request.refers-to-nothing', detail: 'The worksheet does not exist.' },
  consumption_csp_fk: { code: 'request.refers-to-nothing', detail: 'The preparation does not exist.' },
  consumption_lot_fk: { code: 'request.refers-to-nothing', detail: 'The lot does not exist.' },
  consumption_container_fk: { code: 'request.refers-to-nothing', detail: 'The opened container does not exist.' },
  consumption_step_fk: { code: 'request.refers-to-nothing', detail: 'The step does not exist.' },
  consumption_movement_fk: { code: 'request.refers-to-nothing', detail: 'The movement of stock does not exist.' },
  consumption_quantity_positive: { code: 'request.invalid', detail: 'More than nothing was used.' },
  consumption_stands: {
    code: 'request.conflict',
    detail: 'What went into a preparation stays on record as long as its movement stands.',
  },
  photo_worksheet_fk: { code: 'request.refers-to-nothing', detail: 'The worksheet does not exist.' },
  photo_step_fk: { code: 'request.refers-to-nothing', detail: 'The step does not exist.' },
  photo_taker_fk: { code: 'request.refers-to-nothing', detail: 'The person who took it does not exist.' },
  photo_media_type_known: { code: 'request.wrong-media-type', detail: 'A photo is JPEG, PNG or WebP.' },
  photo_size_bounded: { code: 'request.too-large', detail: 'A photo has at most 6 MB.' },
  label_number_unique: { code: 'request.conflict', detail: 'This label number is taken.' },
  label_csp_fk: { code: 'request.refers-to-nothing', detail: 'The preparation does not exist.' },
  label_printer_fk: { code: 'request.refers-to-nothing', detail: 'The person who printed it does not exist.' },
  label_copy_unique: { code: 'label.printed-already', detail: 'This copy of the label exists already.' },
  label_one_current: {
    code: 'label.printed-already',
    detail: 'The preparation has a label already. Void it before printing another.',
  },
  label_void_reasoned: { code: 'request.invalid', detail: 'A void label has a time and a reason.' },
  worksheet_event_worksheet_fk: { code: 'request.refers-to-nothing', detail: 'The worksheet does not exist.' },
  worksheet_event_actor_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  // rule packs
  rule_pack_kind_known: { code: 'request.invalid', detail: 'A rule pack is of a state, a payer or the site.' },
  rule_pack_adder_fk: { code: 'request.refers-to-nothing', detail: 'The person does not exist.' },
  rule_pack_version_unique: { code: 'rule-pack.exists', detail: 'This version of the rule pack is on file already.' },
  rule_pack_ends_after_it_begins: { code: 'request.invalid', detail: 'A rule pack ends on or after its first day.' },
  rule_pack_frozen: { code: 'rule-pack.frozen', detail: 'A rule pack never changes. End it and add the next version.' },
};

/** The Problem for a constraint that was violated; `undefined` when the error is something else or the name is unknown. */
export function constraintProblem(error: unknown): Problem | undefined {
  const { constraint, driverError } = Object(error) as {
    constraint?: unknown;
    driverError?: { constraint?: unknown };
  };
  const name = driverError?.constraint ?? constraint;
  const refusal = typeof name === 'string' ? CONSTRAINTS[name] : undefined;
  return refusal && new Problem(refusal.code, { detail: refusal.detail, cause: error });
}
