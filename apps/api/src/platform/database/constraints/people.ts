import { refused, type Refusals } from './refusal.js';

export const PEOPLE: Refusals = {
  ...refused('site.exists', {
    site_only_one: 'There is already a site; change that one.',
  }),
  ...refused('request.invalid', {
    site_name_given: 'A site needs a name.',
    person_login_is_plain: 'A sign-in name has 2 to 64 letters, digits, dots or dashes.',
    person_name_given: 'A person needs a printed name.',
    person_initials_given: 'Initials are 2 to 4 capital letters.',
    person_roles_are_known: 'One of the roles does not exist.',
    sign_in_attempt_kind_is_known: 'No such kind of attempt.',
    qualification_kind_is_known: 'No such kind of qualification.',
    qualification_ends_after_it_begins: 'A qualification ends on or after the day it was earned.',
    qualification_revocation_is_whole: 'A revocation names who, when and why.',
    signature_meaning_is_known: 'No such meaning of a signature.',
    signature_hash_is_whole: 'The hash of a signature has 64 hexadecimal digits.',
  }),
  ...refused('person.login-taken', {
    person_login_unique: 'Someone already signs in with this name.',
  }),
  ...refused('request.refers-to-nothing', {
    session_person_fk: 'The person does not exist.',
    qualification_person_fk: 'The person does not exist.',
    qualification_recorded_by_fk: 'The recorder does not exist.',
    qualification_revoked_by_fk: 'The person who revoked it does not exist.',
    signature_person_fk: 'The signer does not exist.',
  }),
  ...refused('request.conflict', {
    session_token_unique: 'Sign in again.',
  }),
};
