import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { minutesText } from '#domain/order';
import type { Order } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { showDecimal, showQuantity } from '../../format.js';
import {
  Badge,
  Card,
  DateTime,
  EmptyState,
  HazardBadge,
  KeyValue,
  Loaded,
  Page,
  StateBadge,
  storageWords,
  Table,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { CARE_SETTINGS, DEVICE_OPTIONS, labelOf, patientName, ROUTE_OPTIONS } from '../desk/words.js';
import { OrderActions } from './order-actions.js';

export default function OrderPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const order = useResource<Order>(`/orders/${id}`, { feed: ['order', 'worksheet'] });
  return (
    <Page
      title={order.data?.number ?? 'Order'}
      note={
        order.data && (
          <span class="row">
            <StateBadge state={order.data.state} />
            {order.data.hazardous && <HazardBadge />}
            {order.data.version > 1 && <span>Version {order.data.version}</span>}
            {order.data.stateReason && <span>{order.data.stateReason}</span>}
          </span>
        )
      }
      back={{ href: '/orders', text: 'Orders' }}
      actions={order.data && <OrderActions order={order.data} onChanged={order.replace} />}
    >
      <Loaded resource={order}>
        {(data) => (
          <div class="beside">
            <div class="stack">
              <Card title="Prescription">
                <p class="lead strong prescription">{data.title}</p>
                <PrescriptionFacts order={data} />
              </Card>
              <Worksheets order={data} />
            </div>
            <div class="stack">
              <PatientCard order={data} />
              <History order={data} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** Everything that the title does not say. */
export function PrescriptionFacts({ order, brief }: { order: Order; brief?: boolean }): JSX.Element {
  const bodyDoses = order.lines.filter((line) => line.basis !== 'flat');
  return (
    <KeyValue
      rows={[
        ...bodyDoses.map((line) => [`Dose of ${line.drugName}`, bodyDose(line)] as const),
        ['Route', labelOf(ROUTE_OPTIONS, order.route)],
        ['Schedule', scheduleText(order)],
        ['Supply', `${order.containers} × ${order.daysSupply === null ? '' : `for ${order.daysSupply} days`}`.trim()],
        ['Stored', storageWords(order.storage)],
        ['Given by', labelOf(DEVICE_OPTIONS, order.device)],
        ['Needed by', !brief && order.neededAt && <DateTime key="needed" at={order.neededAt} distance />],
        ['Prescriber', order.prescriber],
        ['Indication', order.indication],
        ['Directions', order.directions],
      ]}
    />
  );
}

function bodyDose(line: Order['lines'][number]): string {
  const unit = line.basis === 'per-kg' ? 'kg' : 'm²';
  const per = line.basisDose ? `${showQuantity(line.basisDose)}/${unit}` : '';
  return `${per} × ${showDecimal(line.bodyMeasure ?? '')} ${unit} = ${line.doseText}`;
}

export function scheduleText(order: Order): string {
  const over = `over ${minutesText(order.durationMinutes)}`;
  if (order.schedule === 'intermittent' && order.intervalMinutes !== null)
    return `every ${minutesText(order.intervalMinutes)} ${over}`;
  return order.schedule === 'once' ? `once ${over}` : `continuous, each container ${over}`;
}

function PatientCard({ order }: { order: Order }): JSX.Element {
  const may = usePermissions();
  const { patient } = order;
  const name = patientName(patient);
  return (
    <Card title="Patient">
      <KeyValue
        rows={[
          [
            'Name',
            may('patient.read') ? (
              <a key="name" href={`/patients/${patient.id}`}>
                {name}
              </a>
            ) : (
              name
            ),
          ],
          ['Born', patient.birthDate],
          ['Number', patient.number],
          ['Care setting', labelOf(CARE_SETTINGS, patient.careSetting)],
        ]}
      />
    </Card>
  );
}

type WorksheetRow = Order['worksheets'][number];
const WORKSHEETS: readonly Column<WorksheetRow>[] = [
  { key: 'number', title: 'Worksheet', cell: (row) => <span class="strong nowrap">{row.number}</span> },
  {
    key: 'state',
    title: 'State',
    cell: (row) => (
      <span class="row">
        <StateBadge state={row.state} />
        {row.stale && (
          <Badge tone="warn" title="Made for an earlier version of the prescription; it must be resolved">
            Earlier version
          </Badge>
        )}
      </span>
    ),
  },
  { key: 'containers', title: 'Containers', number: true, cell: (row) => row.containers },
];

function Worksheets({ order }: { order: Order }): JSX.Element {
  const { go } = useAddress();
  const may = usePermissions();
  const open = (row: WorksheetRow): void => go(`/${may('worksheet.compound') ? 'bench' : 'verify'}/${row.id}`);
  return (
    <section class="stack stack-small" aria-label="Worksheets">
      <h2>Worksheets</h2>
      <Table
        label="Worksheets of this order"
        columns={WORKSHEETS}
        rows={order.worksheets}
        keyOf={(row) => row.id}
        {...(may('worksheet.compound') || may('worksheet.verify') ? { onOpen: open } : {})}
        empty={
          <EmptyState icon="hood" title="Nothing is planned yet">
            {order.state === 'approved'
              ? 'A worksheet takes the lots and lists every step of the preparation.'
              : 'Worksheets can be planned once a pharmacist has approved the order.'}
          </EmptyState>
        }
      />
    </section>
  );
}

function History({ order }: { order: Order }): JSX.Element {
  return (
    <Card title="History">
      <ol class="plain-list order-history">
        {order.history.map((event) => (
          <li key={`${event.at} ${event.what}`}>
            <span class="strong">{event.what}</span> by {event.who}
            <span class="small quiet block">
              <DateTime at={event.at} />
            </span>
            {event.detail && <span class="small block">{event.detail}</span>}
          </li>
        ))}
      </ol>
    </Card>
  );
}
