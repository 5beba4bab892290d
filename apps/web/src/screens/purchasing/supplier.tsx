import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post, put, query as queryString } from '../../api/client.js';
import type { Product, Supplier, SupplierProduct } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  CheckBox,
  Combobox,
  DateInput,
  Dialog,
  EmptyState,
  FindingList,
  KeyValue,
  Loaded,
  Page,
  ProblemBox,
  StateBadge,
  Table,
  TextInput,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { labelOf } from '../desk/words.js';
import { showPrice } from './order-draft.js';
import { SUPPLIER_KINDS, SupplierDialog } from './supplier-dialog.js';

const COLUMNS: readonly Column<SupplierProduct>[] = [
  {
    key: 'product',
    title: 'Product',
    sort: (row) => row.productName,
    cell: (row) => (
      <>
        <span class="strong">{row.productName}</span> {row.schedule && <Badge tone="warn">{row.schedule}</Badge>}
        <span class="small quiet block">
          {row.ndc}
          {row.supplierItem && ` · item ${row.supplierItem}`}
        </span>
      </>
    ),
  },
  { key: 'pack', title: 'Packages in a pack', number: true, cell: (row) => row.packPackages },
  { key: 'price', title: 'Price of a pack, USD', number: true, cell: (row) => showPrice(row.price) },
  { key: 'contract', title: 'Contract', cell: (row) => (row.contract ? 'Contract' : 'List') },
  {
    key: 'until',
    title: 'Holds until',
    cell: (row) =>
      row.lapsed ? (
        <Badge tone="warn">{row.validUntil}</Badge>
      ) : (
        <span class="nowrap">{row.validUntil ?? 'no end'}</span>
      ),
  },
  { key: 'state', title: 'State', cell: (row) => <StateBadge state={row.active ? 'active' : 'inactive'} /> },
];

export default function SupplierPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const may = usePermissions();
  const supplier = useResource<Supplier>(`/suppliers/${id}`, { feed: ['purchase'] });
  const prices = useResource<SupplierProduct[]>(`/suppliers/${id}/products`, { feed: ['purchase'] });
  const [changing, setChanging] = useState(false);
  const [pricing, setPricing] = useState<SupplierProduct | 'new'>();
  return (
    <Page
      title={supplier.data?.name ?? 'Supplier'}
      back={{ href: '/purchasing/suppliers', text: 'Suppliers' }}
      actions={
        may('purchase.write') && (
          <>
            <Button icon="pen" onClick={() => setChanging(true)} disabled={!supplier.data}>
              Change
            </Button>
            <Button icon="plus" onClick={() => setPricing('new')}>
              Add a price
            </Button>
            <Button kind="primary" icon="plus" href={`/purchasing/orders/new?supplier=${id}`}>
              New order
            </Button>
          </>
        )
      }
    >
      <Loaded resource={supplier}>
        {(data) => (
          <div class="stack">
            <FindingList findings={data.findings} />
            <Card>
              <KeyValue
                rows={[
                  ['Kind', labelOf(SUPPLIER_KINDS, data.kind)],
                  ['Account', data.accountNumber ?? 'none'],
                  ['Telephone', data.phone ?? 'none'],
                  ['License checked until', data.licenseCheckedUntil ?? 'never checked'],
                  ['Global location number', data.gln ?? 'none'],
                  ['Lead time', `${data.leadDaysMin} to ${data.leadDaysMax} days, usually ${data.leadDaysTypical}`],
                ]}
              />
            </Card>
            <Loaded resource={prices}>
              {(rows) => (
                <Table
                  label="Prices"
                  columns={COLUMNS}
                  rows={rows}
                  keyOf={(row) => row.id}
                  {...(may('purchase.write') && { onOpen: (row: SupplierProduct) => setPricing(row) })}
                  empty={
                    <EmptyState icon="stock" title="No prices yet">
                      What this supplier sells appears here, with pack size and price; orders are filled in from it.
                    </EmptyState>
                  }
                />
              )}
            </Loaded>
            {changing && (
              <SupplierDialog
                title={`Change ${data.name}`}
                supplier={data}
                save={async (body) => {
                  supplier.replace(await put<Supplier>(`/suppliers/${id}`, body));
                  toast('Saved.');
                }}
                onClose={() => setChanging(false)}
              />
            )}
          </div>
        )}
      </Loaded>
      {pricing && (
        <PriceDialog
          supplierId={id}
          price={pricing === 'new' ? null : pricing}
          onSaved={(rows) => prices.replace(rows)}
          onClose={() => setPricing(undefined)}
        />
      )}
    </Page>
  );
}

function PriceDialog(props: {
  supplierId: string;
  price: SupplierProduct | null;
  onSaved: (rows: SupplierProduct[]) => void;
  onClose: () => void;
}): JSX.Element {
  const { price } = props;
  const [product, setProduct] = useState<Product | null>(null);
  const [item, setItem] = useState(price?.supplierItem ?? '');
  const [pack, setPack] = useState(String(price?.packPackages ?? ''));
  const [amount, setAmount] = useState(price?.price ?? '');
  const [contract, setContract] = useState(price?.contract ?? false);
  const [until, setUntil] = useState(price?.validUntil ?? '');
  const [active, setActive] = useState(price?.active ?? true);
  const productId = price?.productId ?? product?.id;
  const save = useCommand(async () => {
    const rows = await post<SupplierProduct[]>(`/suppliers/${props.supplierId}/products`, {
      productId,
      supplierItem: item.trim() || undefined,
      packPackages: /^\d{1,5}$/.test(pack.trim()) ? Number(pack) : null,
      price: amount.trim(),
      contract,
      validUntil: until || undefined,
      active,
    });
    props.onSaved(rows);
    toast('The price is saved.');
    props.onClose();
  });
  const error = (field: string): string | undefined => save.problem?.field(field);
  return (
    <Dialog
      title={price ? price.productName : 'Add a price'}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={productId === undefined ? 'Choose the product' : false}
            onClick={() => void save.run()}
          >
            Save
          </Button>
        </>
      }
    >
      <div class="stack">
        {!price && (
          <Combobox<Product>
            label="Product"
            value={product}
            onChange={setProduct}
            error={error('productId')}
            search={(q) => `/products${queryString({ q, limit: 20 })}`}
            show={(one) => one.name}
            note={(one) => `${one.ndc}, ${one.strengthText}`}
            keyOf={(one) => one.id}
          />
        )}
        <div class="columns-2">
          <TextInput
            label="Packages in a pack"
            maxLength={5}
            hint={price ? 'Another size is another price' : undefined}
            value={pack}
            onChange={setPack}
            error={error('packPackages')}
          />
          <TextInput
            label="Price of a pack"
            suffix="USD"
            maxLength={13}
            value={amount}
            onChange={setAmount}
            error={error('price')}
          />
          <TextInput
            label="Supplier's item number"
            optional
            maxLength={60}
            value={item}
            onChange={setItem}
            error={error('supplierItem')}
          />
          <DateInput label="Holds until" optional value={until} onChange={setUntil} error={error('validUntil')} />
        </div>
        <CheckBox label="Contract price" checked={contract} onChange={setContract} />
        <CheckBox label="In use" checked={active} onChange={setActive} />
        <ProblemBox problem={save.problem} />
      </div>
    </Dialog>
  );
}
