import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { get, post } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import type { ActivationAnswer, LabelsAnswer, WorksheetRecord } from '../../api/types.js';
import { Button, ConfirmDialog, FindingList, KeyHint, toast } from '../../parts/index.js';
import { ScanBox } from '../../scan/scan-box.js';
import { usePermissions } from '../../session/session.js';
import { Refusal } from '../bench/refusal.js';
import { useEnter } from '../bench/use-enter.js';
import { currentLabel, isActive, overridable } from './label-state.js';
import { openPdf } from './open-pdf.js';

interface Props {
  record: WorksheetRecord;
  onRecord: (record: WorksheetRecord) => void;
}

/** Makes the labels that are missing and opens them for the printer. */
export function PrintLabels({ record, onRecord }: Props): JSX.Element {
  const missing = record.csps.filter((csp) => !currentLabel(csp));
  const print = useCommand(async () => {
    const pdf = openPdf();
    try {
      const made = await post<LabelsAnswer>(`/worksheets/${record.id}/labels`, {
        cspIds: missing.map(({ id }) => id),
      });
      pdf.show(made.pdfUrl);
    } catch (error) {
      pdf.close();
      throw error;
    }
    onRecord(await get<WorksheetRecord>(`/worksheets/${record.id}`));
  });
  useEnter(() => void print.run());
  return (
    <div class="stack">
      <Refusal problem={print.problem} word="No label was made" />
      <Button kind="primary" size="large" icon="printer" wide busy={print.busy} onClick={() => void print.run()}>
        Print {missing.length === 1 ? 'the label' : `${missing.length} labels`}
        <KeyHint keys="Enter" />
      </Button>
    </div>
  );
}

/** Each label is scanned on its container; only then is the preparation active (promise 7). */
export function ReadBack({ record, onRecord }: Props): JSX.Element {
  const [last, setLast] = useState<string>();
  const read = useCommand(async (code: string) => {
    setLast(undefined);
    const { csp } = await post<ActivationAnswer>('/csps/activation', { code });
    setLast(csp.number);
    const known = record.csps.some(({ id }) => id === csp.id);
    if (known) onRecord({ ...record, csps: record.csps.map((other) => (other.id === csp.id ? csp : other)) });
    else toast(`${csp.number} is active. It belongs to another worksheet.`);
    return csp;
  });
  const left = record.csps.filter((csp) => !isActive(csp)).length;
  return (
    <div class="stack">
      <ScanBox
        prompt={left === 1 ? 'Scan the last label on its container' : `Scan each label on its container, ${left} to go`}
        state={read.busy ? 'busy' : read.problem ? 'refused' : last ? 'ok' : 'waiting'}
        message={last && <strong>{last} is active</strong>}
        onScan={(code) => read.run(code)}
      />
      <Refusal problem={read.problem} word="Refused" />
    </div>
  );
}

/** All labels are read back: the preparations leave. What blocks hard, a pharmacist may override with a reason. */
export function Dispense({ record, onRecord }: Props): JSX.Element {
  const may = usePermissions();
  const [overriding, setOverriding] = useState(false);
  const path = `/worksheets/${record.id}/dispensing`;
  const done = (answer: WorksheetRecord): void => {
    onRecord(answer);
    toast(`${record.number} is dispensed`);
  };
  const dispense = useCommand(async () => done(await post<WorksheetRecord>(path, {})));
  const findings = dispense.problem?.findings ?? [];
  const blocked = overridable(findings);
  useEnter(() => void dispense.run(), !blocked);
  return (
    <div class="stack">
      {blocked ? <FindingList findings={findings} /> : <Refusal problem={dispense.problem} word="Not dispensed" />}
      {blocked && may('worksheet.verify') ? (
        <Button kind="primary" size="large" icon="out" wide onClick={() => setOverriding(true)}>
          Dispense with a reason
        </Button>
      ) : (
        <Button
          kind="primary"
          size="large"
          icon="out"
          wide
          busy={dispense.busy}
          disabled={may('worksheet.dispense') ? false : 'You may not dispense'}
          onClick={() => void dispense.run()}
        >
          Dispense {record.csps.length === 1 ? 'it' : `all ${record.csps.length}`}
          <KeyHint keys="Enter" />
        </Button>
      )}
      {blocked && !may('worksheet.verify') && <p class="strong">A pharmacist can dispense this with a reason.</p>}
      {overriding && (
        <ConfirmDialog
          title="Dispense although this was found?"
          action="Dispense"
          reason="Why it is right to dispense it"
          onClose={() => setOverriding(false)}
          onConfirm={async (overrideReason) => done(await post<WorksheetRecord>(path, { overrideReason }))}
        >
          <FindingList findings={findings} />
        </ConfirmDialog>
      )}
    </div>
  );
}
