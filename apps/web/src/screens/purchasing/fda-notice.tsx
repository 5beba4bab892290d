import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { ReceivingException } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, DateTime, DateTimeInput, ProblemBox, TextInput, toast } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';

/** FDA and affected partners are notified within 24 hours, Form FDA 3911 (DS-07). */
export function FdaNotice(props: {
  exception: ReceivingException;
  replace: (to: ReceivingException) => void;
}): JSX.Element {
  const { exception } = props;
  const may = usePermissions();
  const [at, setAt] = useState('');
  const [reference, setReference] = useState('');
  const save = useCommand(async () => {
    const body = { notifiedAt: at, reference: reference.trim() };
    props.replace(await post<ReceivingException>(`/receiving/exceptions/${exception.id}/fda-notice`, body));
    toast('The notice is recorded.');
  });
  if (exception.fdaNotifiedAt)
    return (
      <p>
        FDA was notified: <DateTime at={exception.fdaNotifiedAt} />, {exception.fdaReference}
      </p>
    );
  return (
    <div class="stack stack-small">
      <p class="strong">
        Notify FDA and affected partners with Form FDA 3911 until{' '}
        {exception.fdaNoticeDueAt && <DateTime at={exception.fdaNoticeDueAt} distance />}.
      </p>
      {may('stock.release') && (
        <div class="columns-3">
          <DateTimeInput label="Sent at" value={at} onChange={setAt} error={save.problem?.field('notifiedAt')} />
          <TextInput
            label="Incident number"
            maxLength={60}
            value={reference}
            onChange={setReference}
            error={save.problem?.field('reference')}
          />
          <Button
            kind="primary"
            busy={save.busy}
            disabled={at === '' || reference.trim() === '' ? 'Enter when, and the incident number' : false}
            onClick={() => void save.run()}
          >
            Record the notice
          </Button>
        </div>
      )}
      <ProblemBox problem={save.problem} />
    </div>
  );
}
