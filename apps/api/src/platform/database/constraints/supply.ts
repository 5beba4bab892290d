import { refused, type Refusals } from './refusal.js';

export const SUPPLY: Refusals = {
  ...refused('request.refers-to-nothing', {
    supply_projection_drug_fk: 'The drug does not exist.',
    supply_request_drug_fk: 'The drug does not exist.',
    par_level_drug_fk: 'The drug does not exist.',
    par_level_setter_fk: 'The person does not exist.',
    drug_alternative_drug_fk: 'The drug does not exist.',
    drug_alternative_alternative_drug_fk: 'The alternative drug does not exist.',
    drug_alternative_alternative_product_fk: 'The alternative product does not exist.',
    drug_alternative_keeper_fk: 'The person does not exist.',
    supply_note_drug_fk: 'The drug does not exist.',
    supply_note_writer_fk: 'The person does not exist.',
    supply_notice_drug_fk: 'The drug does not exist.',
    supply_notice_seer_fk: 'The person does not exist.',
  }),
  ...refused('request.invalid', {
    supply_projection_horizon_positive: 'A projection looks at least a day ahead.',
    supply_projection_on_hand_not_negative: 'Stock on hand is never below zero.',
    supply_projection_patients_not_negative: 'Patients are counted from zero.',
    supply_projection_range_ordered: 'The early date comes before the expected one, and that before the late one.',
    par_level_min_bounded: 'The least is 1 to 365 days.',
    par_level_target_bounded: 'The target is 1 to 365 days.',
    par_level_target_reaches_min: 'The target is at least the least to keep.',
    drug_alternative_kind_known: 'An alternative is a product, a drug or a base solution.',
    drug_alternative_factor_positive: 'A dose factor is above zero.',
    drug_alternative_reasoned: 'An alternative needs the reason.',
    drug_alternative_names_one: 'An alternative names either a product or a drug, as its kind says.',
    drug_alternative_not_itself: 'A drug is no alternative to itself.',
    supply_note_given: 'A note has 1 to 2,000 characters.',
    supply_notice_kind_known: 'No such kind of notice.',
    supply_notice_seen_whole: 'Who has seen a notice goes with when.',
  }),
  ...refused('request.conflict', {
    supply_watch_one: 'Changes are watched in one place.',
  }),
  ...refused('supply.alternative-exists', {
    drug_alternative_once: 'This alternative is on the list already; change that one.',
  }),
};
