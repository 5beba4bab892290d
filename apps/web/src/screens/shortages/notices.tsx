import type { JSX } from 'preact';
import { post } from '../../api/client.js';
import type { ShortageNotice } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { usePages } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  CheckBox,
  DateTime,
  EmptyState,
  ProblemBox,
  Skeleton,
  Table,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { NOTICE_LOOKS, STANDING_LOOKS, standingOf } from './words.js';

const SHOWN = 4;
/** Kinds that leave open how the package stands now. */
const TELLS_STANDING: ReadonlySet<string> = new Set(['new', 'worse', 'better']);
const wordsOf = (text: string): string => STANDING_LOOKS[standingOf(text) ?? 'unknown'].words.toLowerCase();

function Kind({ notice }: { notice: ShortageNotice }): JSX.Element {
  const look = NOTICE_LOOKS[notice.kind];
  return (
    <Badge tone={look?.tone ?? 'info'} icon={look?.icon ?? 'info'}>
      {look?.words ?? notice.kind}
    </Badge>
  );
}

function NamedPackages({ notice }: { notice: ShortageNotice }): JSX.Element {
  const rest = notice.packages.length - SHOWN;
  return (
    <ul class="plain-list small">
      {notice.packages.slice(0, SHOWN).map((one) => (
        <li key={`${one.packageNdc} ${one.standing}`}>
          {one.ours && <strong>Ours: </strong>}
          {one.companyName}, <span class="nowrap">NDC {one.packageNdc}</span>
          {TELLS_STANDING.has(notice.kind) && `: ${wordsOf(one.standing)}`}
        </li>
      ))}
      {rest > 0 && <li class="quiet">and {rest} more</li>}
    </ul>
  );
}

/** What changed for our drugs; open until somebody has seen it. */
export function Notices(): JSX.Element {
  const { query, set } = useAddress();
  const may = usePermissions();
  const all = query['all'] === 'true';
  const list = usePages<ShortageNotice>(`/shortages/notices${all ? '?all=true' : ''}`, { feed: ['shortage'] });
  const see = useCommand(async (path: string) => {
    await post(`/shortages/notices/${path}`);
    list.reload();
  });
  const newest = list.data?.find((notice) => notice.acknowledgedAt === null);
  const columns: Column<ShortageNotice>[] = [
    { key: 'at', title: 'When', cell: (notice) => <DateTime at={notice.at} short /> },
    {
      key: 'drug',
      title: 'Drug',
      cell: (notice) => (
        <a class="strong" href={`/shortages/drugs/${notice.drugId}`}>
          {notice.drugName}
        </a>
      ),
    },
    { key: 'kind', title: 'What', cell: (notice) => <Kind notice={notice} /> },
    { key: 'packages', title: 'Packages', width: '40%', cell: (notice) => <NamedPackages notice={notice} /> },
    {
      key: 'seen',
      title: 'Seen',
      cell: (notice) =>
        notice.acknowledgedBy !== null ? (
          <span class="small">
            {notice.acknowledgedBy}, <DateTime at={notice.acknowledgedAt} short />
          </span>
        ) : may('supply.manage') ? (
          <Button size="small" busy={see.busy} onClick={() => void see.run(`${notice.id}/acknowledgment`)}>
            Seen
          </Button>
        ) : (
          <span class="quiet">not yet</span>
        ),
    },
  ];
  return (
    <div class="stack">
      <div class="row row-between">
        <CheckBox label="Also those seen" checked={all} onChange={(on) => set({ all: on ? 'true' : undefined })} />
        {newest && may('supply.manage') && (
          <Button
            busy={see.busy}
            onClick={() =>
              void see.run(`${newest.id}/acknowledgment-of-all`).then(() => toast('All notices are seen.'))
            }
          >
            All seen
          </Button>
        )}
      </div>
      <ProblemBox problem={see.problem ?? list.error} />
      {list.loading && <Skeleton />}
      {list.data && (
        <Table
          label="Notices of the shortage feed"
          columns={columns}
          rows={list.data}
          keyOf={(notice) => notice.id}
          more={list.more}
          onMore={list.loadMore}
          busy={list.refreshing}
          empty={
            <EmptyState icon="ok" title="No notices">
              When a newer feed says something else of a drug of ours, it is told here.
            </EmptyState>
          }
        />
      )}
    </div>
  );
}
