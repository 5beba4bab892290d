import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { query as queryString } from '../../api/client.js';
import type { OrderSummary, Patient } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import { Button, Card, EmptyState, Loaded, Page, Table } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { patientName } from '../desk/words.js';
import { ORDER_COLUMNS } from '../orders/order-columns.js';
import { PatientFacts } from './patient-facts.js';

export default function PatientPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const may = usePermissions();
  const patient = useResource<Patient>(`/patients/${id}`, { feed: ['patient'] });
  return (
    <Page
      title={patient.data ? patientName(patient.data) : 'Patient'}
      note={patient.data?.number}
      back={{ href: '/patients', text: 'Patients' }}
      actions={
        <>
          {may('patient.write') && (
            <Button icon="pen" href={`/patients/${id}/edit`}>
              Edit
            </Button>
          )}
          {may('order.enter') && (
            <Button kind="primary" icon="plus" href={`/orders/new?patient=${id}`}>
              New order
            </Button>
          )}
        </>
      }
    >
      <Loaded resource={patient}>
        {(data) => (
          <div class="review-columns">
            <Card title="Details">
              <PatientFacts patient={data} contact />
            </Card>
            {may('order.read') && <PatientOrders patientId={id} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

const COLUMNS = ORDER_COLUMNS.filter(({ key }) => key !== 'patient');

function PatientOrders({ patientId }: { patientId: string }): JSX.Element {
  const { go } = useAddress();
  const orders = usePages<OrderSummary>(`/orders${queryString({ patientId })}`, { feed: ['order'] });
  return (
    <section class="stack stack-small" aria-label="Orders">
      <h2>Orders</h2>
      <Loaded resource={orders}>
        {(rows) => (
          <Table
            label="Orders of this patient"
            columns={COLUMNS}
            rows={rows}
            keyOf={(order) => order.id}
            onOpen={(order) => go(`/orders/${order.id}`)}
            more={orders.more}
            onMore={orders.loadMore}
            busy={orders.refreshing}
            empty={
              <EmptyState icon="order" title="No orders">
                Prescriptions for this patient appear here.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </section>
  );
}
