import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PurchaseOrder, PurchaseOrderSummary, RecordedReceiptSummary, Supplier } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import {
  Button,
  Card,
  EmptyState,
  Loaded,
  Page,
  ProblemBox,
  Select,
  Skeleton,
  StateBadge,
  Table,
  type Column,
} from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { count } from '../desk/words.js';
import { Delivery } from './receive-delivery.js';

/** `/stock/receive`: choose what came; with `?order=` or `?supplier=` count it. */
export default function Receive(): JSX.Element {
  const { query } = useAddress();
  if (query.order) return <AgainstOrder id={query.order} />;
  if (query.supplier) return <WithoutOrder id={query.supplier} />;
  return <Choose />;
}

const BACK = { href: '/stock/receive', text: 'Receive' };

function AgainstOrder({ id }: { id: string }): JSX.Element {
  const order = useResource<PurchaseOrder>(`/purchase-orders/${id}`, { feed: ['purchase'] });
  return (
    <Page title={order.data ? `Receive ${order.data.number}` : 'Receive'} note={order.data?.supplier.name} back={BACK}>
      <Loaded resource={order}>
        {(data) => <Delivery source={{ purchaseOrderId: id }} supplierId={data.supplier.id} order={data} />}
      </Loaded>
    </Page>
  );
}

function WithoutOrder({ id }: { id: string }): JSX.Element {
  const supplier = useResource<Supplier>(`/suppliers/${id}`);
  return (
    <Page title="Receive without an order" note={supplier.data?.name} back={BACK}>
      <Loaded resource={supplier}>{() => <Delivery source={{ supplierId: id }} supplierId={id} order={null} />}</Loaded>
    </Page>
  );
}

const COLUMNS: readonly Column<PurchaseOrderSummary>[] = [
  {
    key: 'number',
    title: 'Order',
    cell: (row) => (
      <>
        <span class="strong nowrap">{row.number}</span>
        <span class="small quiet block">{row.supplierName}</span>
      </>
    ),
  },
  { key: 'products', title: 'Products', cell: (row) => row.products.join(', ') },
  { key: 'expected', title: 'Expected', cell: (row) => <span class="nowrap">{row.expectedOn ?? 'no date'}</span> },
  { key: 'left', title: 'To come', number: true, cell: (row) => count(row.outstandingPackages, 'package') },
  { key: 'state', title: 'State', cell: (row) => <StateBadge state={row.state} /> },
];

function Choose(): JSX.Element {
  const { go } = useAddress();
  const orders = usePages<PurchaseOrderSummary>('/purchase-orders?tab=open', { feed: ['purchase'] });
  return (
    <Page title="Receive" note="What has come?" back={{ href: '/stock', text: 'Stock' }}>
      <div class="stack">
        <AwaitingReview />
        <ProblemBox problem={orders.error} retry={orders.reload} />
        {orders.loading && <Skeleton />}
        {orders.data && (
          <Table
            label="Orders that are on their way"
            columns={COLUMNS}
            rows={orders.data}
            keyOf={(row) => row.id}
            onOpen={(row) => go(`/stock/receive?order=${row.id}`)}
            more={orders.more}
            onMore={orders.loadMore}
            empty={
              <EmptyState icon="out" title="No order is on its way">
                Orders appear here once they are marked as sent, until all of them has come.
              </EmptyState>
            }
          />
        )}
        <OtherDelivery />
      </div>
    </Page>
  );
}

function OtherDelivery(): JSX.Element {
  const { go } = useAddress();
  const suppliers = useResource<Supplier[]>('/suppliers', { feed: ['purchase'] });
  const [supplier, setSupplier] = useState('');
  const options = (suppliers.data ?? []).filter((s) => s.active).map((s) => ({ value: s.id, label: s.name }));
  return (
    <Card title="A delivery without an order">
      <div class="row">
        <div class="grow">
          <Select
            label="Supplier"
            placeholder="Choose who sent it"
            value={supplier}
            options={options}
            onChange={setSupplier}
          />
        </div>
        <Button
          disabled={supplier === '' ? 'Choose the supplier first' : false}
          onClick={() => go(`/stock/receive?supplier=${supplier}`)}
        >
          Receive
        </Button>
      </div>
    </Card>
  );
}

function AwaitingReview(): JSX.Element | null {
  const waiting = usePages<RecordedReceiptSummary>('/receipts?state=awaiting-review', { feed: ['purchase'] });
  if (!waiting.data || waiting.data.length === 0) return null;
  return (
    <Card title="Waits for a second person">
      <ul class="stack stack-small plain-list">
        {waiting.data.map((receipt) => (
          <li key={receipt.id} class="row">
            <a class="strong" href={`/stock/receipts/${receipt.id}`}>
              {receipt.number}
            </a>
            <span class="grow">
              {receipt.supplierName}: {receipt.products.join(', ')}, {count(receipt.packages, 'package')}
            </span>
            <span class="quiet">received by {receipt.receivedBy}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
