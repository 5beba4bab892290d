import { refused, type Refusals } from './refusal.js';

export const SUBSTITUTIONS: Refusals = {
  ...refused('request.conflict', {
    substitution_number_unique: 'Another substitution took this number. Try again.',
    substitution_order_position_unique: 'The comparison was made twice at once. Try again.',
  }),
  ...refused('request.refers-to-nothing', {
    substitution_drug_fk: 'The drug does not exist.',
    substitution_from_product_fk: 'The product does not exist.',
    substitution_to_product_fk: 'The product does not exist.',
    substitution_to_drug_fk: 'The drug does not exist.',
    substitution_alternative_fk: 'The alternative does not exist.',
    substitution_shortage_fk: 'The shortage record does not exist.',
    substitution_creator_fk: 'The person does not exist.',
    substitution_proposer_fk: 'The person does not exist.',
    substitution_approver_fk: 'The person does not exist.',
    substitution_approval_signature_fk: 'The signature does not exist.',
    substitution_ender_fk: 'The person does not exist.',
    substitution_reversal_signature_fk: 'The signature does not exist.',
    substitution_order_substitution_fk: 'The substitution does not exist.',
    substitution_order_order_fk: 'The order does not exist.',
    product_preference_drug_fk: 'The drug does not exist.',
    product_preference_prefer_fk: 'The product does not exist.',
    product_preference_avoid_fk: 'The product does not exist.',
    product_preference_substitution_fk: 'The substitution does not exist.',
  }),
  ...refused('request.invalid', {
    substitution_kind_known: 'No such kind of substitution.',
    substitution_factor_positive: 'A dose factor is more than zero.',
    substitution_reasoned: 'Say why in three letters or more.',
    substitution_state_known: 'No such state.',
    substitution_names_what: 'Name what replaces what, and two different things.',
    substitution_drug_from_list: 'Another drug comes from the kept list of alternatives.',
    substitution_proposal_whole: 'A proposal names who and when.',
    substitution_approval_whole: 'An approval names who, when and the signature.',
    substitution_ending_whole: 'An ending names who, when and why.',
    substitution_reversal_signed: 'A reversal is signed.',
    substitution_order_standing_known: 'No such standing.',
    substitution_order_outcome_known: 'No such outcome.',
    product_preference_not_both: 'A product is preferred or spared, not both.',
    product_preference_ending_whole: 'A preference that has ended says when.',
  }),
  ...refused('substitution.preference-exists', {
    product_preference_one_active:
      'Another substitution already prefers a product of this drug. Reverse that one first.',
  }),
};
