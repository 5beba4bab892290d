import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { ControlledProduct, Discrepancy } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { showQuantity } from '../../format.js';
import {
  Badge,
  Button,
  DateTime,
  EmptyState,
  Loaded,
  SignatureDialog,
  Table,
  TextInput,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { packages } from './days.js';
import { ScheduleDialog } from './schedule-dialog.js';

const COLUMNS: readonly Column<ControlledProduct>[] = [
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
  {
    key: 'schedule',
    title: 'Schedule',
    sort: (row) => row.schedule,
    cell: (row) => <Badge tone="accent">{row.schedule}</Badge>,
  },
  { key: 'packages', title: 'Packages', number: true, cell: (row) => packages(row.packages) },
  { key: 'open', title: 'Opened', number: true, cell: (row) => row.openContainers },
  {
    key: 'onHand',
    title: 'On hand in all',
    number: true,
    cell: (row) => showQuantity({ value: row.onHand, unit: row.unit }),
  },
  {
    key: 'discrepancies',
    title: 'Open differences',
    number: true,
    cell: (row) => (row.openDiscrepancies === 0 ? '0' : <Badge tone="danger">{row.openDiscrepancies}</Badge>),
  },
  {
    key: 'counted',
    title: 'Last counted',
    cell: (row) =>
      row.lastCountedAt === null ? <span class="quiet">never</span> : <DateTime at={row.lastCountedAt} short />,
  },
];

/** Schedules II to V: what there is, what does not add up, and the inventory that is printed every two years. */
export function Controlled(): JSX.Element {
  const { go } = useAddress();
  const may = usePermissions();
  const [setting, setSetting] = useState(false);
  const products = useResource<ControlledProduct[]>('/controlled/products', { feed: ['stock'] });
  return (
    <div class="stack">
      <div class="row row-end">
        {may('controlled.manage') && <Button onClick={() => setSetting(true)}>Schedule of a product</Button>}
        <Button href="/stock/inventory">Inventory to print</Button>
      </div>
      <Loaded resource={products}>
        {(rows) => (
          <Table
            label="Controlled substances"
            columns={COLUMNS}
            rows={rows}
            keyOf={(row) => row.productId}
            onOpen={(row) => go(`/stock/controlled/${row.productId}`)}
            empty={
              <EmptyState icon="stock" title="No controlled substances">
                Once a pharmacist sets the schedule of a product, its perpetual inventory is kept here.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      <Discrepancies />
      {setting && <ScheduleDialog onDone={products.reload} onClose={() => setSetting(false)} />}
    </div>
  );
}

function Discrepancies(): JSX.Element {
  const may = usePermissions();
  const found = useResource<Discrepancy[]>('/controlled/discrepancies', { feed: ['stock'] });
  const [closing, setClosing] = useState<Discrepancy>();
  const [reason, setReason] = useState('');
  const columns: Column<Discrepancy>[] = [
    {
      key: 'product',
      title: 'Product',
      cell: (row) => (
        <>
          <span class="strong">{row.productName}</span>
          <span class="small quiet block">
            lot {row.lotNumber}, {row.where}
          </span>
        </>
      ),
    },
    {
      key: 'difference',
      title: 'Found less expected',
      number: true,
      cell: (row) => showQuantity({ value: row.difference, unit: row.unit }),
    },
    {
      key: 'found',
      title: 'Found',
      cell: (row) => (
        <>
          <DateTime at={row.foundAt} short />
          <span class="small quiet block">by {row.foundBy}</span>
        </>
      ),
    },
    {
      key: 'closed',
      title: 'Closed',
      cell: (row) =>
        row.closedBy !== null ? (
          <span class="small">
            {row.closedBy}: {row.reason}
          </span>
        ) : may('controlled.manage') ? (
          <Button size="small" onClick={() => setClosing(row)}>
            Close with reason
          </Button>
        ) : (
          <Badge tone="danger">Open</Badge>
        ),
    },
  ];
  return (
    <section class="stack stack-small" aria-label="Measured differences">
      <h2>Measured differences</h2>
      <Loaded resource={found}>
        {(rows) =>
          rows.length === 0 ? (
            <p class="quiet">None. What a residue lacks or has beyond overfill is listed here.</p>
          ) : (
            <Table label="Differences, open ones first" columns={columns} rows={rows} keyOf={(row) => row.id} />
          )
        }
      </Loaded>
      {closing && (
        <SignatureDialog
          title={`Close the difference of lot ${closing.lotNumber}`}
          meaning="I did not find this difference, and I have looked into it."
          action="Sign and close"
          blocked={reason.trim().length < 3 ? 'Say what you found out' : undefined}
          onSign={async (password) => {
            const path = `/controlled/discrepancies/${closing.id}/closure`;
            await post(path, { reason: reason.trim(), password });
            found.reload();
          }}
          onClose={() => {
            setClosing(undefined);
            setReason('');
          }}
        >
          <TextInput label="What you found out" lines maxLength={300} value={reason} onChange={setReason} />
        </SignatureDialog>
      )}
    </section>
  );
}
