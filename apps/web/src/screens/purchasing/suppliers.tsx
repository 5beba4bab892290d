import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Supplier } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  EmptyState,
  Loaded,
  Page,
  StateBadge,
  tabPanelId,
  Table,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { labelOf } from '../desk/words.js';
import { PURCHASING, PurchasingTabs } from './nav.js';
import { SUPPLIER_KINDS, SupplierDialog } from './supplier-dialog.js';

const COLUMNS: readonly Column<Supplier>[] = [
  {
    key: 'name',
    title: 'Supplier',
    sort: (row) => row.name,
    cell: (row) => (
      <>
        <span class="strong">{row.name}</span>
        <span class="small quiet block">
          {labelOf(SUPPLIER_KINDS, row.kind)}
          {row.accountNumber && ` · account ${row.accountNumber}`}
        </span>
      </>
    ),
  },
  {
    key: 'license',
    title: 'License checked until',
    sort: (row) => row.licenseCheckedUntil,
    cell: (row) =>
      row.findings.length > 0 ? (
        <Badge tone="warn">{row.licenseCheckedUntil ?? 'Never checked'}</Badge>
      ) : (
        row.licenseCheckedUntil
      ),
  },
  {
    key: 'lead',
    title: 'Lead time, days',
    cell: (row) => `${row.leadDaysMin} to ${row.leadDaysMax}, usually ${row.leadDaysTypical}`,
  },
  { key: 'products', title: 'Products', number: true, cell: (row) => row.products },
  { key: 'orders', title: 'Open orders', number: true, cell: (row) => row.openOrders },
  { key: 'state', title: 'State', cell: (row) => <StateBadge state={row.active ? 'active' : 'inactive'} /> },
];

export default function Suppliers(): JSX.Element {
  const { go } = useAddress();
  const may = usePermissions();
  const suppliers = useResource<Supplier[]>('/suppliers', { feed: ['purchase'] });
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title="Purchasing"
      actions={
        may('purchase.write') && (
          <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
            New supplier
          </Button>
        )
      }
    >
      <PurchasingTabs active="suppliers" />
      <div role="tabpanel" id={tabPanelId(PURCHASING)} aria-label="Suppliers">
        <Loaded resource={suppliers}>
          {(data) => (
            <Table
              label="Suppliers"
              columns={COLUMNS}
              rows={data}
              keyOf={(row) => row.id}
              onOpen={(row) => go(`/purchasing/suppliers/${row.id}`)}
              empty={
                <EmptyState icon="person" title="No suppliers yet">
                  Whoever the pharmacy buys from appears here, with license, lead time and prices.
                </EmptyState>
              }
            />
          )}
        </Loaded>
      </div>
      {adding && (
        <SupplierDialog
          title="New supplier"
          supplier={null}
          save={async (body) => {
            const made = await post<Supplier>('/suppliers', body);
            toast(`${made.name} is added.`);
            go(`/purchasing/suppliers/${made.id}`);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}
