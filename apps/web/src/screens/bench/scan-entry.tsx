import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import { ApiProblem } from '../../api/problem.js';
import type { ScanAnswer, WorksheetRecord } from '../../api/types.js';
import { ScanBox } from '../../scan/scan-box.js';
import { sound } from '../../scan/tones.js';
import type { Entry } from '../../scan/use-scanner.js';
import { SharedVial } from './shared-vial.js';
import type { StepProps } from './current-step.js';
import { LotAndExpiry } from './lot-and-expiry.js';
import { Refusal } from './refusal.js';
import { doneByScan } from './stage.js';
import { scanWords } from './step-groups.js';

interface Scanned {
  code: string;
  entry: Entry;
}

/** Waits for the ingredient's code. Where the code carries no lot, asks for lot and expiry and sends both again. */
export function ScanEntry(props: StepProps): JSX.Element {
  const { record, step, station, onRecord } = props;
  const [asked, setAsked] = useState<Scanned>();
  const path = `/worksheets/${record.id}/steps/${step.id}`;

  const scan = useCommand(async (scanned: Scanned, keyed?: { lotNumber: string; expiry: string }) => {
    const answer = await post<ScanAnswer>(`${path}/scan`, { station, ...scanned, ...keyed });
    if (answer.needs === 'lot-and-expiry') {
      setAsked(scanned);
      sound('attention');
      return undefined;
    }
    if (!answer.accepted) throw refusedBy(answer);
    sound('ok');
    setAsked(undefined);
    const after = answer.record.steps.find(({ id }) => id === step.id);
    // Nothing to measure: the scan is the whole step. If this is refused the record still shows what was scanned.
    if (after && doneByScan(after)) {
      try {
        onRecord(await post<WorksheetRecord>(`${path}/completion`, { station }));
        return answer;
      } catch (error) {
        onRecord(answer.record);
        throw error;
      }
    }
    onRecord(answer.record);
    return answer;
  });
  const refused = scan.problem && scan.problem.status !== 0;
  return (
    <div class="stack">
      <ScanBox
        prompt={`Scan ${scanWords(step, record)}`}
        state={scan.busy ? 'busy' : refused && !asked ? 'refused' : 'waiting'}
        onScan={(code, entry) => {
          setAsked(undefined);
          return scan.run({ code, entry });
        }}
      />
      {step.kind === 'open' && !asked && <SharedVial worksheetId={record.id} step={step} />}
      {!asked && <Refusal problem={scan.problem} word="Refused" />}
      {asked && (
        <LotAndExpiry busy={scan.busy} problem={scan.problem} onKeyed={(keyed) => void scan.run(asked, keyed)} />
      )}
    </div>
  );
}

/** An answer that accepts nothing and asks for nothing is a refusal with its findings. */
const refusedBy = (answer: ScanAnswer): ApiProblem =>
  new ApiProblem({
    status: 422,
    code: 'worksheet.scan-refused',
    detail: answer.findings.map(({ message }) => message).join(' '),
    findings: answer.findings,
  });
