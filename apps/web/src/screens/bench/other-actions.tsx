import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { WorksheetRecord } from '../../api/types.js';
import { Button, ConfirmDialog, Dialog, toast } from '../../parts/index.js';
import { nothingScanned } from './stage.js';
import { stationId } from './station.js';

type Action = 'unclaim' | 'cancel' | 'waste';

interface Words {
  title: string;
  what: string;
  action: string;
  path: string;
  danger: boolean;
  reason?: string;
  done: string;
}

const WORDS: Readonly<Record<Action, Words>> = {
  unclaim: {
    title: 'Put it back?',
    what: 'Nothing was scanned yet. It stands under “To make” again, for anybody.',
    action: 'Put it back',
    path: 'unclaim',
    danger: false,
    done: 'Put back under “To make”',
  },
  cancel: {
    title: 'Cancel this worksheet?',
    what: 'All lots that were allocated to it become free again. The order can be planned anew.',
    action: 'Cancel the worksheet',
    path: 'cancellation',
    danger: true,
    reason: 'Why is it cancelled',
    done: 'Cancelled',
  },
  waste: {
    title: 'Waste everything that was made?',
    what: 'All that was taken for it is recorded as waste. The order can be planned anew.',
    action: 'Record as waste',
    path: 'waste',
    danger: true,
    reason: 'Why is it wasted',
    done: 'Recorded as waste',
  },
};

/** What else this person may do with it now; the server decides again. */
export function otherActions(record: WorksheetRecord, personId: string): Action[] {
  const mine = record.claimedBy?.id === personId;
  return [
    ...(record.allowed.includes('unclaim') && mine && nothingScanned(record) ? (['unclaim'] as const) : []),
    ...(record.allowed.includes('cancel') ? (['cancel'] as const) : []),
    ...(record.allowed.includes('waste') ? (['waste'] as const) : []),
  ];
}

export function OtherActions(props: {
  record: WorksheetRecord;
  onRecord: (record: WorksheetRecord) => void;
  onClose: () => void;
  actions: readonly Action[];
}): JSX.Element {
  const { record } = props;
  const { route } = useLocation();
  const [chosen, setChosen] = useState<Action>();
  if (!chosen)
    return (
      <Dialog title={record.number} onClose={props.onClose} foot={<Button onClick={props.onClose}>Close</Button>}>
        <div class="stack stack-small">
          {props.actions.map((action) => (
            <Button key={action} size="large" wide onClick={() => setChosen(action)}>
              {WORDS[action].action}
            </Button>
          ))}
        </div>
      </Dialog>
    );
  const words = WORDS[chosen];
  return (
    <ConfirmDialog
      title={words.title}
      action={words.action}
      danger={words.danger}
      {...(words.reason === undefined ? {} : { reason: words.reason })}
      onClose={props.onClose}
      onConfirm={async (reason) => {
        const body = words.reason === undefined ? { station: stationId() } : { reason };
        props.onRecord(await post<WorksheetRecord>(`/worksheets/${record.id}/${words.path}`, body));
        toast(words.done);
        if (chosen !== 'waste') route('/bench');
      }}
    >
      <p>{words.what}</p>
    </ConfirmDialog>
  );
}
