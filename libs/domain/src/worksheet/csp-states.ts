import { defineMachine, type EventOf, type StateOf } from '#domain/state-machine';

/**
 * One preparation. `labeled`: a label is printed. `active`: that label was read back and matched, so that the preparation may
 * leave (promise 7). `stocked`: made without a patient, now a container of a lot on the shelf. A voided label takes it back to `verified`.
 */
export const CSP_MACHINE = defineMachine({
  name: 'csp',
  states: [
    'planned',
    'compounding',
    'compounded',
    'verified',
    'labeled',
    'active',
    'dispensed',
    'stocked',
    'returned',
    'wasted',
    'rejected',
    'recalled',
    'cancelled',
  ],
  initial: 'planned',
  final: ['wasted', 'recalled', 'cancelled'],
  events: [
    'begin',
    'complete',
    'verify',
    'reject',
    'rework',
    'label',
    'void-label',
    'activate',
    'dispense',
    'stock',
    'return',
    'waste',
    'recall',
    'cancel',
  ],
  guards: [
    'bud-assigned',
    'verifier-is-not-maker',
    'label-matches',
    'reason-given',
    'lots-still-good',
    'bud-covers-need',
  ],
  transitions: [
    { event: 'begin', from: ['planned'], to: 'compounding', who: ['worksheet.compound'], guards: [] },
    {
      event: 'complete',
      from: ['compounding'],
      to: 'compounded',
      who: ['worksheet.compound'],
      guards: ['bud-assigned'],
    },
    {
      event: 'verify',
      from: ['compounded'],
      to: 'verified',
      who: ['worksheet.verify'],
      guards: ['verifier-is-not-maker', 'bud-assigned', 'lots-still-good'],
    },
    {
      event: 'reject',
      from: ['compounded'],
      to: 'rejected',
      who: ['worksheet.verify'],
      guards: ['verifier-is-not-maker', 'reason-given'],
    },
    { event: 'rework', from: ['rejected'], to: 'compounding', who: ['worksheet.verify'], guards: ['reason-given'] },
    { event: 'label', from: ['verified'], to: 'labeled', who: ['label.print'], guards: [], label: 'Print label' },
    {
      event: 'void-label',
      from: ['labeled', 'active'],
      to: 'verified',
      who: ['label.print'],
      guards: ['reason-given'],
      label: 'Void label',
    },
    {
      event: 'activate',
      from: ['labeled'],
      to: 'active',
      who: ['label.print'],
      guards: ['label-matches', 'lots-still-good'],
      label: 'Scan label',
    },
    {
      event: 'dispense',
      from: ['active'],
      to: 'dispensed',
      who: ['worksheet.dispense'],
      guards: ['lots-still-good', 'bud-covers-need'],
    },
    { event: 'stock', from: ['active'], to: 'stocked', who: ['stock.move'], guards: ['lots-still-good'] },
    { event: 'return', from: ['dispensed'], to: 'returned', who: ['worksheet.dispense'], guards: ['reason-given'] },
    {
      event: 'waste',
      from: ['compounding', 'compounded', 'verified', 'labeled', 'active', 'rejected', 'returned'],
      to: 'wasted',
      who: ['worksheet.verify'],
      guards: ['reason-given'],
    },
    {
      event: 'recall',
      from: ['verified', 'labeled', 'active', 'dispensed', 'stocked', 'returned'],
      to: 'recalled',
      who: ['worksheet.verify'],
      guards: ['reason-given'],
    },
    { event: 'cancel', from: ['planned'], to: 'cancelled', who: ['worksheet.plan'], guards: ['reason-given'] },
  ],
});

export type CspState = StateOf<typeof CSP_MACHINE>;
export type CspEvent = EventOf<typeof CSP_MACHINE>;
