import type { JSX } from 'preact';
import type { OrderSummary } from '../../api/types.js';
import { showDistance } from '../../format.js';
import { DateTime, HazardBadge, StateBadge, useNow, type Column } from '../../parts/index.js';
import { CARE_SETTINGS, labelOf, patientName } from '../desk/words.js';

/** Orders in any list: number and state, patient, prescription, needed by. */
export const ORDER_COLUMNS: readonly Column<OrderSummary>[] = [
  {
    key: 'number',
    title: 'Order',
    width: '11rem',
    cell: (order) => (
      <>
        <span class="strong nowrap">{order.number}</span>
        <span class="block">
          <StateBadge state={order.state} {...(order.stateReason ? { title: order.stateReason } : {})} />
        </span>
      </>
    ),
  },
  {
    key: 'patient',
    title: 'Patient',
    width: '11.5rem',
    sort: (order) => patientName(order.patient),
    cell: (order) => (
      <>
        <span class="strong">{patientName(order.patient)}</span>
        <span class="small quiet block">
          {order.patient.birthDate} · {labelOf(CARE_SETTINGS, order.patient.careSetting)}
        </span>
      </>
    ),
  },
  {
    key: 'title',
    title: 'Prescription',
    cell: (order) => (
      <>
        {order.title}
        {order.hazardous && (
          <span class="block">
            <HazardBadge />
          </span>
        )}
        {order.stateReason && <span class="small quiet block">{order.stateReason}</span>}
      </>
    ),
  },
  { key: 'containers', title: 'Containers', number: true, cell: (order) => order.containers },
  {
    key: 'needed',
    title: 'Needed by',
    width: '9rem',
    sort: (order) => order.neededAt,
    cell: (order) => <Needed at={order.neededAt} />,
  },
];

function Needed({ at }: { at: string | null }): JSX.Element {
  const now = useNow();
  return (
    <>
      <DateTime at={at} short none="not said" />
      {at !== null && <span class="small quiet block">{showDistance(at, now)}</span>}
    </>
  );
}
