import { refused, type Refusals } from './refusal.js';

export const PLATFORM: Refusals = {
  ...refused('request.refers-to-nothing', {
    idempotency_key_person_fk: 'The person does not exist.',
    rule_pack_adder_fk: 'The person does not exist.',
  }),
  ...refused('request.conflict', {
    audit_entry_block_is_whole: 'A sealed entry has a block and a place in it.',
    audit_entry_in_block: 'Another sealer was quicker.',
    audit_block_chain_unique: 'Another sealer was quicker.',
  }),
  ...refused('request.invalid', {
    outbox_message_attempts_not_negative: 'Attempts are counted from zero.',
    schedule_every_is_positive: 'A schedule repeats after at least a second.',
    rule_pack_kind_known: 'A rule pack is of a state, a payer or the site.',
    rule_pack_ends_after_it_begins: 'A rule pack ends on or after its first day.',
  }),
  ...refused('rule-pack.exists', {
    rule_pack_version_unique: 'This version of the rule pack is on file already.',
  }),
  ...refused('rule-pack.frozen', {
    rule_pack_frozen: 'A rule pack never changes. End it and add the next version.',
  }),
};
