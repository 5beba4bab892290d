import { defineMachine, type EventOf, type StateOf } from '#domain/state-machine';

/** A delivery. Where the site asks for a second person, nothing of it is stock before that person has accepted it. */
export const RECEIPT_MACHINE = defineMachine({
  name: 'receipt',
  states: ['awaiting-review', 'posted', 'refused'],
  initial: 'awaiting-review',
  final: ['posted', 'refused'],
  events: ['accept', 'refuse'],
  guards: ['reviewer-is-another', 'signed', 'reason-given'],
  transitions: [
    {
      event: 'accept',
      from: ['awaiting-review'],
      to: 'posted',
      who: ['stock.receive'],
      guards: ['reviewer-is-another', 'signed'],
      label: 'Accept',
    },
    {
      event: 'refuse',
      from: ['awaiting-review'],
      to: 'refused',
      who: ['stock.receive'],
      guards: ['reviewer-is-another', 'signed', 'reason-given'],
      label: 'Refuse',
    },
  ],
});

/** Packages with a code that no product has: kept apart until a pharmacist says what they are, or they go back. */
export const STRANGER_MACHINE = defineMachine({
  name: 'stranger',
  states: ['waiting', 'identified', 'sent-back'],
  initial: 'waiting',
  final: ['identified', 'sent-back'],
  events: ['identify', 'send-back'],
  guards: ['reason-given'],
  transitions: [
    {
      event: 'identify',
      from: ['waiting'],
      to: 'identified',
      who: ['stock.release'],
      guards: [],
      label: 'Identify',
    },
    {
      event: 'send-back',
      from: ['waiting'],
      to: 'sent-back',
      who: ['stock.release'],
      guards: ['reason-given'],
      label: 'Send back',
    },
  ],
});

/** What a delivery did not agree with. Suspect product is investigated before it is cleared (DS-06). */
export const EXCEPTION_MACHINE = defineMachine({
  name: 'receiving-exception',
  states: ['open', 'investigating', 'cleared', 'illegitimate'],
  initial: 'open',
  final: ['cleared', 'illegitimate'],
  events: ['investigate', 'clear', 'find-illegitimate'],
  guards: ['reason-given', 'suspect-was-investigated'],
  transitions: [
    {
      event: 'investigate',
      from: ['open'],
      to: 'investigating',
      who: ['stock.receive', 'stock.release'],
      guards: [],
      label: 'Investigate',
    },
    {
      event: 'clear',
      from: ['open', 'investigating'],
      to: 'cleared',
      who: ['purchase.write', 'stock.release'],
      guards: ['reason-given', 'suspect-was-investigated'],
      label: 'Clear',
    },
    {
      event: 'find-illegitimate',
      from: ['investigating'],
      to: 'illegitimate',
      who: ['stock.release'],
      guards: ['reason-given'],
      label: 'Illegitimate',
    },
  ],
});

export type ReceiptState = StateOf<typeof RECEIPT_MACHINE>;
export type StrangerState = StateOf<typeof STRANGER_MACHINE>;
export type ExceptionState = StateOf<typeof EXCEPTION_MACHINE>;
export type ExceptionEvent = EventOf<typeof EXCEPTION_MACHINE>;
