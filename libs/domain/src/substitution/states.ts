import { defineMachine, type EventOf, type StateOf } from '#domain/state-machine';

/** A substitution: drafted, proposed, approved once by a pharmacist, and reversed at most once. Decision 0020. */
export const SUBSTITUTION_MACHINE = defineMachine({
  name: 'substitution',
  states: ['draft', 'proposed', 'approved', 'declined', 'reversed'],
  initial: 'draft',
  final: ['declined', 'reversed'],
  events: ['change', 'answer', 'propose', 'approve', 'decline', 'reverse'],
  guards: ['signed', 'reason-given', 'approver-is-pharmacist', 'as-shown'],
  transitions: [
    { event: 'change', from: ['draft'], to: 'draft', who: ['substitution.propose'], guards: [], label: 'Change' },
    { event: 'change', from: ['proposed'], to: 'proposed', who: ['substitution.propose'], guards: [], label: 'Change' },
    { event: 'answer', from: ['draft'], to: 'draft', who: ['substitution.approve'], guards: [], label: 'Answer' },
    { event: 'answer', from: ['proposed'], to: 'proposed', who: ['substitution.approve'], guards: [], label: 'Answer' },
    { event: 'propose', from: ['draft'], to: 'proposed', who: ['substitution.propose'], guards: [], label: 'Propose' },
    {
      event: 'approve',
      from: ['proposed'],
      to: 'approved',
      who: ['substitution.approve'],
      guards: ['approver-is-pharmacist', 'signed', 'as-shown'],
      label: 'Approve',
    },
    {
      event: 'decline',
      from: ['draft'],
      to: 'declined',
      who: ['substitution.propose', 'substitution.approve'],
      guards: ['reason-given'],
      label: 'Drop',
    },
    {
      event: 'decline',
      from: ['proposed'],
      to: 'declined',
      who: ['substitution.approve'],
      guards: ['reason-given'],
      label: 'Decline',
    },
    {
      event: 'reverse',
      from: ['approved'],
      to: 'reversed',
      who: ['substitution.approve'],
      guards: ['approver-is-pharmacist', 'signed', 'reason-given'],
      label: 'Reverse',
    },
  ],
});

export type SubstitutionState = StateOf<typeof SUBSTITUTION_MACHINE>;
export type SubstitutionEvent = EventOf<typeof SUBSTITUTION_MACHINE>;
