import { defineMachine, type EventOf, type StateOf } from '#domain/state-machine';

/** A version of a master formulation record: approved by another than the author, then never changed (domain-rules 2.1, 8.2). */
export const FORMULA_MACHINE = defineMachine({
  name: 'formula',
  states: ['draft', 'approved', 'retired'],
  initial: 'draft',
  final: ['retired'],
  events: ['edit', 'approve', 'retire'],
  guards: ['content-valid', 'approver-is-not-author', 'signed', 'reason-given'],
  transitions: [
    { event: 'edit', from: ['draft'], to: 'draft', who: ['formula.write'], guards: ['content-valid'], label: 'Edit' },
    {
      event: 'approve',
      from: ['draft'],
      to: 'approved',
      who: ['formula.approve'],
      guards: ['content-valid', 'approver-is-not-author', 'signed'],
      label: 'Approve',
    },
    {
      event: 'retire',
      from: ['approved'],
      to: 'retired',
      who: ['formula.approve'],
      guards: ['reason-given'],
      label: 'Retire',
    },
  ],
});

export type FormulaState = StateOf<typeof FORMULA_MACHINE>;
export type FormulaEvent = EventOf<typeof FORMULA_MACHINE>;
