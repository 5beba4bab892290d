import type { JSX } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { useResource } from '../../api/use-resource.js';
import type { WorksheetRecord } from '../../api/types.js';
import { Badge, DateTime, FindingList, HazardBadge, Loaded, Page, PrintButton, StateBadge } from '../../parts/index.js';
import { useCommand } from '../../api/use-command.js';
import { useScanner } from '../../scan/use-scanner.js';
import { findNumber } from '../bench/find-number.js';
import { Compared, Patient } from './compared.js';
import { NO_ANSWERS, tookPart, type Answers } from './decision.js';
import { Findings } from './findings.js';
import { Ingredients } from './ingredients.js';
import { More } from './more.js';
import { People } from './people.js';
import { Photos } from './photos.js';
import { Signing } from './signing.js';
import { Volumes } from './volumes.js';

/** The whole record of one preparation on one screen: look, sign, next. */
export default function VerifyRecordPage(): JSX.Element {
  const { worksheetId = '' } = useRoute().params;
  const { route } = useLocation();
  const record = useResource<WorksheetRecord>(`/worksheets/${worksheetId}`, { feed: ['worksheet'] });
  const find = useCommand(async (code: string) => {
    const found = await findNumber(code);
    if (found.kind === 'worksheet') route(`/verify/${found.id}`);
  });
  useScanner((code) => find.run(code));
  const shown = record.data;
  return (
    <div class="verify-page">
      <Page
        key={worksheetId}
        title={shown?.title ?? 'Verify'}
        back={{ href: '/verify', text: 'Verify' }}
        width="wide"
        note={
          shown && (
            <>
              <Facts record={shown} />
              <Patient record={shown} />
            </>
          )
        }
        actions={shown && <PrintButton path={`/worksheets/${shown.id}/record.pdf`}>Record</PrintButton>}
      >
        <Loaded resource={record}>
          {(data) => <Whole key={data.id} record={data} onRecord={record.replace} reload={record.reload} />}
        </Loaded>
      </Page>
    </div>
  );
}

function Facts({ record }: { record: WorksheetRecord }): JSX.Element {
  return (
    <span class="row">
      <StateBadge state={record.state} />
      {record.hazardous && <HazardBadge />}
      {record.reworks > 0 && (
        <Badge tone="warn">Reworked {record.reworks === 1 ? 'once' : `${record.reworks} times`}</Badge>
      )}
      <span class="nowrap">{record.number}</span>
      {record.neededAt && (
        <span>
          needed <DateTime at={record.neededAt} short distance />
        </span>
      )}
    </span>
  );
}

function Whole(props: {
  record: WorksheetRecord;
  onRecord: (record: WorksheetRecord) => void;
  reload: () => void;
}): JSX.Element {
  const { record } = props;
  const [answers, setAnswers] = useState<Answers>(NO_ANSWERS);
  const waiting = record.state === 'compounded' || record.state === 'testing';
  // What was acknowledged belongs to what was shown: a changed record is read again.
  useEffect(() => setAnswers(NO_ANSWERS), [record.revision]);
  return (
    <>
      <div class="verify-findings">
        {waiting && tookPart(record) && (
          <FindingList
            findings={[
              {
                code: 'maker',
                severity: 'info',
                message:
                  'You took part in making this, so you cannot verify or reject it. Another pharmacist does; it stays in the queue.',
              },
            ]}
          />
        )}
        <Findings
          findings={record.findings}
          asks={waiting && !tookPart(record)}
          answers={answers}
          onAnswers={setAnswers}
        />
      </div>
      <div class="verify-grid">
        <div class="stack stack-small">
          <Compared record={record} />
        </div>
        <div class="stack stack-small">
          <Ingredients record={record} />
          <Volumes record={record} />
        </div>
        <div class="stack stack-small">
          <Photos photos={record.photos} />
          <People record={record} />
        </div>
      </div>
      <More record={record} />
      <Signing {...props} answers={answers} />
    </>
  );
}
