import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Recall } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  DateTime,
  KeyValue,
  Loaded,
  Page,
  PrintButton,
  SignatureDialog,
  StateBadge,
  StepProgress,
  Table,
  TextInput,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { OpenLink } from '../desk/open-link.js';
import { count, KIND_WORDS } from './scope.js';
import { WorkList } from './work-list.js';

type Act = 'certify' | 'close' | 'withdraw';

/** One recall: what it holds, what is left to do, and how it ends. */
export default function RecallPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const recall = useResource<Recall>(`/recalls/${id}`, { feed: ['recall'] });
  const may = usePermissions();
  const [act, setAct] = useState<Act>();
  const data = recall.data;
  const closing = data?.state === 'open' && may('recall.close');
  return (
    <Page
      title={data?.number ?? 'Recall'}
      back={{ href: '/recalls', text: 'Recalls' }}
      width="wide"
      note={data && <strong>{data.scopeText}</strong>}
      actions={
        data && (
          <>
            <PrintButton path={`/recalls/${data.id}/notices.pdf`}>Notice list</PrintButton>
            <Button icon="down" onClick={() => window.open(`/api/recalls/${data.id}/items.csv`)}>
              Save as CSV
            </Button>
            {closing && data.certifiedAt === null && (
              <Button kind="primary" icon="pen" onClick={() => setAct('certify')}>
                Certify completeness
              </Button>
            )}
            {closing && data.certifiedAt !== null && (
              <Button
                kind="primary"
                icon="ok"
                disabled={data.itemsOpen > 0 ? `${count(data.itemsOpen, 'item')} of the work list are open` : false}
                onClick={() => setAct('close')}
              >
                Close recall
              </Button>
            )}
          </>
        )
      }
    >
      <Loaded resource={recall}>
        {(shown) => (
          <div class="stack">
            <Banner recall={shown} />
            <WorkList recall={shown} onChanged={recall.reload} />
            <Worksheets recall={shown} />
            <Lots recall={shown} />
            {shown.certificate && <CertificateCard recall={shown} />}
            {closing && (
              <div class="row row-end no-print">
                <Button kind="plain" onClick={() => setAct('withdraw')}>
                  It was opened in error
                </Button>
              </div>
            )}
            {act && <Signing act={act} recall={shown} onClose={() => setAct(undefined)} onSigned={recall.replace} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Banner({ recall }: { recall: Recall }): JSX.Element {
  const closed = recall.itemsTotal - recall.itemsOpen;
  return (
    <Card>
      <div class="stack">
        <p class="row">
          <StateBadge state={recall.state} />
          <Badge tone={recall.kind === 'class-1' ? 'danger' : 'warn'}>{KIND_WORDS[recall.kind] ?? recall.kind}</Badge>
          <span class="lead">{recall.reason}</span>
        </p>
        <p class="trace-sum">
          <span>
            <strong>{recall.csps.toLocaleString('en-US')}</strong> {recall.csps === 1 ? 'preparation' : 'preparations'}
          </span>
          <span>
            <strong>{recall.patients.toLocaleString('en-US')}</strong> {recall.patients === 1 ? 'patient' : 'patients'}
          </span>
          <span>
            <strong>{recall.lots.toLocaleString('en-US')}</strong> {recall.lots === 1 ? 'lot held' : 'lots held'}
          </span>
        </p>
        {recall.itemsTotal > 0 && <StepProgress done={closed} total={recall.itemsTotal} />}
        <KeyValue
          rows={
            [
              [
                'Opened',
                <span key="o">
                  <DateTime at={recall.openedAt} />, {recall.openedBy}
                </span>,
              ],
              recall.sourceReference === '' ? null : ['Source', recall.sourceReference],
              recall.endedAt === null
                ? null
                : [
                    'Ended',
                    <span key="e">
                      <DateTime at={recall.endedAt} />, {recall.endedBy}: {recall.endReason}
                    </span>,
                  ],
            ].filter((row) => row !== null) as [string, JSX.Element | string][]
          }
        />
      </div>
    </Card>
  );
}

function Worksheets({ recall }: { recall: Recall }): JSX.Element | null {
  if (recall.worksheets.length === 0) return null;
  return (
    <Card title="Worksheets that cannot go on as they are" flush>
      <Table
        label="Worksheets that cannot go on as they are"
        columns={[
          {
            key: 'number',
            title: 'Worksheet',
            cell: (w) => <OpenLink href={`/bench/${w.worksheetId}`}>{w.number}</OpenLink>,
          },
          { key: 'state', title: 'State', cell: (w) => <StateBadge state={w.state} /> },
          {
            key: 'why',
            title: 'What to do',
            cell: (w) =>
              w.held
                ? 'Something of the recall is in it. Put it aside; a pharmacist wastes it.'
                : w.needsLots
                  ? 'Its lots were taken back and there are no others. Cancel it and plan it again when there is stock.'
                  : 'Other lots were promised to it. It goes on.',
          },
        ]}
        rows={recall.worksheets}
        keyOf={(w) => w.worksheetId}
      />
    </Card>
  );
}

function Lots({ recall }: { recall: Recall }): JSX.Element | null {
  if (recall.lotList.length === 0) return null;
  return (
    <Card title="Lots" flush>
      <Table
        label="Lots of the recall"
        columns={[
          {
            key: 'lot',
            title: 'Lot',
            cell: (lot) => (
              <a class="code" href={`/trace/lots/${lot.lotId}`}>
                {lot.lotNumber}
              </a>
            ),
          },
          { key: 'product', title: 'Product', cell: (lot) => lot.productName },
          { key: 'expiry', title: 'Expiry', cell: (lot) => lot.expiresOn },
          {
            key: 'how',
            title: 'How',
            cell: (lot) => (lot.depth === 0 ? 'Named' : `Made here, ${count(lot.depth, 'step')} away`),
          },
          { key: 'state', title: 'State', cell: (lot) => <StateBadge state={lot.state} /> },
        ]}
        rows={recall.lotList}
        keyOf={(lot) => lot.lotId}
      />
    </Card>
  );
}

const EXCEPTION_WORDS: Readonly<Record<string, string>> = {
  'no-lot-link': 'Preparations without any lot',
  'step-without-lot': 'Steps without a lot',
  'keyed-code': 'Codes that were keyed, not scanned',
};

function CertificateCard({ recall }: { recall: Recall }): JSX.Element | null {
  const { certificate } = recall;
  if (!certificate) return null;
  return (
    <Card title="Completeness">
      <div class="stack stack-small">
        <p class="lead">
          {certificate.linked.toLocaleString('en-US')} of {count(certificate.csps, 'preparation')} of the period have
          lot links.
        </p>
        <p class="quiet">
          <DateTime at={certificate.from} /> to <DateTime at={certificate.to} />. Signed by {recall.certifiedBy},{' '}
          <DateTime at={recall.certifiedAt} />.
        </p>
        {certificate.exceptionCounts.map(({ name, count: n }) => (
          <p key={name}>
            <Badge tone={n === 0 ? 'ok' : 'warn'}>{n}</Badge> {EXCEPTION_WORDS[name] ?? name}
            {n > 0 && (
              <span class="small quiet block">
                {certificate.exceptions
                  .filter((e) => e.kind === name)
                  .slice(0, 20)
                  .map((e) => e.what)
                  .join('; ')}
              </span>
            )}
          </p>
        ))}
      </div>
    </Card>
  );
}

const ACTS: Readonly<Record<Act, { title: string; meaning: string; action: string; path: string }>> = {
  certify: {
    title: 'Certify completeness',
    meaning: 'I have reviewed which preparations of the period have lot links, with the exceptions that are listed.',
    action: 'Sign',
    path: 'certificate',
  },
  close: {
    title: 'Close the recall',
    meaning: 'All work of this recall is closed. What is held stays held until it is returned or wasted.',
    action: 'Sign and close',
    path: 'closing',
  },
  withdraw: {
    title: 'Take the recall back',
    meaning: 'This recall was opened in error. What it held may be used again.',
    action: 'Sign and take back',
    path: 'withdrawal',
  },
};

function Signing(props: {
  act: Act;
  recall: Recall;
  onClose: () => void;
  onSigned: (recall: Recall) => void;
}): JSX.Element {
  const [reason, setReason] = useState('');
  const words = ACTS[props.act];
  const needsReason = props.act !== 'certify';
  return (
    <SignatureDialog
      title={words.title}
      meaning={words.meaning}
      action={words.action}
      blocked={needsReason && reason.trim().length < 3 ? 'Say why or how it ended first' : undefined}
      onClose={props.onClose}
      onSign={async (password) => {
        const body = needsReason ? { password, reason: reason.trim() } : { password };
        props.onSigned(await post<Recall>(`/recalls/${props.recall.id}/${words.path}`, body));
      }}
    >
      {needsReason && (
        <TextInput
          label={props.act === 'close' ? 'How it ended' : 'Why it was an error'}
          lines
          value={reason}
          onChange={setReason}
          maxLength={500}
        />
      )}
    </SignatureDialog>
  );
}
