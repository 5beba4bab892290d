import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { get, post } from '../../api/client.js';
import type { LabelsAnswer, WorksheetCsp, WorksheetRecord } from '../../api/types.js';
import { Badge, Button, ConfirmDialog, DateTime, toast } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { currentLabel, isActive } from './label-state.js';
import { openPdf } from './open-pdf.js';

/** Every preparation with the state of its label. */
export function LabelTable(props: {
  record: WorksheetRecord;
  onRecord: (record: WorksheetRecord) => void;
}): JSX.Element {
  const { record } = props;
  const may = usePermissions();
  const [again, setAgain] = useState<WorksheetCsp>();
  return (
    <>
      <ul class="csp-labels">
        {record.csps.map((csp) => (
          <li key={csp.id} data-active={isActive(csp)}>
            <strong class="csp-position">{csp.position}</strong>
            <span class="code nowrap">{csp.number}</span>
            <LabelBadge csp={csp} />
            <span class="grow small quiet">
              <LabelWords csp={csp} />
            </span>
            {currentLabel(csp) && csp.state !== 'dispensed' && csp.state !== 'stocked' && may('label.print') && (
              <Button size="small" icon="printer" onClick={() => setAgain(csp)}>
                Print again
                <span class="only-read-aloud">: {csp.number}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {again && <Reprint {...props} csp={again} onClose={() => setAgain(undefined)} />}
    </>
  );
}

function LabelBadge({ csp }: { csp: WorksheetCsp }): JSX.Element {
  if (csp.state === 'dispensed')
    return (
      <Badge tone="ok" icon="out">
        Dispensed
      </Badge>
    );
  if (csp.state === 'stocked')
    return (
      <Badge tone="ok" icon="stock">
        In stock
      </Badge>
    );
  if (isActive(csp)) return <Badge tone="ok">Read back</Badge>;
  const label = currentLabel(csp);
  if (!label)
    return (
      <Badge tone="plain" icon="printer">
        No label yet
      </Badge>
    );
  if (!label.matches) return <Badge tone="danger">Does not match the record</Badge>;
  return (
    <Badge tone="accent" icon="scan">
      Scan the label
    </Badge>
  );
}

function LabelWords({ csp }: { csp: WorksheetCsp }): JSX.Element | null {
  const label = currentLabel(csp);
  if (!label) return null;
  const voided = csp.labels.length - 1;
  return (
    <>
      {label.number}, printed by {label.printedBy} <DateTime at={label.printedAt} short />
      {voided > 0 && `, ${voided} earlier ${voided === 1 ? 'label is' : 'labels are'} void`}
    </>
  );
}

function Reprint(props: {
  record: WorksheetRecord;
  csp: WorksheetCsp;
  onRecord: (record: WorksheetRecord) => void;
  onClose: () => void;
}): JSX.Element {
  const { record, csp } = props;
  return (
    <ConfirmDialog
      title={`Print the label of ${csp.number} again?`}
      action="Print again"
      reason="Why it is printed again"
      onClose={props.onClose}
      onConfirm={async (reprintReason) => {
        const pdf = openPdf();
        try {
          const made = await post<LabelsAnswer>(`/worksheets/${record.id}/labels`, {
            cspIds: [csp.id],
            reprintReason,
          });
          const [label] = made.labels;
          pdf.show(label ? `/api/labels/${label.id}/pdf` : made.pdfUrl);
        } catch (error) {
          pdf.close();
          throw error;
        }
        props.onRecord(await get<WorksheetRecord>(`/worksheets/${record.id}`));
        toast('The earlier label is void. Take it off and scan the new one.');
      }}
    >
      <p>The label that is on the container becomes void, and the new one must be read back.</p>
    </ConfirmDialog>
  );
}
