import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post, put } from '../../api/client.js';
import type { Substitution } from '../../api/substitution-types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Button,
  Card,
  ConfirmDialog,
  DateTime,
  EmptyState,
  KeyValue,
  Loaded,
  Page,
  ProblemBox,
  StateBadge,
  toast,
} from '../../parts/index.js';
import { Answers } from './answers.js';
import { ComparedOrder } from './compared-order.js';
import { Act } from './act.js';
import { Sums } from './sums.js';
import { counted, KIND_WORDS } from './words.js';

const FIRST = 20;
const MOST = 200;

/** Every order before and after, and the one decision about all of them. */
export default function SubstitutionPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const [limit, setLimit] = useState(FIRST);
  const [declining, setDeclining] = useState(false);
  const found = useResource<Substitution>(`/substitutions/${id}?limit=${limit}`, { feed: ['supply'] });
  const again = useCommand(async () => {
    await post(`/substitutions/${id}/comparison`, {});
    found.reload();
  });
  const { data } = found;
  return (
    <Page
      title={data?.number ?? 'Substitution'}
      width="wide"
      back={{ href: '/substitutions', text: 'Substitutions' }}
      note={data && <StateBadge state={data.state} />}
      actions={
        data && (
          <span class="row no-print">
            <Button icon="printer" onClick={() => window.print()}>
              Print
            </Button>
            {data.allowed.includes('change') && (
              <Button busy={again.busy} onClick={() => void again.run()}>
                Compare again
              </Button>
            )}
            {data.allowed.includes('decline') && (
              <Button kind="danger" onClick={() => setDeclining(true)}>
                {data.state === 'draft' ? 'Drop' : 'Decline'}
              </Button>
            )}
          </span>
        )
      }
    >
      <ProblemBox problem={again.problem} />
      <Loaded resource={found}>
        {(loaded) => (
          <Shown
            data={loaded}
            onChanged={found.reload}
            more={loaded.nextOrders !== null && limit < MOST ? () => setLimit(Math.min(MOST, limit + 60)) : undefined}
          />
        )}
      </Loaded>
      {declining && data && (
        <ConfirmDialog
          title={`${data.state === 'draft' ? 'Drop' : 'Decline'} ${data.number}`}
          action={data.state === 'draft' ? 'Drop' : 'Decline'}
          danger
          reason="Reason"
          onConfirm={async (reason) => {
            await post(`/substitutions/${id}/declining`, { reason });
            toast(`${data.number} is declined; no order was changed.`);
            found.reload();
          }}
          onClose={() => setDeclining(false)}
        />
      )}
    </Page>
  );
}

function Shown(props: { data: Substitution; onChanged: () => void; more: (() => void) | undefined }): JSX.Element {
  const { data, onChanged } = props;
  const leave = useCommand(async (orderId: string, out: boolean) => {
    const leftOut = out ? [...data.leftOut, orderId] : data.leftOut.filter((other) => other !== orderId);
    await put(`/substitutions/${data.id}/orders`, { leftOut });
    onChanged();
  });
  return (
    <div class="stack">
      <p class="lead">
        {data.from} <span class="quiet">becomes</span> <strong>{data.to}</strong>
        {data.doseFactor !== null && <span class="quiet">, dose x {data.doseFactor}</span>}
      </p>
      <Sums substitution={data} />
      {data.allowed.includes('answer') && <Answers key={data.shownHash} substitution={data} onDone={onChanged} />}
      <ProblemBox problem={leave.problem} />
      <section class="stack" aria-label="Orders before and after">
        <h2>Orders before and after</h2>
        {data.orders.length === 0 && (
          <EmptyState icon="order" title="No order is concerned">
            No approved order has something left to make that this would change.
          </EmptyState>
        )}
        {data.orders.map((order) => (
          <ComparedOrder
            key={order.orderId}
            order={order}
            busy={leave.busy}
            onLeaveOut={data.allowed.includes('change') ? (out) => void leave.run(order.orderId, out) : undefined}
          />
        ))}
        {props.more && <Button onClick={props.more}>Show more orders</Button>}
      </section>
      <History data={data} />
      <Act substitution={data} onDone={onChanged} />
    </div>
  );
}

function History({ data }: { data: Substitution }): JSX.Element {
  return (
    <Card title="How it came about">
      <KeyValue
        rows={[
          ['Kind', KIND_WORDS[data.kind]],
          ['Shortage reference', data.shortageReference || null],
          [
            'Stability limit',
            data.stabilityDecision
              ? `${data.stabilityDecision.limitHours} h: ${data.stabilityDecision.reason} (${data.stabilityDecision.citation})`
              : null,
          ],
          ...data.overrides.map(({ code, reason }): [string, string] => [`Answered ${code}`, reason]),
          ['Compared', <DateTime key="at" at={data.shownAt} />],
          ...data.acts.map((act): [string, JSX.Element] => [
            act.what,
            <span key={act.what}>
              {act.who}, <DateTime at={act.at} />
              {act.note && `. ${act.note}`}
            </span>,
          ]),
          ['Can be reversed for', data.state === 'approved' ? counted(data.reversible, 'order') : null],
        ]}
      />
    </Card>
  );
}
