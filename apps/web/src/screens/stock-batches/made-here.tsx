import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { InHouseProduct, StockBatch } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  DateTime,
  EmptyState,
  Loaded,
  Page,
  ProblemBox,
  Skeleton,
  StateBadge,
  Table,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { placeOf } from '../bench/board-tabs.js';
import { storageShort } from '../desk/words.js';

/** What the pharmacy makes for its own stock: its products, and the batches that were made of them. */
export default function MadeHerePage(): JSX.Element {
  const may = usePermissions();
  return (
    <Page
      title="Made here"
      note="Stock made ahead, without a patient. Later preparations use it like anything on the shelf."
      back={{ href: '/stock', text: 'Stock' }}
      actions={
        may('worksheet.plan') && (
          <Button kind="primary" icon="plus" href="/stock/made/new">
            Make for stock
          </Button>
        )
      }
    >
      <div class="stack">
        <Products />
        <Batches />
      </div>
    </Page>
  );
}

const PRODUCT_COLUMNS: readonly Column<InHouseProduct>[] = [
  {
    key: 'product',
    title: 'Product',
    sort: (row) => row.name,
    cell: (row) => (
      <>
        <span class="strong">{row.name}</span>
        <span class="small quiet block">
          {row.code} · {row.drugName} {row.strengthText}
        </span>
      </>
    ),
  },
  { key: 'formula', title: 'Formula', sort: (row) => row.formulaName, cell: (row) => row.formulaName },
  { key: 'storage', title: 'Storage', cell: (row) => storageShort(row.storage) },
  {
    key: 'stock',
    title: 'In stock',
    number: true,
    sort: (row) => row.inStock,
    cell: (row) => (row.inStock === 0 ? <Badge tone="warn">None</Badge> : <b>{row.inStock}</b>),
  },
  { key: 'under', title: 'Under way', number: true, sort: (row) => row.underWay, cell: (row) => row.underWay },
  { key: 'used', title: 'Used in 30 days', number: true, sort: (row) => row.used, cell: (row) => row.used },
];

function Products(): JSX.Element {
  const { go } = useAddress();
  const products = useResource<{ items: InHouseProduct[] }>('/stock-batches/products', {
    feed: ['stock', 'worksheet', 'formula'],
  });
  return (
    <Card title="Products" flush>
      <Loaded resource={products}>
        {({ items }) => (
          <Table
            label="Products made here"
            columns={PRODUCT_COLUMNS}
            rows={items}
            keyOf={(row) => row.id}
            onOpen={(row) => go(`/stock/products/${row.id}`)}
            empty={
              <EmptyState icon="formula" title="No products made here yet">
                Open an approved formula and choose “Make for stock” to add one.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </Card>
  );
}

const BATCH_COLUMNS: readonly Column<StockBatch>[] = [
  { key: 'number', title: 'Batch', cell: (row) => <span class="strong nowrap">{row.number}</span> },
  { key: 'product', title: 'Product', cell: (row) => row.productName },
  {
    key: 'state',
    title: 'State',
    cell: (row) => <StateBadge state={row.lotState === 'recalled' ? 'recalled' : row.state} />,
  },
  { key: 'made', title: 'Made', cell: (row) => <DateTime at={row.madeAt} short none="not begun" /> },
  { key: 'bud', title: 'Usable until', cell: (row) => <DateTime at={row.budAt} none="no date yet" /> },
  {
    key: 'left',
    title: 'Left',
    number: true,
    cell: (row) =>
      row.left === null ? <span class="quiet">{row.containers} to make</span> : `${row.left} of ${row.containers}`,
  },
];

function Batches(): JSX.Element {
  const { go } = useAddress();
  const batches = usePages<StockBatch>(`/stock-batches${queryString({ limit: 50 })}`, { feed: ['worksheet', 'stock'] });
  return (
    <Card title="Batches" flush>
      <ProblemBox problem={batches.error} retry={batches.reload} />
      {batches.loading && <Skeleton />}
      {batches.data && (
        <Table
          label="Batches made for stock, newest first"
          columns={BATCH_COLUMNS}
          rows={batches.data}
          keyOf={(row) => row.worksheetId}
          onOpen={(row) => go(placeOf({ id: row.worksheetId, state: row.state }))}
          more={batches.more}
          onMore={batches.loadMore}
          busy={batches.refreshing}
          empty={
            <EmptyState icon="stock" title="No batches yet">
              Planned and finished batches appear here, each with what is left of it.
            </EmptyState>
          }
        />
      )}
    </Card>
  );
}
