import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { useResource, type Resource } from '../../api/use-resource.js';
import type { WorksheetRecord } from '../../api/types.js';
import {
  Badge,
  Button,
  DateTime,
  FindingList,
  HazardBadge,
  Loaded,
  Page,
  PrintButton,
  StateBadge,
} from '../../parts/index.js';
import { useSession } from '../../session/session.js';
import { Complete } from './complete.js';
import { Gather } from './gather.js';
import { Made } from './made.js';
import { Make } from './make.js';
import { OtherActions, otherActions } from './other-actions.js';
import { Looking, TakeOver } from './looking.js';
import { stageOf } from './stage.js';
import { stationId } from './station.js';

/** One worksheet at the bench: gather, claim, one large step at a time, complete. */
export default function BenchWorksheetPage(): JSX.Element {
  const { worksheetId = '' } = useRoute().params;
  const record = useResource<WorksheetRecord>(`/worksheets/${worksheetId}`, { feed: ['worksheet'] });
  const shown = record.data;
  return (
    <div class="bench-page">
      <Page
        title={shown?.title ?? 'Worksheet'}
        back={{ href: '/bench', text: 'Bench' }}
        width="wide"
        note={shown && <Facts record={shown} />}
        actions={shown && <Actions record={record} shown={shown} />}
      >
        <Loaded resource={record}>{(data) => <StageOf record={data} onRecord={record.replace} />}</Loaded>
      </Page>
    </div>
  );
}

function Facts({ record }: { record: WorksheetRecord }): JSX.Element {
  return (
    <span class="row">
      <StateBadge state={record.state} />
      {record.hazardous && <HazardBadge />}
      {record.stale && <Badge tone="danger">Prescription changed or stopped</Badge>}
      <strong>
        {record.containers} {record.completedAt === null ? 'to make' : 'made'}
      </strong>
      <span>{record.patient}</span>
      <span class="nowrap">{record.number}</span>
      {record.neededAt && (
        <span>
          needed <DateTime at={record.neededAt} short distance />
        </span>
      )}
    </span>
  );
}

function Actions(props: { record: Resource<WorksheetRecord>; shown: WorksheetRecord }): JSX.Element {
  const [open, setOpen] = useState(false);
  const { person } = useSession();
  const { shown } = props;
  const others = otherActions(shown, person.id);
  const vials = shown.steps.some((step) => step.openContainerNumber !== null);
  return (
    <>
      {vials && shown.state === 'compounding' && (
        <PrintButton path={`/worksheets/${shown.id}/vial-tags.pdf`}>Vial tags</PrintButton>
      )}
      <PrintButton path={`/worksheets/${shown.id}/record.pdf`}>Record</PrintButton>
      {others.length > 0 && <Button onClick={() => setOpen(true)}>More</Button>}
      {open && (
        <OtherActions record={shown} actions={others} onRecord={props.record.replace} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

function StageOf(props: { record: WorksheetRecord; onRecord: (record: WorksheetRecord) => void }): JSX.Element {
  const { record } = props;
  const { person } = useSession();
  const [station] = useState(stationId);
  const given = { ...props, station };
  const stage = stageOf(record, person.id, station);
  return (
    <div class="stack">
      {record.reworks > 0 && record.state === 'compounding' && record.stateReason !== '' && (
        <FindingList
          findings={[
            { code: 'rework', severity: 'soft', message: `Sent back by the pharmacist: ${record.stateReason}` },
          ]}
        />
      )}
      {stage === 'gather' && <Gather {...given} />}
      {stage === 'make' && <Make {...given} />}
      {stage === 'complete' && <Complete {...given} />}
      {stage === 'elsewhere' && <TakeOver {...given} />}
      {stage === 'made' && <Made record={record} />}
      {(stage === 'other-person' || stage === 'not-ready' || stage === 'ended') && (
        <Looking record={record} stage={stage} />
      )}
    </div>
  );
}
