import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ShortageImport, ShortageImportDetail } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  DateTime,
  Dialog,
  EmptyState,
  Loaded,
  ProblemBox,
  Skeleton,
  StepProgress,
  Table,
  type Column,
} from '../../parts/index.js';
import { importWords, SOURCE_WORDS } from './words.js';

const TONES = { queued: 'info', running: 'info', done: 'ok', failed: 'danger' } as const;
const STATES = { queued: 'Waiting', running: 'Reading', done: 'Done', failed: 'Refused' } as const;

function State({ row }: { row: ShortageImport }): JSX.Element {
  const state = (Object.keys(TONES) as (keyof typeof TONES)[]).find((one) => one === row.state) ?? 'queued';
  return <Badge tone={TONES[state]}>{STATES[state]}</Badge>;
}

/** Every file that was brought in, what it changed, and which of its rows were not taken. */
export function Imports(): JSX.Element {
  const [open, setOpen] = useState<string>();
  const list = usePages<ShortageImport>('/shortages/imports', { feed: ['shortage'] });
  const columns: Column<ShortageImport>[] = [
    { key: 'at', title: 'Asked for', cell: (row) => <DateTime at={row.requestedAt} short /> },
    {
      key: 'what',
      title: 'From',
      cell: (row) => (
        <>
          {SOURCE_WORDS[row.source] ?? row.source}
          <span class="small quiet block">
            {row.origin} {row.requestedBy === null ? 'by schedule' : `by ${row.requestedBy}`}
          </span>
        </>
      ),
    },
    { key: 'day', title: 'Feed of', cell: (row) => <span class="nowrap">{row.lastUpdated ?? 'not said'}</span> },
    { key: 'state', title: 'State', cell: (row) => <State row={row} /> },
    {
      key: 'result',
      title: 'Result',
      width: '30%',
      cell: (row) => (
        <>
          {importWords(row)}
          {row.state === 'running' && <StepProgress done={row.rowsDone} total={row.rowsTotal ?? 0} />}
        </>
      ),
    },
    {
      key: 'rows',
      title: 'Rows not taken',
      number: true,
      cell: (row) =>
        row.rowsRefused === 0 ? (
          '0'
        ) : (
          <Button size="small" onClick={() => setOpen(row.id)}>
            {row.rowsRefused} rows
          </Button>
        ),
    },
  ];
  return (
    <div class="stack">
      <ProblemBox problem={list.error} retry={list.reload} />
      {list.loading && <Skeleton />}
      {list.data && (
        <Table
          label="Imports of the shortage feed"
          columns={columns}
          rows={list.data}
          keyOf={(row) => row.id}
          more={list.more}
          onMore={list.loadMore}
          busy={list.refreshing}
          empty={
            <EmptyState icon="down" title="No imports yet">
              Each file that is brought in is listed here with what it changed.
            </EmptyState>
          }
        />
      )}
      {open && <RefusedRows id={open} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function RefusedRows({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const detail = useResource<ShortageImportDetail>(`/shortages/imports/${id}`);
  return (
    <Dialog title="Rows that were not taken" onClose={onClose} wide foot={<Button onClick={onClose}>Close</Button>}>
      <Loaded resource={detail}>
        {({ refused }) => (
          <Table
            label="Rows that were not taken"
            columns={[
              { key: 'row', title: 'Row', number: true, cell: (row) => row.rowNumber },
              { key: 'line', title: 'Line', number: true, cell: (row) => row.line },
              { key: 'ndc', title: 'NDC', cell: (row) => row.ndc ?? 'not readable' },
              { key: 'reason', title: 'Why', cell: (row) => row.reason },
            ]}
            rows={refused}
            keyOf={(row) => String(row.rowNumber)}
            height="24rem"
          />
        )}
      </Loaded>
    </Dialog>
  );
}
