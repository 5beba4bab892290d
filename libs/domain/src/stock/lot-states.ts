import { defineMachine, type EventOf, type StateOf } from '#domain/state-machine';

/** A lot at this pharmacy (QE-07: quarantine ends by a named person's decision). A recalled lot stays recalled. */
export const LOT_MACHINE = defineMachine({
  name: 'lot',
  states: ['quarantine', 'available', 'recalled', 'expired', 'depleted'],
  initial: 'quarantine',
  final: ['recalled'],
  events: ['release', 'quarantine', 'recall', 'expire', 'deplete', 'replenish'],
  guards: ['reason-given', 'not-expired', 'nothing-on-hand'],
  transitions: [
    {
      event: 'release',
      from: ['quarantine'],
      to: 'available',
      who: ['stock.release'],
      guards: ['reason-given', 'not-expired'],
      label: 'Release',
    },
    {
      event: 'quarantine',
      from: ['available', 'depleted', 'expired'],
      to: 'quarantine',
      who: ['stock.quarantine'],
      guards: ['reason-given'],
      label: 'Quarantine',
    },
    {
      event: 'recall',
      from: ['quarantine', 'available', 'expired', 'depleted'],
      to: 'recalled',
      who: ['stock.release'],
      guards: ['reason-given'],
      label: 'Recall',
    },
    { event: 'expire', from: ['available', 'quarantine'], to: 'expired', who: [], guards: [] },
    { event: 'deplete', from: ['available'], to: 'depleted', who: [], guards: ['nothing-on-hand'] },
    { event: 'replenish', from: ['depleted'], to: 'available', who: [], guards: ['not-expired'] },
  ],
});
export type LotState = StateOf<typeof LOT_MACHINE>;
export type LotEvent = EventOf<typeof LOT_MACHINE>;

/** A container that was opened, until its rest is thrown away. */
export const OPEN_CONTAINER_MACHINE = defineMachine({
  name: 'open-container',
  states: ['open', 'discarded'],
  initial: 'open',
  final: ['discarded'],
  events: ['discard'],
  guards: [],
  transitions: [
    {
      event: 'discard',
      from: ['open'],
      to: 'discarded',
      who: ['worksheet.compound', 'stock.adjust'],
      guards: [],
      label: 'Discard rest',
    },
  ],
});
export type OpenContainerState = StateOf<typeof OPEN_CONTAINER_MACHINE>;
