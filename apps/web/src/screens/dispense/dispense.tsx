import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useResource } from '../../api/use-resource.js';
import type { WorksheetRecord } from '../../api/types.js';
import {
  Badge,
  Button,
  Card,
  DateTime,
  EmptyState,
  HazardBadge,
  Loaded,
  Page,
  PrintButton,
  StateBadge,
  storageWords,
} from '../../parts/index.js';
import { currentLabel, isActive, labelStage } from './label-state.js';
import { LabelTable } from './label-table.js';
import { Dispense, PrintLabels, ReadBack } from './next-action.js';
import { PutIntoStock } from './put-into-stock.js';

/** After verification: labels printed, each read back on its container, then dispensed. */
export default function DispensePage(): JSX.Element {
  const { worksheetId = '' } = useRoute().params;
  const record = useResource<WorksheetRecord>(`/worksheets/${worksheetId}`, { feed: ['worksheet'] });
  const shown = record.data;
  const printed = shown?.csps.some((csp) => currentLabel(csp)) ?? false;
  return (
    <div class="bench-page">
      <Page
        title={shown?.title ?? 'Labels'}
        back={{ href: '/bench?tab=label', text: 'Label and dispense' }}
        note={shown && <Facts record={shown} />}
        actions={
          shown && (
            <>
              {printed && <PrintButton path={`/worksheets/${shown.id}/labels.pdf`}>Open the labels</PrintButton>}
              <PrintButton path={`/worksheets/${shown.id}/record.pdf`}>Record</PrintButton>
            </>
          )
        }
      >
        <Loaded resource={record}>{(data) => <Labels record={data} onRecord={record.replace} />}</Loaded>
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
      <span>{record.patient}</span>
      <span class="nowrap">{record.number}</span>
      {record.budAt && (
        <span>
          BUD <DateTime at={record.budAt} distance />
        </span>
      )}
      <span>{storageWords(record.storage)}</span>
    </span>
  );
}

function Labels(props: { record: WorksheetRecord; onRecord: (record: WorksheetRecord) => void }): JSX.Element {
  const { record } = props;
  const stage = labelStage(record);
  const total = record.csps.length;
  if (stage === 'not-verified')
    return (
      <EmptyState icon="verify" title="Not verified yet">
        A label is printed only for a preparation that a pharmacist has verified.{' '}
        <a href={`/bench/${record.id}`}>Show the worksheet</a>
      </EmptyState>
    );
  return (
    <div class="stack">
      <section class="card label-next" aria-label="Next">
        <ol class="label-counts">
          <Count done={record.csps.filter((csp) => currentLabel(csp)).length} total={total} words="printed" />
          <Count done={record.csps.filter(isActive).length} total={total} words="read back" />
          <Count
            done={record.csps.filter(({ state }) => state === 'dispensed' || state === 'stocked').length}
            total={total}
            words={record.stock ? 'in stock' : 'dispensed'}
          />
        </ol>
        {stage === 'print' && <PrintLabels {...props} />}
        {stage === 'read-back' && <ReadBack {...props} />}
        {stage === 'dispense' && <Dispense {...props} />}
        {stage === 'stock' && <PutIntoStock {...props} />}
        {(stage === 'dispensed' || stage === 'stocked') && (
          <Button kind="primary" size="large" icon="left" href="/bench?tab=label">
            Next to label
          </Button>
        )}
      </section>
      <Card title="Preparations" flush>
        <LabelTable {...props} />
      </Card>
    </div>
  );
}

function Count(props: { done: number; total: number; words: string }): JSX.Element {
  return (
    <li data-done={props.done === props.total}>
      <strong>
        {props.done} <small>of {props.total}</small>
      </strong>
      <span>{props.words}</span>
    </li>
  );
}
