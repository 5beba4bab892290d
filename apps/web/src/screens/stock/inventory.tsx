import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { ControlledInventory, InventoryLine } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { showQuantity } from '../../format.js';
import { Button, DateTime, DateTimeInput, EmptyState, Loaded, Page, Table, type Column } from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { packages } from './days.js';

const COLUMNS: readonly Column<InventoryLine>[] = [
  { key: 'schedule', title: 'Schedule', cell: (row) => row.schedule },
  {
    key: 'product',
    title: 'Product',
    cell: (row) => (
      <>
        <span class="strong">{row.productName}</span>
        <span class="small quiet block">{row.ndc}</span>
      </>
    ),
  },
  { key: 'lot', title: 'Lot', cell: (row) => row.lotNumber },
  { key: 'place', title: 'Where', cell: (row) => row.place },
  {
    key: 'packages',
    title: 'Packages',
    number: true,
    cell: (row) => (row.packages === null ? 'opened' : packages(row.packages)),
  },
  {
    key: 'quantity',
    title: 'Quantity',
    number: true,
    cell: (row) => showQuantity({ value: row.quantity, unit: row.unit }),
  },
];

/** The inventory of all controlled substances, every two years and whenever it is asked for (CS-04). */
export default function InventoryPage(): JSX.Element {
  const { query, set } = useAddress();
  const inventory = useResource<ControlledInventory>(`/controlled/inventory${queryString({ at: query.at })}`);
  return (
    <Page
      title="Inventory of controlled substances"
      back={{ href: '/stock?tab=controlled', text: 'Controlled' }}
      actions={
        <Button kind="primary" icon="printer" onClick={() => window.print()}>
          Print
        </Button>
      }
    >
      <div class="no-print">
        <DateTimeInput
          label="As of"
          hint="Nothing: now"
          value={query.at ?? ''}
          onChange={(at) => set({ at: at || undefined })}
        />
      </div>
      <Loaded resource={inventory}>
        {(data) => (
          <div class="stack">
            <p>
              <b>{data.siteName}</b>, {data.siteAddress.join(', ')}. As on record at <DateTime at={data.at} />.{' '}
              {data.nextDueOn
                ? `Next full count due by ${data.nextDueOn}.`
                : 'No full count of controlled substances is on record yet.'}
            </p>
            <Table
              label="Inventory"
              columns={COLUMNS}
              rows={data.lines}
              keyOf={(row) => row.productId + row.lotNumber + row.place}
              empty={
                <EmptyState icon="stock" title="Nothing controlled on hand">
                  Products with a schedule appear here with every lot and place.
                </EmptyState>
              }
            />
            <p>
              Taken by ______________________ and ______________________ on ______________ at opening or close of
              business.
            </p>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
