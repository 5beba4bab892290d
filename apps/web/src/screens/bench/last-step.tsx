import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { WorksheetRecord } from '../../api/types.js';
import { showDecimal } from '../../format.js';
import { Button, ConfirmDialog, Icon, toast } from '../../parts/index.js';
import { useSession } from '../../session/session.js';
import type { BenchProps } from './make.js';
import { undoable } from './stage.js';
import { stepWords } from './step-groups.js';

/** What was recorded last, in green, and the way to take it back. */
export function LastStep({ record, station, onRecord }: BenchProps): JSX.Element | null {
  const { person } = useSession();
  const [asking, setAsking] = useState(false);
  const last = record.steps.filter(({ state }) => state === 'done').at(-1);
  if (!last) return null;
  const undo = undoable(record, person.id);
  return (
    <div class="last-step">
      <Icon name="ok" size={24} />
      <span class="grow">
        <span class="quiet">Step {last.position} recorded: </span>
        <strong>{stepWords(last, record)}</strong>
        {last.volumeMl !== null && (
          <>
            , <strong>{showDecimal(last.volumeMl)} mL</strong>
          </>
        )}
        {last.lotNumber !== null && (
          <span class="quiet">
            {' '}
            · lot {last.lotNumber}
            {last.expiresOn && `, expiry ${last.expiresOn}`}
            {last.openContainerNumber && ` · ${last.openContainerNumber}`}
          </span>
        )}
      </span>
      {undo && (
        <Button size="small" onClick={() => setAsking(true)}>
          Undo
        </Button>
      )}
      {asking && undo && (
        <ConfirmDialog
          title={`Undo step ${undo.position}?`}
          action="Undo this step"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            onRecord(await post<WorksheetRecord>(`/worksheets/${record.id}/steps/${undo.id}/reopening`, { station }));
            toast(`Step ${undo.position} is open again`);
          }}
        >
          <p>{undo.instruction}</p>
          <p class="quiet">
            Undo it only if it was recorded wrong and can still be done right. The history keeps what was recorded.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}
