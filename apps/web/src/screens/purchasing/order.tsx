import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { PurchaseOrder, PurchaseOrderLine } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource, type Resource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  DateTime,
  FindingList,
  KeyValue,
  Loaded,
  Page,
  PrintButton,
  ProblemBox,
  StateBadge,
  Table,
  TextInput,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { showPrice } from './order-draft.js';

const ON_ITS_WAY = ['sent', 'partly-received'];

/** One order: what was ordered, what has come, what will not. */
export default function PurchaseOrderPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const order = useResource<PurchaseOrder>(`/purchase-orders/${id}`, { feed: ['purchase'] });
  return (
    <Page
      title={order.data?.number ?? 'Order'}
      note={order.data?.supplier.name}
      back={{ href: '/purchasing', text: 'Purchasing' }}
      actions={order.data && <Actions order={order.data} resource={order} />}
    >
      <Loaded resource={order}>{(data) => <Shown order={data} resource={order} />}</Loaded>
    </Page>
  );
}

interface Part {
  order: PurchaseOrder;
  resource: Resource<PurchaseOrder>;
}

function Actions({ order, resource }: Part): JSX.Element {
  const may = usePermissions();
  const [ending, setEnding] = useState<'cancellation' | 'closing'>();
  const open = ON_ITS_WAY.includes(order.state);
  return (
    <>
      <PrintButton path={`/purchase-orders/${order.id}/order.pdf`}>Print</PrintButton>
      <Button href={`/api/purchase-orders/${order.id}/order.csv`} icon="down">
        CSV
      </Button>
      {may('purchase.write') && order.state === 'draft' && (
        <Button href={`/purchasing/orders/${order.id}/edit`} icon="pen">
          Change
        </Button>
      )}
      {may('purchase.write') && ['draft', 'sent'].includes(order.state) && (
        <Button kind="danger" onClick={() => setEnding('cancellation')}>
          Cancel order
        </Button>
      )}
      {may('purchase.write') && order.state === 'partly-received' && (
        <Button kind="danger" onClick={() => setEnding('closing')}>
          Close short
        </Button>
      )}
      {may('stock.receive') && open && (
        <Button kind="primary" icon="scan" href={`/stock/receive?order=${order.id}`}>
          Receive
        </Button>
      )}
      {ending && (
        <ConfirmDialog
          title={ending === 'closing' ? `Close ${order.number} short` : `Cancel ${order.number}`}
          action={ending === 'closing' ? 'Close short' : 'Cancel the order'}
          danger
          reason="Reason"
          onConfirm={async (reason) => {
            resource.replace(await post<PurchaseOrder>(`/purchase-orders/${order.id}/${ending}`, { reason }));
            toast(`${order.number} has ended.`);
          }}
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  );
}

function Shown({ order, resource }: Part): JSX.Element {
  const may = usePermissions();
  const [cancelling, setCancelling] = useState<PurchaseOrderLine>();
  const columns: Column<PurchaseOrderLine>[] = [
    ...COLUMNS,
    {
      key: 'left',
      title: 'To come',
      number: true,
      cell: (line) => (ON_ITS_WAY.includes(order.state) ? <b>{line.outstandingPackages}</b> : '0'),
    },
    { key: 'total', title: 'Total USD', number: true, cell: (line) => line.total },
    {
      key: 'cancel',
      title: '',
      cell: (line) =>
        may('purchase.write') &&
        ON_ITS_WAY.includes(order.state) &&
        line.outstandingPackages > line.pendingPackages && (
          <Button size="small" kind="plain" onClick={() => setCancelling(line)}>
            Cancel rest
          </Button>
        ),
    },
  ];
  return (
    <div class="stack">
      {order.state === 'draft' && <Send order={order} resource={resource} />}
      <FindingList findings={order.supplier.findings} />
      <div class="columns-2">
        <Card title="Order">
          <KeyValue
            rows={[
              ['State', <StateBadge key="state" state={order.state} />],
              ['Made', <DateTime key="made" at={order.createdAt} />],
              ['By', order.createdBy.name],

              ['Sent', order.sentAt ? <DateTime key="sent" at={order.sentAt} /> : null],
              ['Expected', order.expectedOn ?? 'no date'],
              ['Total', `USD ${order.total}`],

              ['DEA Form 222 or CSOS', order.deaOrderNumber ? order.deaOrderNumber : null],

              ['Ended because', order.endedReason ? order.endedReason : null],

              ['Note', order.note ? order.note : null],
            ]}
          />
        </Card>
        <Card title="Supplier">
          <KeyValue
            rows={[
              [
                'Name',
                <a key="name" href={`/purchasing/suppliers/${order.supplier.id}`}>
                  {order.supplier.name}
                </a>,
              ],

              ['Account', order.supplier.accountNumber ? order.supplier.accountNumber : null],

              ['Telephone', order.supplier.phone ? order.supplier.phone : null],
              ['Lead time', `${order.supplier.leadDaysMin} to ${order.supplier.leadDaysMax} days`],
            ]}
          />
        </Card>
      </div>
      <Table label="Lines of the order" columns={columns} rows={order.lines} keyOf={(line) => line.id} />
      {order.receipts.length > 0 && (
        <Card title="Receipts">
          <ul class="stack stack-small plain-list">
            {order.receipts.map((receipt) => (
              <li key={receipt.id} class="row">
                <a class="strong" href={`/stock/receipts/${receipt.id}`}>
                  {receipt.number}
                </a>
                <StateBadge state={receipt.state} />
                <span class="grow">
                  <DateTime at={receipt.receivedAt} short /> by {receipt.receivedBy}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {cancelling && (
        <ConfirmDialog
          title={`${cancelling.outstandingPackages - cancelling.pendingPackages} of ${cancelling.productName} will not come`}
          action="Cancel the rest"
          reason="Reason"
          onConfirm={async (reason) => {
            const path = `/purchase-orders/${order.id}/lines/${cancelling.id}/cancellation`;
            resource.replace(await post<PurchaseOrder>(path, { reason }));
            toast('The rest of the line is cancelled.');
          }}
          onClose={() => setCancelling(undefined)}
        />
      )}
    </div>
  );
}

const COLUMNS: readonly Column<PurchaseOrderLine>[] = [
  {
    key: 'product',
    title: 'Product',
    cell: (line) => (
      <>
        <span class="strong">{line.productName}</span> {line.schedule && <Badge tone="warn">{line.schedule}</Badge>}
        <span class="small quiet block">
          {line.ndc} · {line.manufacturer}
          {line.supplierItem && ` · item ${line.supplierItem}`}
          {line.dscsaExempt && ' · outside DSCSA'}
        </span>
      </>
    ),
  },
  {
    key: 'packs',
    title: 'Packs',
    number: true,
    cell: (line) => (
      <span class="nowrap">
        {line.packs} × {line.packPackages}
      </span>
    ),
  },
  { key: 'price', title: 'Price USD', number: true, cell: (line) => showPrice(line.price) },
  { key: 'ordered', title: 'Ordered', number: true, cell: (line) => line.orderedPackages },
  {
    key: 'received',
    title: 'Received',
    number: true,
    cell: (line) => (
      <>
        {line.receivedPackages + line.overPackages}
        {line.overPackages > 0 && <span class="small quiet block">{line.overPackages} over</span>}
        {line.pendingPackages > 0 && <span class="small quiet block">{line.pendingPackages} await review</span>}
        {line.damagedPackages > 0 && <span class="small quiet block">{line.damagedPackages} damaged</span>}
        {line.cancelledPackages > 0 && <span class="small quiet block">{line.cancelledPackages} cancelled</span>}
      </>
    ),
  },
];

/** The supplier has it: by telephone, by post, by its web shop. */
function Send({ order, resource }: Part): JSX.Element | null {
  const may = usePermissions();
  const controlled = order.lines.some((line) => line.schedule === 'CII');
  const [dea, setDea] = useState(order.deaOrderNumber ?? '');
  const send = useCommand(async () => {
    const body = { deaOrderNumber: dea.trim() || undefined };
    resource.replace(await post<PurchaseOrder>(`/purchase-orders/${order.id}/sending`, body));
    toast(`${order.number} is sent and can be received.`);
  });
  if (!may('purchase.write')) return null;
  const findings = order.findings.filter((f) => !(f.code === 'purchase-order.dea-number-missing' && dea.trim() !== ''));
  const license = new Set(order.supplier.findings.map((f) => f.code));
  return (
    <Card title="Send">
      <div class="stack stack-small">
        <FindingList findings={findings.filter((f) => !license.has(f.code))} />
        {controlled && (
          <TextInput
            label="Number of DEA Form 222 or CSOS order"
            maxLength={60}
            value={dea}
            onChange={setDea}
            error={send.problem?.field('deaOrderNumber')}
          />
        )}
        <ProblemBox problem={send.problem} />
        <div class="row">
          <p class="grow quiet">Print it or take the CSV to the supplier; then it is on its way.</p>
          <Button kind="primary" icon="out" busy={send.busy} onClick={() => void send.run()}>
            Mark as sent
          </Button>
        </div>
      </div>
    </Card>
  );
}
