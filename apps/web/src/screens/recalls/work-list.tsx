import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query } from '../../api/client.js';
import type { Recall, RecallItem } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { usePages } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  ConfirmDialog,
  DateTime,
  EmptyState,
  ProblemBox,
  Skeleton,
  StateBadge,
  Table,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { OpenLink } from '../desk/open-link.js';
import { count, WORK_WORDS } from './scope.js';

/** What has to be done, kind by kind, each closed in one press. */
export function WorkList({ recall, onChanged }: { recall: Recall; onChanged: () => void }): JSX.Element {
  const { query: at, set } = useAddress();
  const may = usePermissions();
  const kind = recall.work.some((w) => w.kind === at.kind) ? at.kind : undefined;
  const state = at.all === 'yes' ? undefined : 'open';
  const items = usePages<RecallItem>(`/recalls/${recall.id}/items${query({ kind, state })}`, {
    feed: ['recall', 'worksheet'],
  });
  const [cannot, setCannot] = useState<RecallItem>();
  const close = useCommand(async (ids: string[], outcome: 'done' | 'cannot', note?: string) => {
    await post(`/recalls/${recall.id}/items/closing`, { itemIds: ids, outcome, ...(note !== undefined && { note }) });
    items.reload();
    onChanged();
  });
  const mayClose = recall.state === 'open' && may('recall.open');
  const open = (items.data ?? []).filter((item) => item.state === 'open');
  return (
    <div class="stack">
      <div class="row row-between no-print">
        <div class="row" role="group" aria-label="Kind of work">
          <Filter
            on={kind === undefined}
            onClick={() => set({ kind: undefined })}
            text={`All, ${count(recall.itemsOpen, 'open item')}`}
          />
          {recall.work.map((w) => (
            <Filter
              key={w.kind}
              on={kind === w.kind}
              onClick={() => set({ kind: w.kind })}
              text={`${WORK_WORDS[w.kind] ?? w.kind}: ${w.open}`}
            />
          ))}
        </div>
        <Button onClick={() => set({ all: state === 'open' ? 'yes' : undefined })}>
          {state === 'open' ? 'Show closed too' : 'Only open ones'}
        </Button>
      </div>
      <ProblemBox problem={items.error ?? close.problem} retry={items.reload} />
      {items.loading && <Skeleton />}
      {items.data && (
        <Table
          label="Work list"
          columns={columnsOf(mayClose, close.busy, (item) => void close.run([item.id], 'done'), setCannot)}
          rows={items.data}
          keyOf={(item) => item.id}
          more={items.more}
          onMore={items.loadMore}
          busy={items.refreshing}
          empty={
            <EmptyState icon="ok" title="Nothing is left to do here">
              {recall.itemsOpen === 0 ? 'All work of this recall is closed.' : 'Other kinds of work are open.'}
            </EmptyState>
          }
        />
      )}
      {mayClose && open.length > 1 && (
        <div class="row row-end no-print">
          <Button
            busy={close.busy}
            onClick={() =>
              close.run(
                open.slice(0, 200).map((item) => item.id),
                'done',
              )
            }
          >
            All {Math.min(open.length, 200)} shown are done
          </Button>
        </div>
      )}
      {cannot && (
        <ConfirmDialog
          title="It cannot be done"
          action="Close with the reason"
          reason="Why not"
          onClose={() => setCannot(undefined)}
          onConfirm={(reason) => close.run([cannot.id], 'cannot', reason)}
        />
      )}
    </div>
  );
}

const Filter = ({ on, onClick, text }: { on: boolean; onClick: () => void; text: string }): JSX.Element => (
  <Button kind={on ? 'secondary' : 'plain'} size="small" onClick={onClick} {...(on && { icon: 'ok' as const })}>
    {text}
  </Button>
);

function columnsOf(
  mayClose: boolean,
  busy: boolean,
  onDone: (item: RecallItem) => void,
  onCannot: (item: RecallItem) => void,
): Column<RecallItem>[] {
  return [
    {
      key: 'kind',
      title: 'Do',
      cell: (item) => <span class="strong nowrap">{WORK_WORDS[item.kind] ?? item.kind}</span>,
      sort: (item) => item.kind,
    },
    {
      key: 'what',
      title: 'What',
      cell: (item) =>
        item.cspNumber !== null ? (
          <>
            <span class="nowrap">{item.cspNumber}</span>{' '}
            {item.cspState !== null && <StateBadge state={item.cspState} />}{' '}
            {item.mayBeInfused && <Badge tone="danger">May be infused</Badge>}
            <span class="small quiet block">
              {item.title}
              {item.place === 'pharmacy' && item.where !== '' && `, made in ${item.where}`}
            </span>
          </>
        ) : item.kind === 'replace' ? (
          <OpenLink href={`/orders/${item.orderId ?? ''}`}>Order {item.orderNumber}</OpenLink>
        ) : item.kind === 'notify-prescriber' ? (
          item.prescriber
        ) : (
          item.detail || 'By telephone or in person'
        ),
    },
    {
      key: 'patient',
      title: 'Patient',
      cell: (item) =>
        item.patientId === null ? (
          <span class="quiet">–</span>
        ) : (
          <>
            <OpenLink href={`/patients/${item.patientId}`}>{item.patientName}</OpenLink>
            <span class="small quiet block nowrap">{item.patientPhone || item.patientNumber}</span>
          </>
        ),
      sort: (item) => item.patientName,
    },
    {
      key: 'state',
      title: 'State',
      width: '14rem',
      cell: (item) =>
        item.state === 'open' ? (
          mayClose ? (
            <span class="row nowrap">
              <Button size="small" icon="ok" disabled={busy} onClick={() => onDone(item)}>
                Done
              </Button>
              <Button size="small" kind="plain" onClick={() => onCannot(item)}>
                Cannot
              </Button>
            </span>
          ) : (
            <StateBadge state="pending" />
          )
        ) : (
          <span class="small">
            {item.state === 'done' ? <Badge tone="ok">Done</Badge> : <Badge tone="warn">Cannot</Badge>} {item.note}
            <span class="quiet block">
              {item.closedBy}, <DateTime at={item.closedAt} />
            </span>
          </span>
        ),
    },
  ];
}
