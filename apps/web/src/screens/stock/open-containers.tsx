import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { OpenContainer } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { showQuantity, span, toInstant } from '../../format.js';
import {
  Badge,
  Button,
  ConfirmDialog,
  DateTime,
  EmptyState,
  Loaded,
  Table,
  toast,
  useNow,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { countdownTone } from './days.js';

/** What is open now, the first to be discarded at the top, counting down. */
export function OpenContainers(): JSX.Element {
  const may = usePermissions();
  const containers = useResource<OpenContainer[]>('/open-containers?state=open', { feed: ['stock', 'worksheet'] });
  const [discarding, setDiscarding] = useState<OpenContainer>();
  const columns: Column<OpenContainer>[] = [
    {
      key: 'product',
      title: 'Container',
      cell: (row) => (
        <>
          <span class="strong">{row.productName}</span>
          <span class="small quiet block">
            {row.number} · lot {row.lotNumber}, expires {row.expiresOn}
          </span>
        </>
      ),
    },
    {
      key: 'left',
      title: 'Remaining',
      number: true,
      cell: (row) => showQuantity({ value: row.remaining, unit: row.unit }),
    },
    {
      key: 'opened',
      title: 'Opened',
      cell: (row) => (
        <>
          <DateTime at={row.openedAt} short />
          <span class="small quiet block">by {row.openedBy}</span>
        </>
      ),
    },
    { key: 'until', title: 'Use until', cell: (row) => <Countdown until={row.inUseUntil} /> },
    {
      key: 'worksheet',
      title: 'Worksheet',
      cell: (row) => <span class="nowrap">{row.worksheetNumber ?? 'none'}</span>,
    },
    ...(may('worksheet.compound')
      ? [
          {
            key: 'discard',
            title: 'Actions',
            cell: (row: OpenContainer) => (
              <Button size="small" onClick={() => setDiscarding(row)}>
                Discard
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <Loaded resource={containers}>
        {(rows) => (
          <Table
            label="Open containers"
            columns={columns}
            rows={[...rows].sort((a, b) => (a.minutesLeft ?? Infinity) - (b.minutesLeft ?? Infinity))}
            keyOf={(row) => row.id}
            empty={
              <EmptyState icon="clock" title="Nothing is open">
                A vial or bag appears here from its first puncture until it is used up or discarded.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {discarding && (
        <ConfirmDialog
          title={`Discard ${discarding.number}`}
          action="Discard it"
          danger
          reason="Why it is discarded"
          onConfirm={async (reason) => {
            await post(`/open-containers/${discarding.id}/discard`, { reason });
            toast(`${discarding.number} is discarded.`);
            containers.reload();
          }}
          onClose={() => setDiscarding(undefined)}
        >
          {discarding.productName}, {showQuantity({ value: discarding.remaining, unit: discarding.unit })} left.
        </ConfirmDialog>
      )}
    </>
  );
}

function Countdown({ until }: { until: string | null }): JSX.Element {
  const now = useNow();
  if (until === null) return <span class="quiet">no limit known</span>;
  const minutes = Math.floor((toInstant(until) - now) / 60_000);
  return (
    <>
      <DateTime at={until} short />
      <span class="block">
        <Badge tone={countdownTone(minutes)} icon="clock">
          {minutes < 0 ? `Overdue by ${span(-minutes)}` : `${span(minutes)} left`}
        </Badge>
      </span>
    </>
  );
}
