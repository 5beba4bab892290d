import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { ReceivingException } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  DateTime,
  EmptyState,
  KeyValue,
  Loaded,
  Page,
  ProblemBox,
  Select,
  Skeleton,
  StateBadge,
  tabPanelId,
  Table,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { SearchBox } from '../desk/search-box.js';
import { FdaNotice } from './fda-notice.js';
import { PURCHASING, PurchasingTabs } from './nav.js';
import { Strangers } from './strangers.js';

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'investigating', label: 'Investigating' },
  { value: 'cleared', label: 'Cleared' },
  { value: 'illegitimate', label: 'Illegitimate' },
] as const;

const COLUMNS: readonly Column<ReceivingException>[] = [
  {
    key: 'what',
    title: 'What',
    cell: (row) => (
      <>
        <span class="strong">{row.title}</span> {row.suspect && <Badge tone="danger">Suspect</Badge>}
        <span class="small quiet block">{row.message}</span>
      </>
    ),
  },
  { key: 'from', title: 'From', cell: (row) => row.supplierName ?? '' },
  { key: 'receipt', title: 'Receipt', cell: (row) => <span class="nowrap">{row.receiptNumber ?? ''}</span> },
  { key: 'at', title: 'Since', sort: (row) => row.openedAt, cell: (row) => <DateTime at={row.openedAt} short /> },
  { key: 'state', title: 'State', cell: (row) => <StateBadge state={row.state} /> },
];

/** What deliveries did not agree with, until a person has answered for it. */
export default function Exceptions(): JSX.Element {
  const { query, set } = useAddress();
  const state = STATES.find(({ value }) => value === query.state)?.value ?? '';
  const found = usePages<ReceivingException>(
    `/receiving/exceptions${queryString({ state: state || undefined, q: query.q })}`,
    {
      feed: ['purchase', 'stock'],
    },
  );
  return (
    <Page title="Purchasing">
      <PurchasingTabs active="exceptions" />
      <div role="tabpanel" id={tabPanelId(PURCHASING)} aria-label="Exceptions" class="stack">
        <Strangers />
        {query.id && <OneException id={query.id} onClose={() => set({ id: undefined })} />}
        <div class="list-head row">
          <SearchBox label="Search by words, supplier, receipt or lot" />
          <Select
            label="State"
            optional
            placeholder="All"
            value={state}
            options={STATES}
            onChange={(value) => set({ state: value || undefined })}
          />
        </div>
        <ProblemBox problem={found.error} retry={found.reload} />
        {found.loading && <Skeleton />}
        {found.data && (
          <Table
            label="Exceptions"
            columns={COLUMNS}
            rows={found.data}
            keyOf={(row) => row.id}
            selected={query.id ?? null}
            onOpen={(row) => set({ id: row.id })}
            more={found.more}
            onMore={found.loadMore}
            busy={found.refreshing}
            empty={
              <EmptyState icon="ok" title="Nothing to answer for">
                Damaged, over, warm and suspect deliveries appear here until a person has closed them with a reason.
              </EmptyState>
            }
          />
        )}
      </div>
    </Page>
  );
}

function OneException({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const resource = useResource<ReceivingException>(`/receiving/exceptions/${id}`, { feed: ['purchase', 'stock'] });
  return (
    <Loaded resource={resource}>
      {(data) => (
        <Card
          title={data.title}
          actions={
            <Button size="small" kind="plain" icon="close" onClick={onClose}>
              Close
            </Button>
          }
        >
          <div class="stack stack-small">
            <p>{data.message}</p>
            <KeyValue
              rows={[
                ['State', <StateBadge key="state" state={data.state} />],

                ['From', data.supplierName ? data.supplierName : null],

                [
                  'Receipt',
                  data.receiptId ? (
                    <a key="r" href={`/stock/receipts/${data.receiptId}`}>
                      {data.receiptNumber}
                    </a>
                  ) : null,
                ],

                ['Product', data.productName ? data.productName : null],

                [
                  'Lot',
                  data.lotNumber && data.lotState ? (
                    <span key="l">
                      {data.lotNumber} <StateBadge state={data.lotState} />
                    </span>
                  ) : null,
                ],
                ['Found by', data.openedBy.name],

                [
                  'Investigation',
                  data.investigationNote ? `${data.investigationNote} (${data.investigatedBy?.name ?? ''})` : null,
                ],

                ['Closed', data.closedReason ? `${data.closedReason} (${data.closedBy?.name ?? ''})` : null],
              ]}
            />
            <Steps data={data} replace={resource.replace} />
            {data.state === 'illegitimate' && <FdaNotice exception={data} replace={resource.replace} />}
          </div>
        </Card>
      )}
    </Loaded>
  );
}

function Steps({
  data,
  replace,
}: {
  data: ReceivingException;
  replace: (to: ReceivingException) => void;
}): JSX.Element | null {
  const may = usePermissions();
  const [step, setStep] = useState<'investigation' | 'cleared' | 'illegitimate'>();
  if (data.state !== 'open' && data.state !== 'investigating') return null;
  const pharmacist = may('stock.release');
  const mayClear = data.suspect ? pharmacist && data.state === 'investigating' : pharmacist || may('purchase.write');
  const confirm = async (text: string): Promise<void> => {
    const path = `/receiving/exceptions/${data.id}`;
    replace(
      step === 'investigation'
        ? await post<ReceivingException>(`${path}/investigation`, { note: text })
        : await post<ReceivingException>(`${path}/closing`, { outcome: step, reason: text }),
    );
    toast('Recorded.');
  };
  return (
    <>
      {data.suspect && (
        <p class="quiet">
          Suspect product stays in quarantine. Check the identifiers of three packages or a tenth, whichever is more,
          with the seller; then a pharmacist decides.
        </p>
      )}
      <div class="row">
        {data.state === 'open' && may('stock.quarantine') && (
          <Button kind={data.suspect ? 'primary' : 'secondary'} icon="search" onClick={() => setStep('investigation')}>
            Investigate
          </Button>
        )}
        {mayClear && (
          <Button kind={data.suspect ? 'secondary' : 'primary'} icon="ok" onClick={() => setStep('cleared')}>
            Clear
          </Button>
        )}
        {pharmacist && data.state === 'investigating' && (
          <Button kind="danger" onClick={() => setStep('illegitimate')}>
            Illegitimate
          </Button>
        )}
      </div>
      {step && (
        <ConfirmDialog
          title={TITLES[step]}
          action="Record"
          danger={step === 'illegitimate'}
          reason={step === 'investigation' ? 'What is looked into, and whom you asked' : 'Reason'}
          onConfirm={confirm}
          onClose={() => setStep(undefined)}
        />
      )}
    </>
  );
}

const TITLES = {
  investigation: 'Begin the investigation',
  cleared: 'Clear this exception',
  illegitimate: 'Found illegitimate: FDA is notified within 24 hours',
} as const;
