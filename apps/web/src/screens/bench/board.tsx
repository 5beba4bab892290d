import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { query } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import { usePages, useResource } from '../../api/use-resource.js';
import type { WorksheetBoard, WorksheetCard } from '../../api/types.js';
import {
  Button,
  EmptyState,
  Loaded,
  Page,
  Tabs,
  TextInput,
  tabPanelId,
  useNow,
  type IconName,
} from '../../parts/index.js';
import { sound } from '../../scan/tones.js';
import { useScanner } from '../../scan/use-scanner.js';
import { usePermissions, useSession } from '../../session/session.js';
import { BOARD_TABS, boardTab, countOf, mineFirst, placeOf, type BoardTab } from './board-tabs.js';
import { BoardRow } from './board-row.js';
import { findNumber } from './find-number.js';

const LABEL = 'Worksheets';
const SEARCH_AFTER_MS = 250;

/** Today's worksheets in the order to make them. */
export default function BenchPage(): JSX.Element {
  const { query: at, route } = useLocation();
  const { person } = useSession();
  const may = usePermissions();
  const tab = boardTab(at.tab);
  const [search, setSearch] = useState(at.q ?? '');
  const q = useSettled(search.trim(), SEARCH_AFTER_MS);
  const states = BOARD_TABS.find(({ key }) => key === tab)?.states.join(',');
  const counts = useResource<WorksheetBoard>(`/worksheets${query({ limit: 1 })}`, { feed: ['worksheet'] });
  const cards = usePages<WorksheetCard>(`/worksheets${query({ state: states, q, limit: 50 })}`, {
    feed: ['worksheet'],
  });
  const now = useNow();
  const go = (next: BoardTab, text: string): void => route(`/bench${query({ tab: next, q: text })}`, true);
  useEffect(() => {
    if (q !== (at.q ?? '')) go(tab, q);
  }, [q]);

  const open = useCommand(async (code: string) => {
    const found = await findNumber(code);
    if (found.kind === 'worksheet') return route(placeOf(found));
    sound('refused');
    throw new Error(found.why);
  });
  useScanner((code) => open.run(code));

  return (
    <Page
      title="Bench"
      note="In the order to make them. Scan a worksheet or a preparation to open it."
      actions={
        <>
          <div class="bench-plan">
            <Button icon="clock" href="/bench/plan">
              Day plan
            </Button>
          </div>
          {may('worksheet.plan') && (
            <Button icon="stock" href="/stock/made/new">
              Make for stock
            </Button>
          )}
          <div class="bench-search">
            <TextInput
              label="Search"
              type="search"
              value={search}
              onChange={setSearch}
              placeholder="Number, order or family name"
            />
          </div>
        </>
      }
    >
      <Tabs
        label={LABEL}
        active={tab}
        onSelect={(next) => go(next, q)}
        tabs={BOARD_TABS.map((each) => ({
          key: each.key,
          title: each.title,
          count: counts.data && countOf(each, counts.data.counts),
        }))}
      />
      <div class="stack" role="tabpanel" id={tabPanelId(LABEL)} aria-label={LABEL}>
        {open.problem && <ScanProblem text={open.problem.detail.replace(/^The page failed: /, '')} />}
        <Loaded resource={cards}>
          {(list) =>
            list.length === 0 ? (
              <NothingHere tab={tab} search={q} />
            ) : (
              <>
                <ol class="board" aria-label={BOARD_TABS.find(({ key }) => key === tab)?.title}>
                  {(tab === 'progress' ? mineFirst(list, person.id) : list).map((card, i) => (
                    <BoardRow key={card.id} card={card} first={i === 0} now={now} me={person.id} />
                  ))}
                </ol>
                {cards.more && (
                  <Button busy={cards.refreshing} onClick={cards.loadMore}>
                    Load more
                  </Button>
                )}
              </>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function ScanProblem({ text }: { text: string }): JSX.Element {
  return (
    <div class="refusal" role="alert">
      <strong class="refusal-word">Not found</strong>
      <span>{text}</span>
    </div>
  );
}

const EMPTY: Readonly<Record<BoardTab, { icon: IconName; title: string; text: string }>> = {
  make: {
    icon: 'hood',
    title: 'Nothing to make',
    text: 'Worksheets appear here as soon as they are planned from approved orders, the one needed first on top.',
  },
  progress: {
    icon: 'formula',
    title: 'Nothing is being made',
    text: 'Claim a worksheet under “To make”. What you have begun stands first here, on every tablet.',
  },
  check: {
    icon: 'verify',
    title: 'Nothing waits for a check',
    text: 'Completed worksheets stand here until a pharmacist who did not make them has verified or rejected them.',
  },
  label: {
    icon: 'printer',
    title: 'Nothing to label',
    text: 'Verified worksheets stand here until their labels are printed, read back and the preparations dispensed.',
  },
};

function NothingHere({ tab, search }: { tab: BoardTab; search: string }): JSX.Element {
  if (search !== '')
    return (
      <EmptyState icon="search" title={`Nothing here for “${search}”`}>
        Worksheet, order and preparation numbers and family names are searched, in this tab only.
      </EmptyState>
    );
  const { icon, title, text } = EMPTY[tab];
  return (
    <EmptyState icon={icon} title={title}>
      {text}
    </EmptyState>
  );
}

/** A value once it has not changed for a while. */
function useSettled(value: string, after: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
