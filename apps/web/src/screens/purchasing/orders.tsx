import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { PurchaseOrderSummary } from '../../api/types.js';
import { usePages } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  EmptyState,
  Page,
  ProblemBox,
  Skeleton,
  StateBadge,
  tabPanelId,
  Table,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { moveRow, useKeys } from '../desk/keys.js';
import { SearchBox } from '../desk/search-box.js';
import { PURCHASING, PurchasingTabs, type PurchasingTab } from './nav.js';

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
  {
    key: 'products',
    title: 'Products',
    cell: (row) =>
      `${row.products.join(', ')}${row.lines > row.products.length ? ` and ${row.lines - row.products.length} more` : ''}`,
  },
  {
    key: 'expected',
    title: 'Expected',
    sort: (row) => row.expectedOn,
    cell: (row) => (
      <span class="nowrap">
        {row.expectedOn ?? 'no date'} {row.overdue && <Badge tone="warn">Late</Badge>}
      </span>
    ),
  },
  {
    key: 'left',
    title: 'To come',
    number: true,
    sort: (row) => row.outstandingPackages,
    cell: (row) => row.outstandingPackages,
  },
  { key: 'total', title: 'Total USD', number: true, cell: (row) => row.total },
  { key: 'state', title: 'State', cell: (row) => <StateBadge state={row.state} /> },
];

const EMPTY: Readonly<Record<'draft' | 'open' | 'done', readonly [title: string, text: string]>> = {
  draft: ['No drafts', 'Orders that are being put together appear here until they are marked as sent.'],
  open: ['Nothing is on its way', 'Orders appear here once they are sent, until all of them has come.'],
  done: ['No order has ended yet', 'Received, cancelled and closed orders appear here.'],
};

export default function PurchaseOrders(): JSX.Element {
  const { query, go } = useAddress();
  const may = usePermissions();
  const tab = (['draft', 'open', 'done'] as const).find((key) => key === query.tab) ?? 'open';
  const orders = usePages<PurchaseOrderSummary>(`/purchase-orders${queryString({ tab, q: query.q })}`, {
    feed: ['purchase'],
  });
  useKeys({
    j: () => moveRow(1),
    k: () => moveRow(-1),
    n: () => may('purchase.write') && go('/purchasing/orders/new'),
  });
  const [title, text] = query.q ? ['No order found', `None of these orders has “${query.q}” in it.`] : EMPTY[tab];
  return (
    <Page
      title="Purchasing"
      actions={
        may('purchase.write') && (
          <Button kind="primary" icon="plus" href="/purchasing/orders/new">
            New order
          </Button>
        )
      }
    >
      <PurchasingTabs active={tab satisfies PurchasingTab} />
      <div role="tabpanel" id={tabPanelId(PURCHASING)} aria-label="Orders">
        <div class="list-head">
          <SearchBox label="Search by order number, supplier or product" />
        </div>
        <ProblemBox problem={orders.error} retry={orders.reload} />
        {orders.loading && <Skeleton />}
        {orders.data && (
          <Table
            label="Purchase orders"
            columns={COLUMNS}
            rows={orders.data}
            keyOf={(row) => row.id}
            onOpen={(row) => go(`/purchasing/orders/${row.id}`)}
            more={orders.more}
            onMore={orders.loadMore}
            busy={orders.refreshing}
            empty={
              <EmptyState icon="out" title={title}>
                {text}
              </EmptyState>
            }
          />
        )}
      </div>
    </Page>
  );
}
