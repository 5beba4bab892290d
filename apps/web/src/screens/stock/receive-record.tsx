import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post, postPhoto } from '../../api/client.js';
import type { DscsaDocument, RecordedLine, RecordedReceipt } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource, type Resource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  DateTime,
  FindingList,
  KeyValue,
  Loaded,
  Page,
  PhotoCapture,
  ProblemBox,
  SignatureDialog,
  StateBadge,
  Table,
  TextInput,
  toast,
  type Column,
} from '../../parts/index.js';
import { showCode } from '../../scan/scan-box.js';
import { usePermissions, useSession } from '../../session/session.js';

/** One delivery: what was counted, who reviewed it, what it did not agree with. */
export default function ReceiptRecord(): JSX.Element {
  const { id } = useRoute().params;
  const receipt = useResource<RecordedReceipt>(`/receipts/${id ?? ''}`, { feed: ['purchase', 'stock'] });
  return (
    <Page
      title={receipt.data?.number ?? 'Receipt'}
      note={receipt.data?.supplierName}
      back={{ href: '/stock/receive', text: 'Receive' }}
    >
      <Loaded resource={receipt}>{(data) => <Record receipt={data} resource={receipt} />}</Loaded>
    </Page>
  );
}

const COLUMNS: readonly Column<RecordedLine>[] = [
  {
    key: 'product',
    title: 'Product',
    cell: (line) => (
      <>
        <span class="strong">{line.productName ?? 'Unknown code'}</span>
        <span class="small quiet block">{line.ndc ?? showCode(line.code ?? '').slice(0, 60)}</span>
      </>
    ),
  },
  {
    key: 'lot',
    title: 'Lot, expiry',
    cell: (line) => (line.lotNumber === null ? '' : `${line.lotNumber}, ${line.expiresOn ?? ''}`),
  },
  { key: 'packages', title: 'Packages', number: true, cell: (line) => line.packages },
  { key: 'damaged', title: 'Damaged', number: true, cell: (line) => line.damagedPackages },
  { key: 'serials', title: 'Serials', number: true, cell: (line) => line.serials },
  { key: 'place', title: 'Put at', cell: (line) => line.locationName ?? line.place ?? '' },
  {
    key: 'notes',
    title: 'Notes',
    cell: (line) => (
      <div class="stack stack-small">
        {line.strangerState && <StateBadge state={line.strangerState} />}
        {line.holdReason && <Badge tone="warn">{line.holdReason}</Badge>}
        {line.overPackages > 0 && (
          <span>
            {line.overPackages} over: {line.overReason}
          </span>
        )}
        {line.shortDatedReason && <span>Short-dated: {line.shortDatedReason}</span>}
        {line.dscsaExempt && <Badge>Outside DSCSA</Badge>}
      </div>
    ),
  },
];

const DSCSA: Readonly<Record<string, string>> = {
  'not-needed': 'Not needed: nothing here is covered by DSCSA',
  waiting: 'Transaction information has not come yet',
  matched: 'Agrees with the transaction information',
  exception: 'Does not agree: see the exceptions',
};

