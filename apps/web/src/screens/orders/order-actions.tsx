import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Order } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, ConfirmDialog, Dialog, ProblemBox, TextInput, toast } from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { count } from '../desk/words.js';

interface Question {
  event: string;
  path: string;
  /** On the button of the page. */
  button: string;
  title: string;
  action: string;
  reason: string;
  done: string;
  danger?: boolean;
}

const QUESTIONS: readonly Question[] = [
  {
    event: 'answer',
    path: 'answer',
    button: 'Answered, unchanged',
    title: 'The prescriber has answered',
    action: 'Send to review',
    reason: 'What the prescriber said',
    done: 'The order waits for review again.',
  },
  {
    event: 'hold',
    path: 'hold',
    button: 'Hold',
    title: 'Put the order on hold',
    action: 'Hold the order',
    reason: 'Why it is on hold',
    done: 'The order is on hold.',
  },
  {
    event: 'discontinue',
    path: 'discontinuation',
    button: 'Discontinue',
    title: 'Discontinue the order',
    action: 'Discontinue',
    reason: 'Why it is discontinued',
    done: 'The order is discontinued.',
    danger: true,
  },
];

/** What may happen next, for this person; the server says which. */
export function OrderActions(props: { order: Order; onChanged: (order: Order) => void }): JSX.Element {
  const { order, onChanged } = props;
  const [asked, setAsked] = useState<Question | 'plan'>();
  const can = (event: string): boolean => order.allowed.includes(event);
  const resume = useCommand(async () => {
    onChanged(await post<Order>(`/orders/${order.id}/resumption`));
    toast('The order goes on.');
  });
  const reviewing = can('start-review') || can('approve');
  return (
    <>
      {QUESTIONS.filter(({ event }) => can(event)).map((question) => (
        <Button key={question.event} onClick={() => setAsked(question)}>
          {question.button}
        </Button>
      ))}
      {can('revise') && (
        <Button icon="pen" href={`/orders/${order.id}/change`}>
          Change
        </Button>
      )}
      {can('resume') && (
        <Button kind="primary" busy={resume.busy} onClick={() => void resume.run()}>
          Resume
        </Button>
      )}
      {reviewing && (
        <Button kind="primary" icon="review" href={`/review/${order.id}`}>
          Review
        </Button>
      )}
      {can('plan') && (
        <Button kind="primary" icon="hood" onClick={() => setAsked('plan')}>
          Plan worksheet
        </Button>
      )}
      <ProblemBox problem={resume.problem} />
      {asked === 'plan' && <Plan order={order} onClose={() => setAsked(undefined)} />}
      {asked !== undefined && asked !== 'plan' && (
        <ConfirmDialog
          title={asked.title}
          action={asked.action}
          reason={asked.reason}
          danger={asked.danger ?? false}
          onConfirm={async (reason) => {
            onChanged(await post<Order>(`/orders/${order.id}/${asked.path}`, { reason }));
            toast(asked.done);
          }}
          onClose={() => setAsked(undefined)}
        >
          {order.title}
        </ConfirmDialog>
      )}
    </>
  );
}

/** A worksheet takes its lots at once; how many containers is asked because a week need not be made in one go. */
function Plan({ order, onClose }: { order: Order; onClose: () => void }): JSX.Element {
  const { go } = useAddress();
  const [containers, setContainers] = useState('');
  const number = /^[1-9]\d{0,2}$/.test(containers.trim()) ? Number(containers) : undefined;
  const wrong = containers.trim() !== '' && number === undefined;
  const plan = useCommand(async () => {
    const worksheet = await post<{ id: string; number: string }>('/worksheets', {
      orderId: order.id,
      ...(number !== undefined && { containers: number }),
    });
    toast(`${worksheet.number} is planned and its lots are set aside.`);
    go(`/bench/${worksheet.id}`);
  });
  return (
    <Dialog
      title="Plan a worksheet"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={plan.busy}
            disabled={wrong ? 'Enter a whole number' : false}
            onClick={() => void plan.run()}
          >
            Plan and set lots aside
          </Button>
        </>
      }
    >
      <p>{order.title}</p>
      <TextInput
        label="Containers to make now"
        optional
        maxLength={3}
        value={containers}
        onChange={setContainers}
        onEnter={() => !wrong && void plan.run()}
        hint={`Left empty: all that are still to be made. The order is for ${count(order.containers, 'container')}.`}
        error={wrong ? 'Enter a whole number, such as 7.' : plan.problem?.field('containers')}
        autoFocus
      />
      <ProblemBox problem={plan.problem} />
    </Dialog>
  );
}
