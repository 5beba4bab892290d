import type { JSX } from 'preact';
import type { ComparedRow, SubstitutedOrder } from '../../api/substitution-types.js';
import { Badge, Button, Card, StateBadge } from '../../parts/index.js';
import { OpenLink } from '../desk/open-link.js';
import { counted, OUTCOME_WORDS, STANDING_WORDS } from './words.js';

const TONES = { ready: 'ok', 'answers-missing': 'warn', cannot: 'danger' } as const;

/** One order before and after; what differs is marked in words, by weight and by a bar. */
export function ComparedOrder(props: {
  order: SubstitutedOrder;
  /** Absent: not to be changed now. */
  onLeaveOut?: ((out: boolean) => void) | undefined;
  busy: boolean;
}): JSX.Element {
  const { order, onLeaveOut } = props;
  return (
    <Card
      title={order.patientName ? `${order.number}, ${order.patientName}` : order.number}
      actions={
        <span class="row">
          {order.state === 'on-hold' && <StateBadge state="on-hold" />}
          {order.outcome ? (
            <Badge tone={order.outcome === 'substituted' || order.outcome === 'restored' ? 'ok' : 'plain'}>
              {OUTCOME_WORDS[order.outcome]}
            </Badge>
          ) : (
            <Badge tone={order.leftOut ? 'plain' : TONES[order.standing]}>
              {order.leftOut ? 'Left out' : STANDING_WORDS[order.standing]}
            </Badge>
          )}
          {onLeaveOut && (order.leftOut || order.standing !== 'cannot') && (
            <span class="no-print">
              <Button size="small" busy={props.busy} onClick={() => onLeaveOut(!order.leftOut)}>
                {order.leftOut ? 'Take back in' : 'Leave out'}
              </Button>
            </span>
          )}
        </span>
      }
    >
      <div class="stack stack-small">
        <Notes order={order} />
        {order.rows.length > 0 && <Rows order={order} />}
        <p class="small">
          <OpenLink href={`/orders/${order.orderId}`} otherwise="">
            Open the order
          </OpenLink>
        </p>
      </div>
    </Card>
  );
}

function Notes({ order }: { order: SubstitutedOrder }): JSX.Element {
  return (
    <>
      {order.why.map((why) => (
        <p key={why} class="strong">
          {why}
        </p>
      ))}
      {!order.leftOut &&
        order.missing.map((missing) => (
          <p key={missing.key} class="strong">
            {missing.message}
          </p>
        ))}
      {order.outcomeNote && <p>{order.outcomeNote}</p>}
      <p class="small">
        {counted(order.containers, 'container')} to make
        {order.begun > 0 && `; ${counted(order.begun, 'container')} begun or made stay the old one`}.
        {order.worksheets.map(
          (w) =>
            ` ${w.number} (${counted(w.containers, 'container')}, not begun) is cancelled${w.products.length > 0 ? ' and planned anew' : ''}.`,
        )}
      </p>
      {order.doseSteps.map((step) => (
        <p key={step.label}>
          {step.label}: {step.formula} = <strong>{step.value}</strong>
        </p>
      ))}
    </>
  );
}

function Rows({ order }: { order: SubstitutedOrder }): JSX.Element {
  return (
    <div class="substitution-scroll">
      <table class="substitution-compared">
        <caption class="only-read-aloud">{order.number} before and after</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="only-read-aloud">What</span>
            </th>
            <th scope="col">
              Before <span class="small quiet block">{order.titleBefore}</span>
            </th>
            <th scope="col">
              After <span class="small quiet block">{order.titleAfter || 'cannot be worked out'}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {order.rows.map((row) => (
            <tr key={row.key} data-differs={row.differs ? 'true' : undefined}>
              <th scope="row">
                {row.name}
                <span class="small quiet block">{row.differs ? 'Differs' : 'Same'}</span>
              </th>
              <td>
                <Lines lines={row.before} other={row.after} row={row} />
              </td>
              <td>
                <Lines lines={row.after} other={row.before} row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A line that the other side does not have is set in bold. */
function Lines({ lines, other, row }: { lines: string[]; other: string[]; row: ComparedRow }): JSX.Element {
  if (lines.length === 0) return <span class="quiet">-</span>;
  return (
    <ul class="plain-list">
      {lines.map((line, i) => (
        <li key={`${row.key}-${i}`} class={row.differs && !other.includes(line) ? 'strong' : ''}>
          {line}
        </li>
      ))}
    </ul>
  );
}
