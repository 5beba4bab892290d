import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { AsOf as AsOfAnswer, AsOfRow, StockPlace, StockRow } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { showQuantity } from '../../format.js';
import {
  Combobox,
  DateTime,
  DateTimeInput,
  EmptyState,
  Loaded,
  Select,
  Table,
  type Column,
} from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { packages } from './days.js';
import { useState } from 'preact/hooks';

const COLUMNS: readonly Column<AsOfRow>[] = [
  {
    key: 'product',
    title: 'Product',
    sort: (row) => row.productName,
    cell: (row) => (
      <>
        <span class="strong">{row.productName}</span>
        <span class="small quiet block">
          lot {row.lotNumber}, expires {row.expiresOn}
        </span>
      </>
    ),
  },
  { key: 'place', title: 'Where', sort: (row) => row.place, cell: (row) => row.place },
  {
    key: 'packages',
    title: 'Packages',
    number: true,
    cell: (row) => (row.packages === null ? <span class="quiet">opened</span> : packages(row.packages)),
  },
  {
    key: 'quantity',
    title: 'Quantity',
    number: true,
    cell: (row) => showQuantity({ value: row.quantity, unit: row.unit }),
  },
];

/** What the books said at a past moment. */
export function AsOf(): JSX.Element {
  const { query, set } = useAddress();
  const places = useResource<StockPlace[]>('/stock/places').data ?? [];
  const [product, setProduct] = useState<StockRow | null>(null);
  const ready = query.at && (query.place || query.product);
  const answer = useResource<AsOfAnswer>(
    ready
      ? `/stock/as-of${queryString({ at: query.at, locationId: query.product ? undefined : query.place, productId: query.product })}`
      : null,
  );
  return (
    <div class="stack">
      <div class="columns-3">
        <DateTimeInput label="At" value={query.at ?? ''} onChange={(at) => set({ at: at || undefined })} />
        <Select
          label="Place"
          optional
          placeholder="Choose"
          value={query.product ? '' : (query.place ?? '')}
          options={places.map((place) => ({ value: place.id, label: place.name }))}
          onChange={(place) => {
            setProduct(null);
            set({ place: place || undefined, product: undefined });
          }}
        />
        <Combobox<StockRow>
          label="or product"
          optional
          value={product}
          onChange={(row) => {
            setProduct(row);
            set({ product: row?.productId, place: undefined });
          }}
          search={(q) => `/stock${queryString({ q })}`}
          show={(row) => row.productName}
          note={(row) => row.ndc}
          keyOf={(row) => row.productId}
        />
      </div>
      {!ready && (
        <EmptyState icon="clock" title="Stock at a past moment">
          Choose a moment and a place or a product. What was on record then is shown, whatever happened since.
        </EmptyState>
      )}
      {ready && (
        <Loaded resource={answer}>
          {(data) => (
            <>
              <p class="quiet">
                As on record at <DateTime at={data.at} />
                {data.more && '. More than can be shown: choose a product'}.
              </p>
              <Table
                label="Stock then"
                columns={COLUMNS}
                rows={data.rows}
                keyOf={(row) => `${row.lotId} ${row.kind} ${row.place}`}
                empty={
                  <EmptyState icon="stock" title="Nothing then">
                    Nothing was on record there at that moment.
                  </EmptyState>
                }
              />
            </>
          )}
        </Loaded>
      )}
    </div>
  );
}
