import type { JSX } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post, put, query as queryString } from '../../api/client.js';
import type { Product, PurchaseOrder, Supplier, SupplierProduct } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Button,
  Card,
  Combobox,
  DateInput,
  EmptyState,
  FindingList,
  Loaded,
  Page,
  ProblemBox,
  Select,
  TextInput,
  toast,
} from '../../parts/index.js';
import { useSubmitKey } from '../desk/keys.js';
import {
  addProduct,
  draftOf,
  EMPTY_DRAFT,
  missingIn,
  requestOf,
  type DraftLine,
  type OrderDraft,
} from './order-draft.js';

/** `/purchasing/orders/new` and `/purchasing/orders/:id/edit`. */
export default function EditPurchaseOrder(): JSX.Element {
  const { id } = useRoute().params;
  return id === undefined ? <Entry /> : <Change id={id} />;
}

function Entry(): JSX.Element {
  const { query } = useLocation();
  return (
    <Page title="New purchase order" back={{ href: '/purchasing', text: 'Purchasing' }}>
      <OrderForm
        initial={{ ...EMPTY_DRAFT, supplierId: query.supplier ?? '' }}
        save={(draft) => post<PurchaseOrder>('/purchase-orders', requestOf(draft))}
      />
    </Page>
  );
}

function Change({ id }: { id: string }): JSX.Element {
  const order = useResource<PurchaseOrder>(`/purchase-orders/${id}`);
  return (
    <Page
      title={order.data ? `Change ${order.data.number}` : 'Change'}
      back={{ href: `/purchasing/orders/${id}`, text: 'Order' }}
    >
      <Loaded resource={order}>
        {(data) => (
          <OrderForm
            initial={draftOf(data)}
            save={(draft) => {
              const kept = data.deaOrderNumber === null ? {} : { deaOrderNumber: data.deaOrderNumber };
              return put<PurchaseOrder>(`/purchase-orders/${id}`, {
                ...requestOf(draft),
                ...kept,
                revision: data.revision,
              });
            }}
          />
        )}
      </Loaded>
    </Page>
  );
}

function OrderForm(props: { initial: OrderDraft; save: (draft: OrderDraft) => Promise<PurchaseOrder> }): JSX.Element {
  const { route } = useLocation();
  const [draft, setDraft] = useState(props.initial);
  const [tried, setTried] = useState(false);
  const suppliers = useResource<Supplier[]>('/suppliers', { feed: ['purchase'] });
  const supplier = suppliers.data?.find((one) => one.id === draft.supplierId);
  const prices = useResource<SupplierProduct[]>(
    draft.supplierId === '' ? null : `/suppliers/${draft.supplierId}/products`,
  );
  const set = (part: Partial<OrderDraft>): void => setDraft((old) => ({ ...old, ...part }));
  const missing = missingIn(draft);
  const save = useCommand(async () => {
    const order = await props.save(draft);
    toast(`${order.number} is saved as a draft.`);
    route(`/purchasing/orders/${order.id}`, true);
  });
  const submit = (): void => {
    setTried(true);
    if (Object.keys(missing).length === 0 && draft.lines.length > 0) void save.run();
  };
  useSubmitKey(submit);
  const error = (field: string): string | undefined =>
    (tried ? missing[field] : undefined) ?? save.problem?.field(field);
  const options = (suppliers.data ?? []).filter((s) => s.active).map((s) => ({ value: s.id, label: s.name }));
  return (
    <div class="stack">
      <Card>
        <div class="columns-3">
          <Select
            label="Supplier"
            placeholder="Choose"
            value={draft.supplierId}
            options={options}
            onChange={(supplierId) => set({ supplierId })}
            error={error('supplierId')}
          />
          <DateInput
            label="Expected on"
            optional
            value={draft.expectedOn}
            onChange={(expectedOn) => set({ expectedOn })}
            error={error('expectedOn')}
          />
          <TextInput label="Note" optional maxLength={500} value={draft.note} onChange={(note) => set({ note })} />
        </div>
        {supplier && <FindingList findings={supplier.findings} />}
      </Card>
      {draft.lines.length === 0 && (
        <Card>
          <EmptyState icon="stock" title="No lines yet">
            Find the products to order below. Pack size and price come from the supplier's list where it has them.
          </EmptyState>
        </Card>
      )}
      {draft.lines.map((line, i) => (
        <LineFields
          key={line.key}
          line={line}
          error={(field) => error(`lines.${i}.${field}`)}
          onChange={(part) => set({ lines: draft.lines.map((one) => (one === line ? { ...one, ...part } : one)) })}
          onRemove={() => set({ lines: draft.lines.filter((one) => one !== line) })}
        />
      ))}
      <Card>
        <Combobox<Product>
          label="Add a product"
          value={null}
          onChange={(product) => product && set({ lines: addProduct(draft.lines, product, prices.data ?? []) })}
          search={(q) => `/products${queryString({ q, limit: 20 })}`}
          show={(product) => product.name}
          note={(product) => `${product.ndc}, ${product.strengthText}`}
          keyOf={(product) => product.id}
        />
      </Card>
      <ProblemBox problem={save.problem} />
      <div class="sticky-foot">
        <span class="grow" />
        <Button href="/purchasing">Cancel</Button>
        <Button
          kind="primary"
          busy={save.busy}
          disabled={draft.lines.length === 0 ? 'Add a product first' : false}
          onClick={submit}
        >
          Save draft
        </Button>
      </div>
    </div>
  );
}

function LineFields(props: {
  line: DraftLine;
  error: (field: string) => string | undefined;
  onChange: (part: Partial<DraftLine>) => void;
  onRemove: () => void;
}): JSX.Element {
  const { line, error, onChange } = props;
  return (
    <fieldset class="card stack stack-small" aria-label={line.productName}>
      <div class="row row-between">
        <span>
          <span class="strong">{line.productName}</span> <span class="quiet">{line.ndc}</span>
        </span>
        <Button size="small" kind="plain" icon="close" onClick={props.onRemove}>
          Remove
        </Button>
      </div>
      <div class="columns-3">
        <TextInput
          label="Packs"
          maxLength={6}
          value={line.packs}
          onChange={(packs) => onChange({ packs })}
          error={error('packs')}
        />
        <TextInput
          label="Packages in a pack"
          maxLength={5}
          value={line.packPackages}
          onChange={(packPackages) => onChange({ packPackages })}
          error={error('packPackages')}
        />
        <TextInput
          label="Price of a pack"
          suffix="USD"
          maxLength={13}
          value={line.price}
          onChange={(price) => onChange({ price })}
          error={error('price')}
        />
      </div>
    </fieldset>
  );
}
