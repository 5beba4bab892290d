import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { OrderPage, OrderSummary } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import {
  Button,
  EmptyState,
  Page,
  ProblemBox,
  Skeleton,
  tabPanelId,
  Table,
  Tabs,
  type Tab,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { moveRow, useKeys } from '../desk/keys.js';
import { SearchBox } from '../desk/search-box.js';
import { ORDER_COLUMNS } from './order-columns.js';

const TABS = [
  { key: 'review', title: 'To review', states: ['received', 'in-review'] },
  { key: 'clarification', title: 'With the prescriber', states: ['clarification'] },
  { key: 'approved', title: 'Approved', states: ['approved'] },
  { key: 'hold', title: 'On hold', states: ['on-hold'] },
  { key: 'closed', title: 'Closed', states: ['completed', 'discontinued', 'rejected'] },
  { key: 'all', title: 'All', states: [] },
] as const;
type TabKey = (typeof TABS)[number]['key'];
const LABEL = 'Orders by state';

export default function Orders(): JSX.Element {
  const { query, set, go } = useAddress();
  const may = usePermissions();
  const active = TABS.find(({ key }) => key === query.tab) ?? TABS[0];
  const filter = { state: active.states.join(',') || undefined, q: query.q };
  const orders = usePages<OrderSummary>(`/orders${queryString(filter)}`, { feed: ['order'] });
  const counts = useResource<OrderPage>('/orders?limit=1', { feed: ['order'] }).data?.counts;
  const countOf = (states: readonly string[]): number | undefined =>
    counts && states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const tabs = TABS.map(({ key, title, states }): Tab<TabKey> => ({
    key,
    title,
    ...(key !== 'closed' && key !== 'all' && { count: countOf(states) }),
  }));
  useKeys({
    j: () => moveRow(1),
    k: () => moveRow(-1),
    n: () => may('order.enter') && go('/orders/new'),
  });
  return (
    <Page
      title="Orders"
      actions={
        may('order.enter') && (
          <Button kind="primary" icon="plus" href="/orders/new">
            New order
          </Button>
        )
      }
    >
      <div class="list-head">
        <SearchBox label="Search by order number, patient or drug" />
      </div>
      <Tabs label={LABEL} tabs={tabs} active={active.key} onSelect={(tab) => set({ tab })} />
      <div role="tabpanel" id={tabPanelId(LABEL)} aria-label={active.title}>
        <ProblemBox problem={orders.error} retry={orders.reload} />
        {orders.loading && <Skeleton />}
        {orders.data && (
          <Table
            label="Orders"
            columns={ORDER_COLUMNS}
            rows={orders.data}
            keyOf={(order) => order.id}
            onOpen={(order) => go(`/orders/${order.id}`)}
            more={orders.more}
            onMore={orders.loadMore}
            busy={orders.refreshing}
            empty={<NoOrders q={query.q} tab={active.key} />}
          />
        )}
      </div>
    </Page>
  );
}

const EMPTY: Readonly<Record<TabKey, readonly [title: string, text: string]>> = {
  review: ['Nothing waits for review', 'An order appears here once it is keyed, until a pharmacist has decided on it.'],
  clarification: ['Nothing is with a prescriber', 'Orders that a pharmacist sent back with a question appear here.'],
  approved: ['No approved orders', 'Orders that a pharmacist has approved appear here, ready to be planned.'],
  hold: ['Nothing is on hold', 'Orders that were put on hold appear here until they are resumed.'],
  closed: ['Nothing is closed yet', 'Completed, discontinued and rejected orders appear here.'],
  all: ['No orders yet', 'Prescriptions appear here once they are keyed.'],
};

function NoOrders({ q, tab }: { q: string | undefined; tab: TabKey }): JSX.Element {
  if (q)
    return (
      <EmptyState icon="search" title="No order found">
        None of these orders has “{q}” in its number, patient or drugs.
      </EmptyState>
    );
  const [title, text] = EMPTY[tab];
  return (
    <EmptyState icon="order" title={title}>
      {text}
    </EmptyState>
  );
}
