import type { JSX } from 'preact';
import type { SubstitutionRow } from '../../api/substitution-types.js';
import type { OrderSummary } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import { Badge, EmptyState, KeyHint, Page, ProblemBox, Skeleton, Table } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { moveRow, useKeys } from '../desk/keys.js';
import { SearchBox } from '../desk/search-box.js';
import { query as queryString } from '../../api/client.js';
import { ORDER_COLUMNS } from '../orders/order-columns.js';

/** Orders that wait for a pharmacist, in the order in which they came. */
export default function ReviewQueue(): JSX.Element {
  const { query, go } = useAddress();
  const may = usePermissions();
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
      <div class="stack">
        {may('substitution.approve') && <Proposed />}
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
      </div>
    </Page>
  );
}

/** Substitutions that a buyer or a colleague proposed: they change approved orders and wait for a pharmacist as well. */
function Proposed(): JSX.Element | null {
  const proposed = useResource<{ items: SubstitutionRow[] }>('/substitutions?state=proposed&limit=5', {
    feed: ['supply'],
  });
  const rows = proposed.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section class="card stack stack-small" aria-label="Substitutions that wait">
      <h2>Substitutions that wait for a pharmacist</h2>
      <ul class="plain-list stack stack-small">
        {rows.map((row) => (
          <li key={row.id} class="row">
            <a class="strong" href={`/substitutions/${row.id}`}>
              {row.number}
            </a>
            <span class="grow">
              {row.from} becomes <strong>{row.to}</strong>: {row.reason}
            </span>
            <Badge tone="warn">Proposed by {row.createdBy}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
