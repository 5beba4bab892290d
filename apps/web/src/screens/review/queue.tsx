import type { JSX } from 'preact';
import type { OrderSummary } from '../../api/types.js';
import { usePages } from '../../api/use-resource.js';
import { EmptyState, KeyHint, Page, ProblemBox, Skeleton, Table } from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { moveRow, useKeys } from '../desk/keys.js';
import { SearchBox } from '../desk/search-box.js';
import { query as queryString } from '../../api/client.js';
import { ORDER_COLUMNS } from '../orders/order-columns.js';

/** Orders that wait for a pharmacist, in the order in which they came. */
export default function ReviewQueue(): JSX.Element {
  const { query, go } = useAddress();
  const orders = usePages<OrderSummary>(`/orders${queryString({ state: 'received,in-review', q: query.q })}`, {
    feed: ['order'],
  });
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) });
  return (
    <Page title="Review" note="Orders that wait for a pharmacist, the longest waiting first.">
      <div class="list-head">
        <SearchBox label="Search by order number, patient or drug" />
        <span class="row small quiet">
          <KeyHint keys="J" /> next <KeyHint keys="K" /> previous <KeyHint keys="Enter" /> open
        </span>
      </div>
      <ProblemBox problem={orders.error} retry={orders.reload} />
      {orders.loading && <Skeleton />}
      {orders.data && (
        <Table
          label="Orders to review"
          columns={ORDER_COLUMNS}
          rows={orders.data}
          keyOf={(order) => order.id}
          onOpen={(order) => go(`/review/${order.id}`)}
          more={orders.more}
          onMore={orders.loadMore}
          busy={orders.refreshing}
          empty={
            query.q ? (
              <EmptyState icon="search" title="No order found">
                No order that waits for review has “{query.q}” in its number, patient or drugs.
              </EmptyState>
            ) : (
              <EmptyState icon="review" title="Nothing waits for review">
                Orders appear here by themselves as soon as they are keyed.
              </EmptyState>
            )
          }
        />
      )}
    </Page>
  );
}
