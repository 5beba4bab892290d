import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { post, postPhoto, query } from '../../api/client.js';
import type { FeedFreshness, ShortageImport } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Badge, Button, DateTime, ProblemBox, StepProgress, toast } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { ageWords } from './words.js';

const MEDIA_TYPE = 'application/vnd.openfda.shortages';

/** Which day the picture is of, how old that is, and what is being read right now. */
export function Freshness({ feed }: { feed: FeedFreshness }): JSX.Element {
  const { current, running } = feed;
  const age = ageWords(feed);
  return (
    <div class="row feed-line" aria-live="polite">
      {current ? (
        <span>
          Feed of <strong class="nowrap">{current.lastUpdated ?? 'an unknown day'}</strong>, imported{' '}
          <DateTime at={current.finishedAt} short distance />
        </span>
      ) : (
        <span>No feed has been imported yet.</span>
      )}
      {age && (
        <Badge tone="warn" icon="clock">
          {age}
        </Badge>
      )}
      {running && (
        <span class="row">
          {running.rowsTotal === null ? 'Fetching the feed' : 'Reading the feed'}
          {running.rowsTotal !== null && <StepProgress done={running.rowsDone} total={running.rowsTotal} />}
        </span>
      )}
    </div>
  );
}

/** Buttons that bring a feed in. The file is refused at once where it is none; its rows are then read in the background. */
export function ImportButtons({ feed, onBegun }: { feed: FeedFreshness; onBegun: () => void }): JSX.Element | null {
  const may = usePermissions();
  const field = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const begin = useCommand(async (ask: () => Promise<ShortageImport>) => {
    const begun = await ask();
    toast(begun.already ? 'This file was imported before. Nothing new.' : 'The import has begun.');
    onBegun();
  });
  const send = (file: File, force = false): void => {
    const name = query({ name: file.name.slice(0, 200), force: force || undefined });
    setFile(file);
    void begin.run(() =>
      postPhoto<ShortageImport>(`/shortages/imports${name}`, new Blob([file], { type: MEDIA_TYPE })),
    );
  };
  const chosen = (): void => {
    const picked = field.current?.files?.[0];
    if (picked) send(picked);
    // The same file may be chosen again.
    if (field.current) field.current.value = '';
  };
  if (!may('shortage.import')) return null;
  return (
    <div class="stack stack-small">
      <div class="row">
        <Button kind="primary" icon="plus" busy={begin.busy} onClick={() => field.current?.click()}>
          Import a file
        </Button>
        <input
          ref={field}
          type="file"
          class="only-read-aloud"
          tabIndex={-1}
          aria-label="Shortage feed file"
          accept=".json,.zip,application/json,application/zip"
          onChange={chosen}
        />
        {feed.hasAddress && (
          <Button
            busy={begin.busy}
            onClick={() => void begin.run(() => post<ShortageImport>('/shortages/imports/fetch', {}))}
          >
            Fetch now
          </Button>
        )}
        {feed.hasSample && !feed.current && (
          <Button
            busy={begin.busy}
            onClick={() => void begin.run(() => post<ShortageImport>('/shortages/imports/sample'))}
          >
            Import the sample feed that comes with the product
          </Button>
        )}
      </div>
      <ProblemBox problem={begin.problem} />
      {file && begin.problem?.code === 'shortage.older' && (
        <div class="row row-end">
          <Button size="small" busy={begin.busy} onClick={() => send(file, true)}>
            Import {file.name} all the same
          </Button>
        </div>
      )}
    </div>
  );
}
