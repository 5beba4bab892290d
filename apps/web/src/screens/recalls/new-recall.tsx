import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { post, query } from '../../api/client.js';
import type { BlastRadius, Recall, RecallDrill } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Button,
  Card,
  EmptyState,
  Page,
  ProblemBox,
  RadioCards,
  Skeleton,
  TextInput,
  toast,
} from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { Radius } from './radius.js';
import { EMPTY_SCOPE, KIND_WORDS, scopeBody, scopeQuery, type ScopeDraft } from './scope.js';
import { ScopePicker } from './scope-picker.js';

const KINDS = ['class-1', 'class-2', 'class-3', 'market-withdrawal', 'own'] as const;
const KIND_NOTES: Readonly<Record<(typeof KINDS)[number], string>> = {
  'class-1': 'Serious harm or death is likely enough',
  'class-2': 'Temporary harm, or serious harm unlikely',
  'class-3': 'Harm is not likely',
  'market-withdrawal': 'No rule was broken',
  own: 'Found here',
};

/** What would be held, live, before anything is; then one press holds all of it. */
export default function NewRecall(): JSX.Element {
  const { query: at, go } = useAddress();
  const [draft, setDraft] = useState<ScopeDraft>(EMPTY_SCOPE);
  const [kind, setKind] = useState<string>(at.class && at.class in KIND_NOTES ? at.class : 'class-2');
  const [reason, setReason] = useState(at.reason ?? '');
  const [source, setSource] = useState(at.source ?? '');
  const named = useLotsOfAddress(at.lots ?? '');
  useEffect(() => {
    if (named.length > 0) setDraft((before) => ({ ...before, kind: 'lots', lots: named }));
  }, [named]);
  const body = useMemo(() => scopeBody(draft), [draft]);
  const radius = useResource<BlastRadius>(body && `/recalls/blast-radius${scopeQuery(body, { limit: 50 })}`, {
    feed: ['stock', 'worksheet', 'recall'],
  });
  const matchIds = (at.matches ?? '').split(',').filter(Boolean);
  const shown = body ? radius.data : undefined;
  const open = useCommand(async () => {
    const expected = shown && { lots: shown.counts.lots, csps: shown.counts.csps };
    const recall = await post<Recall>('/recalls', {
      kind,
      reason,
      ...(source.trim() !== '' && { sourceReference: source.trim() }),
      scope: body,
      expected,
      ...(matchIds.length > 0 && { matchIds }),
    });
    go(`/recalls/${recall.id}`);
  });
  const drill = useCommand(async () => {
    await post<RecallDrill>('/recalls/drills', { scope: body });
    toast('Drill stored. Nothing was held.');
    go('/recalls?tab=drills');
  });
  const missing =
    body === null
      ? 'Say first what it starts from'
      : reason.trim().length < 3
        ? 'Say why first'
        : !shown
          ? 'Wait for the answer'
          : false;
  return (
    <Page
      title={at.drill ? 'Recall drill' : 'New recall'}
      back={{ href: '/recalls', text: 'Recalls' }}
      width="wide"
      note={
        at.drill
          ? 'The real question on the real data, with a stopwatch. Nothing is held and nobody is told.'
          : 'Nothing is held until you open it.'
      }
    >
      <div class="stack">
        <Card title="What it starts from">
          <ScopePicker draft={draft} onChange={setDraft} />
        </Card>
        {body === null && (
          <EmptyState icon="scan" title="Scan a package or choose what it starts from">
            What was made of it, where that is now and who has it appears here before anything is held.
          </EmptyState>
        )}
        <ProblemBox problem={radius.error} retry={radius.reload} />
        {body !== null && radius.loading && !radius.data && <Skeleton />}
        {shown && <Radius answer={shown} />}
        {!at.drill && (
          <Card title="Why">
            <div class="stack">
              <RadioCards
                label="Class"
                cardWidth="11rem"
                options={KINDS.map((value) => ({ value, label: KIND_WORDS[value] ?? value, note: KIND_NOTES[value] }))}
                value={kind}
                onChange={setKind}
              />
              <TextInput
                label="Reason"
                lines
                value={reason}
                onChange={setReason}
                maxLength={500}
                error={open.problem?.field('reason')}
              />
              <TextInput
                label="Source"
                optional
                hint="Recall number, letter or call"
                value={source}
                onChange={setSource}
                maxLength={200}
              />
            </div>
          </Card>
        )}
        <ProblemBox problem={open.problem ?? drill.problem} />
        <div class="sticky-foot">
          <div class="row row-end">
            {body !== null && shown && shown.counts.csps > 0 && (
              <Button icon="down" onClick={() => window.open(`/api/recalls/blast-radius/csv${scopeQuery(body)}`)}>
                Save as CSV
              </Button>
            )}
            {at.drill ? (
              <Button
                kind="primary"
                icon="clock"
                busy={drill.busy}
                disabled={body === null ? 'Say first what it starts from' : false}
                onClick={() => drill.run()}
              >
                Start the drill
              </Button>
            ) : (
              <Button kind="danger" icon="stop" busy={open.busy} disabled={missing} onClick={() => open.run()}>
                Open recall and hold
              </Button>
            )}
          </div>
        </div>
      </div>
    </Page>
  );
}

/** Lots that another page named in the address, by their ids; their names are looked up. */
function useLotsOfAddress(ids: string): { id: string; name: string }[] {
  const first = ids.split(',').filter(Boolean);
  const known = useResource<BlastRadius>(
    ids === '' ? null : `/recalls/blast-radius${query({ kind: 'lots', lotIds: ids, limit: 1 })}`,
  );
  return useMemo(
    () =>
      first.map((id) => {
        const lot = known.data?.chain.find((l) => l.lotId === id);
        return { id, name: lot ? `${lot.lotNumber}, ${lot.productName}` : 'Lot of the notice' };
      }),
    [ids, known.data],
  );
}
