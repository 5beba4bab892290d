import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Order, OrderPage, OrderReview } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { Badge, Button, ConfirmDialog, KeyHint, SignatureDialog, StateBadge, toast } from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { useKeys } from '../desk/keys.js';
import { approvalOf, openPoints, openText, type Draft } from './decision.js';

type Asked = 'approve' | 'ask' | 'reject';

/** Always in sight: what is still open, and the three ways out. After one the next order that waits comes up. */
export function ReviewFoot(props: {
  review: OrderReview;
  draft: Draft;
  /** False while the answer for what was just chosen is on its way. */
  settled: boolean;
  begin: () => Promise<void>;
  onStale: () => void;
}): JSX.Element {
  const { review, draft, begin } = props;
  const { order } = review;
  const { go } = useAddress();
  const [asked, setAsked] = useState<Asked>();
  const waiting = useResource<OrderPage>('/orders?state=received,in-review&limit=20', { feed: ['order'] }).data?.items;
  const open = openPoints(review, draft);
  const deciding = ['received', 'in-review'].includes(order.state);
  const blocked = !props.settled ? 'Working it out' : openText(open) || undefined;
  const neighbor = (step: 1 | -1): void => {
    const at = waiting?.findIndex(({ id }) => id === order.id) ?? -1;
    const next = waiting?.[at + step];
    if (next) go(`/review/${next.id}`);
  };
  const next = (done: string): void => {
    const following = waiting?.find(({ id }) => id !== order.id);
    toast(done, { href: `/orders/${order.id}`, text: 'Open it' });
    go(following ? `/review/${following.id}` : '/review');
  };
  const approve = (): void => {
    if (deciding && !blocked) setAsked('approve');
    else document.querySelector<HTMLElement>('main .finding input:not(:checked)')?.focus();
  };
  useKeys({ a: approve, j: () => neighbor(1), k: () => neighbor(-1) });
  if (!deciding)
    return (
      <div class="sticky-foot">
        <span class="row grow">
          This order is decided: <StateBadge state={order.state} />
        </span>
        <Button href={`/orders/${order.id}`}>Open the order</Button>
        <Button kind="primary" href="/review">
          Back to the queue
        </Button>
      </div>
    );
  return (
    <div class="sticky-foot">
      <span class="grow row" role="status">
        {blocked ? (
          <Badge tone={open.some(({ kind }) => kind === 'never') ? 'danger' : 'warn'}>{blocked}</Badge>
        ) : (
          <Badge tone="ok">Nothing is open</Badge>
        )}
      </span>
      <Button onClick={() => setAsked('reject')}>Reject</Button>
      <Button onClick={() => setAsked('ask')}>Ask prescriber</Button>
      <KeyHint keys="A" />
      <Button kind="primary" icon="pen" disabled={blocked ?? false} onClick={approve}>
        Approve
      </Button>
      {asked === 'approve' && (
        <SignatureDialog
          title={`Approve ${order.number}`}
          meaning="I have reviewed this order with its findings and approve it for compounding."
          action="Sign and approve"
          onSign={async (password) => {
            await begin();
            await post<Order>(`/orders/${order.id}/approval`, { ...approvalOf(review, draft), password });
            next(`${order.number} is approved.`);
          }}
          onProblem={(problem) => {
            if (problem.code !== 'signature.refused') props.onStale();
          }}
          onClose={() => setAsked(undefined)}
        >
          <p>{order.title}</p>
        </SignatureDialog>
      )}
      {(asked === 'ask' || asked === 'reject') && (
        <ConfirmDialog
          title={asked === 'ask' ? 'Ask the prescriber' : 'Reject the order'}
          action={asked === 'ask' ? 'Send back with this question' : 'Reject'}
          danger={asked === 'reject'}
          reason={asked === 'ask' ? 'What is to be asked' : 'Why it is rejected'}
          onConfirm={async (reason) => {
            await begin();
            await post<Order>(`/orders/${order.id}/${asked === 'ask' ? 'clarification' : 'rejection'}`, { reason });
            next(asked === 'ask' ? `${order.number} waits for the prescriber.` : `${order.number} is rejected.`);
          }}
          onClose={() => setAsked(undefined)}
        >
          {order.title}
        </ConfirmDialog>
      )}
    </div>
  );
}
