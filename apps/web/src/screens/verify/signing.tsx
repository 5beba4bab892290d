import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { get, post } from '../../api/client.js';
import type { ApiProblem } from '../../api/problem.js';
import type { WorksheetBoard, WorksheetRecord } from '../../api/types.js';
import { Badge, Button, DateTime, KeyHint, SignatureDialog, toast } from '../../parts/index.js';
import { usePermissions, useSession } from '../../session/session.js';
import { nextToVerify, QUEUE, tookPart, verification, verifyBlocked, type Answers } from './decision.js';
import { Reject } from './reject.js';

interface Props {
  record: WorksheetRecord;
  onRecord: (record: WorksheetRecord) => void;
  reload: () => void;
  answers: Answers;
}

/** Always in sight: verify or reject; afterwards the next one opens by itself. */
export function Signing(props: Props): JSX.Element {
  const { record, answers } = props;
  const may = usePermissions();
  const [asking, setAsking] = useState<'verify' | 'reject'>();
  const next = useNext(record);
  const waiting = record.state === 'compounded' || record.state === 'testing';
  const barred = !may('worksheet.verify')
    ? 'Only a pharmacist verifies'
    : tookPart(record)
      ? 'You took part in making this. Another pharmacist must verify it.'
      : undefined;
  const blocked = barred ?? verifyBlocked(record.findings, answers);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      if (!waiting || blocked !== undefined || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      setAsking('verify');
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [waiting, blocked]);
  if (!waiting) return <Signed record={record} />;
  const many = record.containers === 1 ? 'the preparation' : `all ${record.containers} preparations`;
  const onProblem = (problem: ApiProblem): void => {
    if (problem.code !== 'signature.refused') props.reload();
  };
  return (
    <div class="sticky-foot verify-foot">
      <span class="grow small strong" role="status">
        {blocked}
      </span>
      <Button icon="left" disabled={barred ?? false} onClick={() => setAsking('reject')}>
        Reject
      </Button>
      <Button kind="primary" size="large" icon="verify" disabled={blocked ?? false} onClick={() => setAsking('verify')}>
        Verify {record.containers === 1 ? '' : `all ${record.containers}`}
        <KeyHint keys="Ctrl+Enter" />
      </Button>
      {asking === 'verify' && (
        <SignatureDialog
          title={`Verify ${record.number}`}
          meaning={`I have checked the prescription, ingredients, lots, volumes, photos and beyond-use date of ${record.number}, and verify ${many}: ${record.title}.`}
          action="Sign and verify"
          onClose={() => setAsking(undefined)}
          onProblem={onProblem}
          onSign={async (password) => {
            const answer = await post<WorksheetRecord>(`/worksheets/${record.id}/verification`, {
              ...verification(record, answers),
              password,
            });
            await next(answer, `${record.number} is verified`);
          }}
        />
      )}
      {asking === 'reject' && (
        <Reject
          record={record}
          onClose={() => setAsking(undefined)}
          onProblem={onProblem}
          onRejected={(answer, what) => next(answer, what)}
        />
      )}
    </div>
  );
}

/** Goes on to the next in the queue, with a way back to what was just signed. */
function useNext(record: WorksheetRecord): (answer: WorksheetRecord, what: string) => Promise<void> {
  const { route } = useLocation();
  const { person } = useSession();
  return async (_answer, what) => {
    toast(what, { href: `/verify/${record.id}`, text: 'Show it' });
    const queue = await get<WorksheetBoard>(QUEUE).catch(() => undefined);
    const following = nextToVerify(queue?.items ?? [], person.id, record.id);
    route(following ? `/verify/${following.id}` : '/verify');
  };
}

/** What became of it: who signed, and whether the record is still as it was signed. */
function Signed({ record }: { record: WorksheetRecord }): JSX.Element {
  const { signature } = record;
  return (
    <div class="sticky-foot verify-foot">
      <span class="grow row">
        {signature ? (
          <>
            <Badge tone={signature.matches ? 'ok' : 'danger'} icon="pen">
              {signature.matches ? 'Signature matches the record' : 'The record was changed after it was signed'}
            </Badge>
            <span>
              {signature.name} {signature.meaning}, <DateTime at={signature.at} />
            </span>
          </>
        ) : (
          <span class="strong">{record.stateReason || 'It does not wait for verification now.'}</span>
        )}
      </span>
      <Button href="/verify" icon="left">
        Queue
      </Button>
      {['verified', 'dispensed', 'stocked'].includes(record.state) && (
        <Button kind="primary" size="large" icon="printer" href={`/dispense/${record.id}`}>
          Labels
        </Button>
      )}
    </div>
  );
}