function Record({ receipt, resource }: { receipt: RecordedReceipt; resource: Resource<RecordedReceipt> }): JSX.Element {
  return (
    <div class="stack">
      {receipt.state === 'awaiting-review' && <Review receipt={receipt} resource={resource} />}
      <div class="beside">
        <Card title="Delivery">
          <KeyValue
            rows={[
              ['State', <StateBadge key="state" state={receipt.state} />],
              [
                'Order',
                receipt.purchaseOrderId ? (
                  <a href={`/purchasing/orders/${receipt.purchaseOrderId}`}>{receipt.purchaseOrderNumber}</a>
                ) : (
                  'without an order'
                ),
              ],
              ['Received', <DateTime key="at" at={receipt.receivedAt} />],
              ['By', receipt.receivedBy.name],

              ['Reviewed by', receipt.reviewedBy ? receipt.reviewedBy.name : null],

              ['Because', receipt.reviewReason ? receipt.reviewReason : null],

              ['Note', receipt.note ? receipt.note : null],
              ['DSCSA', receipt.state === 'posted' ? (DSCSA[receipt.dscsaState] ?? receipt.dscsaState) : null],
            ]}
          />
        </Card>
        {receipt.state === 'posted' && receipt.dscsaState !== 'not-needed' && (
          <Attach receipt={receipt} resource={resource} />
        )}
      </div>
      <Table label="Lines" columns={COLUMNS} rows={receipt.lines} keyOf={(line) => line.id} />
      <Photos receipt={receipt} onDone={resource.reload} />
      {receipt.exceptions.length > 0 && (
        <Card title="Exceptions">
          <ul class="stack stack-small plain-list">
            {receipt.exceptions.map((one) => (
              <li key={one.id} class="row">
                <StateBadge state={one.state} />
                <a href={`/purchasing/exceptions?id=${one.id}`}>{one.message}</a>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {receipt.findings.length > 0 && <FindingList findings={receipt.findings} />}
    </div>
  );
}

/** What a stranger looks like, for whoever is to say what it is. */
function Photos({ receipt, onDone }: { receipt: RecordedReceipt; onDone: () => void }): JSX.Element | null {
  const may = usePermissions();
  const waiting = receipt.lines.filter((line) => line.strangerState === 'waiting');
  if (waiting.length === 0 || !may('stock.receive')) return null;
  return (
    <Card title="Photos of unknown packages">
      {waiting.map((line) => (
        <div key={line.id} class="row">
          <span class="grow">
            {showCode(line.code ?? '').slice(0, 60)}: {line.photos.length} photos
          </span>
          <PhotoCapture
            onPhoto={async (jpeg) => {
              await postPhoto(`/receiving/lines/${line.id}/photos`, jpeg);
              onDone();
            }}
          />
        </div>
      ))}
    </Card>
  );
}

function Review({ receipt, resource }: { receipt: RecordedReceipt; resource: Resource<RecordedReceipt> }): JSX.Element {
  const { person } = useSession();
  const may = usePermissions();
  const [decision, setDecision] = useState<'accept' | 'refuse'>();
  const [reason, setReason] = useState('');
  const own = person.id === receipt.receivedBy.id;
  const blocked = own ? 'You received it: another person reviews it' : false;
  return (
    <Card title="Waits for a second person">
      <p>Nothing of it is stock yet. Count again, compare lots and expiries, then sign.</p>
      <div class="row">
        <Button kind="primary" disabled={blocked} onClick={() => setDecision('accept')}>
          Accept into stock
        </Button>
        <Button kind="danger" disabled={blocked} onClick={() => setDecision('refuse')}>
          Refuse
        </Button>
      </div>
      {decision && may('stock.receive') && (
        <SignatureDialog
          title={decision === 'accept' ? `Accept ${receipt.number}` : `Refuse ${receipt.number}`}
          meaning={
            decision === 'accept'
              ? 'I did not receive this delivery, have compared it with what is recorded, and accept it into stock.'
              : 'I did not receive this delivery, have compared it with what is recorded, and refuse it.'
          }
          action={decision === 'accept' ? 'Sign and accept' : 'Sign and refuse'}
          blocked={decision === 'refuse' && reason.trim().length < 3 ? 'Say why it is refused' : undefined}
          onSign={async (password) => {
            const body = { decision, password, reason: reason.trim() || undefined };
            resource.replace(await post<RecordedReceipt>(`/receipts/${receipt.id}/review`, body));
            toast(decision === 'accept' ? `${receipt.number} is in stock.` : `${receipt.number} is refused.`);
          }}
          onClose={() => setDecision(undefined)}
        >
          {decision === 'refuse' && <TextInput label="Reason" maxLength={300} value={reason} onChange={setReason} />}
        </SignatureDialog>
      )}
    </Card>
  );
}

/** The seller's document, chosen as a file. */
function Attach({ receipt, resource }: { receipt: RecordedReceipt; resource: Resource<RecordedReceipt> }): JSX.Element {
  const add = useCommand(async (file: File) => {
    const body = { document: await file.text(), receiptId: receipt.id };
    const done = await post<DscsaDocument>('/dscsa/documents', body);
    toast(done.duplicate ? 'This document is on file already.' : `${done.items} items read, ${done.matched} matched.`);
    resource.reload();
  });
  return (
    <Card title="Transaction information">
      <div class="stack stack-small">
        <p class="quiet">EPCIS 2.0 in JSON, as the seller sent it. It is kept whole for six years.</p>
        <label class="field">
          <span class="field-label">File</span>
          <input
            type="file"
            accept=".json,.jsonld,application/json"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) void add.run(file);
            }}
          />
        </label>
        <ProblemBox problem={add.problem} />
      </div>
    </Card>
  );
}
