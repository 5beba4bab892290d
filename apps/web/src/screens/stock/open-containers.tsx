import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OpenContainer } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { showQuantity, span, toInstant } from '../../format.js';
import { Badge, Button, DateTime, EmptyState, Loaded, Table, useNow, type Column } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { ScanBox } from '../../scan/scan-box.js';
import { countdownTone } from './days.js';
import { DiscardDialog } from './discard-dialog.js';

/** What is open now, the first to be discarded at the top, counting down. */
export function OpenContainers(): JSX.Element {
  const may = usePermissions();
  const containers = useResource<OpenContainer[]>('/open-containers?state=open', { feed: ['stock', 'worksheet'] });
  const [discarding, setDiscarding] = useState<OpenContainer>();
  const [unknown, setUnknown] = useState<string>();
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
  const look = useCommand((code: string) => {
    const scanned = containers.data?.find((one) => one.number === code.trim().toUpperCase());
    setUnknown(scanned ? undefined : code);
    if (scanned) setDiscarding(scanned);
    return Promise.resolve();
  });
  const overdue = (containers.data ?? []).filter((one) => one.minutesLeft !== null && one.minutesLeft < 0).length;
  return (
    <div class="stack">
      {may('worksheet.compound') && (
        <ScanBox
          prompt={overdue > 0 ? `${overdue} overdue: scan a vial tag to discard it` : 'Scan a vial tag to discard it'}
          onScan={(code) => look.run(code)}
          state={unknown === undefined ? 'waiting' : 'refused'}
          message={
            unknown === undefined
              ? undefined
              : 'No open container has this number. Scan the tag that was printed when it was opened.'
          }
          enabled={discarding === undefined}
        />
      )}
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
        <DiscardDialog container={discarding} onDone={containers.reload} onClose={() => setDiscarding(undefined)} />
      )}
    </div>
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
