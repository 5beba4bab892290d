import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { usePages } from '../../api/use-resource.js';
import type { WorksheetCard } from '../../api/types.js';
import {
  Badge,
  DateTime,
  EmptyState,
  HazardBadge,
  KeyHint,
  Loaded,
  Page,
  ProblemBox,
  Table,
  useNow,
  type Column,
} from '../../parts/index.js';
import { showDistance, span } from '../../format.js';
import { useScanner } from '../../scan/use-scanner.js';
import { useSession } from '../../session/session.js';
import { urgencyOf } from '../bench/board-tabs.js';
import { findNumber } from '../bench/find-number.js';
import { inOrder, QUEUE } from './decision.js';

/** What waits for a pharmacist, most urgent first. */
export default function VerifyQueuePage(): JSX.Element {
  const { route } = useLocation();
  const { person } = useSession();
  const queue = usePages<WorksheetCard>(QUEUE, { feed: ['worksheet'] });
  const now = useNow();
  const list = useRef<HTMLDivElement>(null);
  const loaded = queue.data !== undefined;
  // The first row has the focus, so that Enter begins and j and k move.
  useEffect(() => {
    if (!loaded) return;
    const frame = requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('tbody tr')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [loaded]);
  const find = useCommand(async (code: string) => {
    const found = await findNumber(code);
    if (found.kind === 'worksheet') route(`/verify/${found.id}`);
  });
  useScanner((code) => find.run(code));
  return (
    <Page
      title="Verify"
      note={
        <span class="row">
          Most urgent first. Scan a worksheet or a preparation to open it. <KeyHint keys="J" /> <KeyHint keys="K" />{' '}
          move, <KeyHint keys="Enter" /> opens.
        </span>
      }
    >
      <div class="stack">
        <ProblemBox problem={find.problem} />
        <Loaded resource={queue}>
          {(cards) => (
            <div ref={list} onKeyDown={move}>
              <Table
                label="Waiting for verification"
                columns={columns(now, person.id)}
                rows={inOrder(cards)}
                keyOf={(card) => card.id}
                onOpen={(card) => route(`/verify/${card.id}`)}
                more={queue.more}
                onMore={queue.loadMore}
                busy={queue.refreshing}
                empty={
                  <EmptyState icon="verify" title="Nothing waits for you">
                    Completed worksheets appear here the moment a technician hands them over.
                  </EmptyState>
                }
              />
            </div>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

/** j and k as in a mail reader, while a row has the focus. */
function move(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLTableRowElement) || event.ctrlKey || event.altKey || event.metaKey) return;
  const row =
    event.key === 'j'
      ? event.target.nextElementSibling
      : event.key === 'k'
        ? event.target.previousElementSibling
        : null;
  if (row instanceof HTMLElement) row.focus();
}

const columns = (now: number, me: string): Column<WorksheetCard>[] => [
  {
    key: 'needed',
    title: 'Needed',
    width: '11rem',
    cell: (card) => {
      if (card.neededAt === null) return <span class="quiet">no time set</span>;
      const urgency = urgencyOf(card.neededAt, now);
      return (
        <>
          <strong>
            <DateTime at={card.neededAt} short />
          </strong>
          <br />
          {urgency === 'later' ? (
            <span class="small quiet">{showDistance(card.neededAt, now)}</span>
          ) : (
            <Badge tone={urgency === 'overdue' ? 'danger' : 'warn'} icon="clock">
              {urgency === 'overdue'
                ? `Overdue by ${span((now - Date.parse(card.neededAt)) / 60_000)}`
                : showDistance(card.neededAt, now)}
            </Badge>
          )}
        </>
      );
    },
  },
  {
    key: 'what',
    title: 'Preparation',
    width: '34%',
    cell: (card) => (
      <>
        <strong class="lead">{card.title}</strong>
        <br />
        <span class="row board-facts">
          <a href={`/verify/${card.id}`} tabIndex={-1}>
            {card.number}
          </a>
          {card.hazardous && <HazardBadge />}
          {card.stale && <Badge tone="danger">Prescription changed or stopped</Badge>}
          {card.reworks > 0 && <Badge tone="warn">Reworked</Badge>}
          {card.state === 'testing' && <Badge tone="warn">Testing</Badge>}
        </span>
      </>
    ),
  },
  { key: 'count', title: 'Made', number: true, cell: (card) => <strong class="lead">{card.containers}</strong> },
  { key: 'patient', title: 'Patient', cell: (card) => card.patient, width: '11rem' },
  {
    key: 'maker',
    title: 'Made by',
    cell: (card) =>
      card.claimedBy?.id === me ? (
        <Badge tone="info" icon="person">
          You made this
        </Badge>
      ) : (
        (card.claimedBy?.name ?? '')
      ),
  },
  {
    key: 'waiting',
    title: 'Completed',
    cell: (card) => <DateTime at={card.completedAt} short distance />,
  },
];
