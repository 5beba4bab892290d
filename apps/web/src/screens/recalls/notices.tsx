import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query } from '../../api/client.js';
import type { NoticeMatch, RecallNoticePage, NoticesImported, RecallNotice } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { usePages, useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  Dialog,
  EmptyState,
  ProblemBox,
  Skeleton,
  StateBadge,
  Table,
  TextInput,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { count, KIND_WORDS } from './scope.js';

/** Notices that mean, or may mean, lots of ours; each match waits for a person. */
export function Notices(): JSX.Element {
  const may = usePermissions();
  const notices = usePages<RecallNotice>('/recalls/notices', { feed: ['recall', 'stock'] });
  const total = useResource<RecallNoticePage>('/recalls/notices?limit=1', { feed: ['recall'] });
  const [importing, setImporting] = useState(false);
  const again = useCommand(async () => {
    const { waiting } = await post<NoticesImported>('/recalls/notices/matching', {});
    toast(waiting === 0 ? 'Nothing new' : `${count(waiting, 'lot')} to decide on`);
    notices.reload();
  });
  return (
    <div class="stack">
      {may('recall.open') && (
        <div class="row row-between">
          <span class="quiet">{count(total.data?.onFile ?? 0, 'notice')} on file</span>
          <span class="row">
            <Button busy={again.busy} onClick={() => again.run()}>
              Compare again
            </Button>
            <Button icon="plus" onClick={() => setImporting(true)}>
              Import notices
            </Button>
          </span>
        </div>
      )}
      <ProblemBox problem={notices.error ?? again.problem} retry={notices.reload} />
      {notices.loading && <Skeleton />}
      {notices.data?.length === 0 && (
        <EmptyState icon="ok" title="No notice means a lot of ours">
          Import FDA enforcement reports: every lot that was ever received is compared, also those that are used up.
        </EmptyState>
      )}
      {notices.data?.map((notice) => (
        <Notice key={notice.id} notice={notice} onChanged={notices.reload} />
      ))}
      {notices.more && (
        <Button busy={notices.refreshing} onClick={notices.loadMore}>
          Show more
        </Button>
      )}
      {importing && (
        <ImportDialog
          onClose={() => {
            setImporting(false);
            notices.reload();
          }}
        />
      )}
    </div>
  );
}

function Notice({ notice, onChanged }: { notice: RecallNotice; onChanged: () => void }): JSX.Element {
  const may = usePermissions();
  const [refusing, setRefusing] = useState<NoticeMatch>();
  const waiting = notice.matches.filter((match) => match.state === 'waiting');
  const openPath = (matches: readonly NoticeMatch[]): string =>
    `/recalls/new${query({
      lots: matches.map((m) => m.lotId).join(','),
      matches: matches.map((m) => m.id).join(','),
      class: notice.classification,
      reason: notice.reason.slice(0, 500),
      source: notice.key,
    })}`;
  const columns: readonly Column<NoticeMatch>[] = [
    {
      key: 'lot',
      title: 'Our lot',
      cell: (match) => (
        <>
          <a class="code" href={`/trace/lots/${match.lotId}`}>
            {match.lotNumber}
          </a>
          <span class="small quiet block">
            {match.productName}, <span class="nowrap">NDC {match.ndc}</span>
          </span>
        </>
      ),
    },
    { key: 'state', title: 'Lot', cell: (match) => <StateBadge state={match.lotState} /> },
    {
      key: 'verdict',
      title: 'Match',
      width: '40%',
      cell: (match) => (
        <>
          {match.verdict === 'affected' ? (
            <Badge tone="danger">Affected</Badge>
          ) : (
            <Badge tone="warn">Doubtful: look</Badge>
          )}
          <span class="small block">{match.why}</span>
        </>
      ),
    },
    {
      key: 'decision',
      title: 'Decision',
      cell: (match) =>
        match.state === 'waiting' ? (
          may('recall.open') && (
            <Button size="small" onClick={() => setRefusing(match)}>
              Not ours
            </Button>
          )
        ) : match.state === 'opened' ? (
          <a href={`/recalls/${match.recallId ?? ''}`}>Recall opened</a>
        ) : (
          <span class="small">
            Not ours: {match.reason} ({match.decidedBy})
          </span>
        ),
    },
  ];
  return (
    <Card
      title={`${notice.key}, ${notice.firm}`}
      actions={
        waiting.length > 0 &&
        may('recall.open') && (
          <Button icon="stop" href={openPath(waiting)}>
            Open recall
          </Button>
        )
      }
    >
      <div class="stack stack-small">
        <p class="row">
          <Badge tone={notice.classification === 'class-1' ? 'danger' : 'warn'}>
            {KIND_WORDS[notice.classification] ?? ''}
          </Badge>
          {waiting.length > 0 ? (
            <Badge tone="accent">{count(waiting.length, 'lot')} to decide on</Badge>
          ) : (
            <Badge tone="ok">Decided</Badge>
          )}
          {notice.initiatedOn !== null && <span class="quiet">{notice.initiatedOn}</span>}
        </p>
        <p>{notice.reason}</p>
        <p class="small quiet">{notice.productText.slice(0, 300)}</p>
        <Table label={`Lots for ${notice.key}`} columns={columns} rows={notice.matches} keyOf={(match) => match.id} />
      </div>
      {refusing && (
        <ConfirmDialog
          title={`Lot ${refusing.lotNumber} is not meant`}
          action="Not ours"
          reason="Because"
          onClose={() => setRefusing(undefined)}
          onConfirm={async (reason) => {
            await post(`/recalls/notices/matches/${refusing.id}/not-ours`, { reason });
            onChanged();
          }}
        />
      )}
    </Card>
  );
}

function ImportDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const [source, setSource] = useState('FDA enforcement reports');
  const [file, setFile] = useState<File>();
  const send = useCommand(async () => {
    const text = file ? await file.text() : '';
    return post<NoticesImported>('/recalls/notices', {
      format: file?.name.toLowerCase().endsWith('.csv') ? 'csv' : 'json',
      source,
      text,
    });
  });
  const [answer, setAnswer] = useState<NoticesImported>();
  return (
    <Dialog
      title="Import notices"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{answer ? 'Done' : 'Cancel'}</Button>
          {!answer && (
            <Button
              kind="primary"
              busy={send.busy}
              disabled={file ? false : 'Choose a file first'}
              onClick={() => void send.run().then((a) => a && setAnswer(a))}
            >
              Import
            </Button>
          )}
        </>
      }
    >
      {answer ? (
        <div class="stack stack-small">
          <p>
            {count(answer.added, 'new notice')}, {answer.changed} changed, {answer.unchanged} known already.{' '}
            {count(answer.waiting, 'lot')} to decide on.
          </p>
          {answer.refused.map((row) => (
            <p key={row.row}>
              <Badge tone="warn">Record {row.row}</Badge> {row.reason}
            </p>
          ))}
        </div>
      ) : (
        <div class="stack">
          <p class="quiet">
            openFDA drug enforcement JSON, or a CSV with recall_number, firm, product and classification.
          </p>
          <input
            type="file"
            accept=".json,.csv,application/json,text/csv"
            aria-label="File"
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? undefined)}
          />
          <TextInput label="Where it comes from" value={source} onChange={setSource} maxLength={200} />
          <ProblemBox problem={send.problem} />
        </div>
      )}
    </Dialog>
  );
}
