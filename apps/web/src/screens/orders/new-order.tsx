import type { JSX } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import { post, put } from '../../api/client.js';
import type { Order, Patient } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { Loaded, Page, toast } from '../../parts/index.js';
import { draftOf, EMPTY_ORDER, requestOf, type OrderDraft } from './draft.js';
import { OrderForm } from './order-form.js';

/** `/orders/new`, for a patient with `?patient=`, and `/orders/:id/change`. */
export default function NewOrder(): JSX.Element {
  const { id } = useRoute().params;
  return id === undefined ? <Entry /> : <Change id={id} />;
}

function Entry(): JSX.Element {
  const { query, route } = useLocation();
  const wanted = query.patient;
  const patient = useResource<Patient>(wanted ? `/patients/${wanted}` : null);
  const save = async (draft: OrderDraft): Promise<void> => {
    const order = await post<Order>('/orders', requestOf(draft));
    toast(`${order.number} is saved and waits for review.`);
    route(`/orders/${order.id}`, true);
  };
  const form = (data: Patient | null): JSX.Element => (
    <OrderForm initial={{ ...EMPTY_ORDER, patient: data }} action="Save the order" cancel="/orders" onSave={save} />
  );
  return (
    <Page title="New order" back={{ href: '/orders', text: 'Orders' }}>
      {wanted ? <Loaded resource={patient}>{form}</Loaded> : form(null)}
    </Page>
  );
}

function Change({ id }: { id: string }): JSX.Element {
  const { route } = useLocation();
  const order = useResource<Order>(`/orders/${id}`);
  const patient = useResource<Patient>(order.data ? `/patients/${order.data.patient.id}` : null);
  const save =
    (version: number) =>
    async (draft: OrderDraft): Promise<void> => {
      const body = { ...requestOf(draft), changeReason: draft.changeReason.trim(), version };
      const changed = await put<Order>(`/orders/${id}`, body);
      toast(`${changed.number} is now version ${changed.version} and waits for review.`);
      route(`/orders/${id}`, true);
    };
  return (
    <Page
      title={order.data ? `Change ${order.data.number}` : 'Change the order'}
      note="A changed prescription is a new version and is reviewed again."
      back={{ href: `/orders/${id}`, text: 'Order' }}
    >
      <Loaded resource={order}>
        {(data) => (
          <Loaded resource={patient}>
            {(of) => (
              <OrderForm
                initial={draftOf(data, of)}
                change
                action="Save the change"
                cancel={`/orders/${id}`}
                onSave={save(data.version)}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
