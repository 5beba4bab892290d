import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Reordered, ReorderProposal } from '../../api/supply-types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { Badge, Button, Dialog, Loaded, ProblemBox, TextInput } from '../../parts/index.js';
import { dollars } from './words.js';

const packsOf = (text: string): number | undefined => (/^[1-9]\d{0,4}$/.test(text.trim()) ? Number(text) : undefined);

/** What is proposed, to be changed or left out, then drafts: one a supplier. */
export function ReorderDialog(props: {
  drugIds: readonly string[];
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  // What was chosen when it was opened: the choice behind it is cleared once drafts are made.
  const [drugIds] = useState(props.drugIds);
  const [made, setMade] = useState<Reordered>();
  const proposal = useResource<ReorderProposal>(`/supply/reorder?drugIds=${drugIds.join(',')}`);
  const [packs, setPacks] = useState<Readonly<Record<string, string>>>({});
  const textOf = (line: { supplierProductId: string; packs: number }): string =>
    packs[line.supplierProductId] ?? String(line.packs);
  const lines = (proposal.data?.lines ?? []).filter((line) => textOf(line).trim() !== '0');
  const wrong = lines.some((line) => packsOf(textOf(line)) === undefined);
  const order = useCommand(async () => {
    const body = {
      lines: lines.map((line) => ({
        supplierProductId: line.supplierProductId,
        packs: packsOf(textOf(line)) ?? line.packs,
      })),
    };
    setMade(await post<Reordered>('/supply/reorder', body));
    props.onDone();
  });
  return (
    <Dialog
      title={made ? 'Drafts are made' : 'Order'}
      wide
      onClose={props.onClose}
      foot={
        made ? (
          <Button kind="primary" onClick={props.onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button
              kind="primary"
              busy={order.busy}
              disabled={
                lines.length === 0
                  ? 'There is nothing to order'
                  : wrong
                    ? 'Packs are whole numbers; 0 leaves a line out'
                    : false
              }
              onClick={() => void order.run()}
            >
              Make draft orders
            </Button>
          </>
        )
      }
    >
      {made ? (
        <Made orders={made.orders} />
      ) : (
        <Loaded resource={proposal}>
          {(data) => <Lines data={data} textOf={textOf} onPacks={(id, text) => setPacks({ ...packs, [id]: text })} />}
        </Loaded>
      )}
      <ProblemBox problem={order.problem} />
    </Dialog>
  );
}

function Lines(props: {
  data: ReorderProposal;
  textOf: (line: { supplierProductId: string; packs: number }) => string;
  onPacks: (id: string, text: string) => void;
}): JSX.Element {
  const { data, textOf, onPacks } = props;
  return (
    <ul class="plain-list stack">
      {data.lines.map((line) => (
        <li key={line.supplierProductId} class="reorder-line">
          <div>
            <span class="strong">{line.productName}</span> {line.contract && <Badge tone="ok">Contract</Badge>}{' '}
            {!line.available && <Badge tone="danger">Unavailable</Badge>}
            <span class="block small">
              {line.supplierName}, {line.packPackages} a pack, {dollars(line.price)} a pack
            </span>
            <ul class="small quiet">
              {line.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </div>
          <TextInput
            label={`Packs of ${line.drugName}`}
            value={textOf(line)}
            onChange={(text) => onPacks(line.supplierProductId, text)}
            error={
              textOf(line).trim() !== '0' && packsOf(textOf(line)) === undefined
                ? 'A whole number; 0 leaves it out'
                : undefined
            }
          />
        </li>
      ))}
      {data.without.map((one) => (
        <li key={one.drugId} class="quiet">
          <span class="strong">{one.drugName}</span>: {one.reason}
        </li>
      ))}
    </ul>
  );
}

const Made = ({ orders }: Reordered): JSX.Element => (
  <ul class="plain-list stack stack-small">
    {orders.map((order) => (
      <li key={order.id}>
        <a class="strong" href={`/purchasing/orders/${order.id}`}>
          {order.number}
        </a>{' '}
        to {order.supplierName}, {order.lines} line{order.lines === 1 ? '' : 's'}, {dollars(order.dollars)}. It is a
        draft: look at it and send it.
      </li>
    ))}
  </ul>
);
