import { defineMachine, type EventOf, type StateOf } from '#domain/state-machine';

/** An order to a supplier. It ends received in full, cancelled before anything came, or closed short of what was ordered. */
export const PURCHASE_ORDER_MACHINE = defineMachine({
  name: 'purchase-order',
  states: ['draft', 'sent', 'partly-received', 'received', 'cancelled', 'closed'],
  initial: 'draft',
  final: ['received', 'cancelled', 'closed'],
  events: ['change', 'send', 'receive-part', 'receive-all', 'cancel', 'close'],
  guards: [
    'dea-order-number-given',
    'reason-given',
    'nothing-received',
    'nothing-awaits-review',
    'nothing-outstanding',
  ],
  transitions: [
    { event: 'change', from: ['draft'], to: 'draft', who: ['purchase.write'], guards: [], label: 'Change' },
    {
      event: 'send',
      from: ['draft'],
      to: 'sent',
      who: ['purchase.write'],
      guards: ['dea-order-number-given'],
      label: 'Mark as sent',
    },
    {
      event: 'receive-part',
      from: ['sent', 'partly-received'],
      to: 'partly-received',
      who: ['stock.receive'],
      guards: [],
    },
    {
      event: 'receive-all',
      from: ['sent', 'partly-received'],
      to: 'received',
      who: ['stock.receive'],
      guards: ['nothing-outstanding'],
    },
    {
      event: 'cancel',
      from: ['draft', 'sent'],
      to: 'cancelled',
      who: ['purchase.write'],
      guards: ['reason-given', 'nothing-received', 'nothing-awaits-review'],
      label: 'Cancel order',
    },
    {
      event: 'close',
      from: ['partly-received'],
      to: 'closed',
      who: ['purchase.write'],
      guards: ['reason-given', 'nothing-awaits-review'],
      label: 'Close short',
    },
  ],
});

export type PurchaseOrderState = StateOf<typeof PURCHASE_ORDER_MACHINE>;
export type PurchaseOrderEvent = EventOf<typeof PURCHASE_ORDER_MACHINE>;
