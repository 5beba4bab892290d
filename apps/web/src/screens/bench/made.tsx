import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { query } from '../../api/client.js';
import { useResource } from '../../api/use-resource.js';
import type { WorksheetBoard, WorksheetRecord } from '../../api/types.js';
import { BudTree, budOfRecord, Button, Card, DateTime, FindingList, KeyHint, PrintButton } from '../../parts/index.js';
import { MAKER } from '../verify/decision.js';
import { useAutoFocusOnChange } from './use-focus.js';
import { useEnter } from './use-enter.js';

const SAYS: Readonly<Record<string, string>> = {
  compounded: 'Made. A pharmacist checks it now.',
  testing: 'Made. It waits for its tests.',
  verified: 'Verified. Print the labels and read them back.',
  dispensed: 'Dispensed.',
  stocked: 'In stock.',
};

/** After the work: the beyond-use date with its reasons, and where to go next. */
export function Made({ record }: { record: WorksheetRecord }): JSX.Element {
  const { route } = useLocation();
  const head = useAutoFocusOnChange<HTMLHeadingElement>(record.id);
  const next = useResource<WorksheetBoard>(`/worksheets${query({ state: 'allocated', limit: 1 })}`, {
    feed: ['worksheet'],
  });
  const view = budOfRecord(record.bud);
  const [following] = next.data?.items ?? [];
  const labels = ['verified', 'dispensed', 'stocked'].includes(record.state);
  const primary = labels ? `/dispense/${record.id}` : following ? `/bench/${following.id}` : '/bench';
  useEnter(() => route(primary));
  return (
    <div class="stack">
      <section class="card made" aria-label="Result">
        <div class="stack stack-small">
          <h2 class="glance" ref={head} tabIndex={-1} autofocus>
            {SAYS[record.state] ?? record.state}
          </h2>
          {record.budAt && (
            <p class="lead">
              Beyond-use date{' '}
              <strong>
                <DateTime at={record.budAt} distance />
              </strong>
            </p>
          )}
        </div>
        <div class="stack stack-small">
          {labels ? (
            <Button kind="primary" size="large" icon="printer" href={primary}>
              {record.state === 'verified' ? 'Labels' : 'Show the labels'}
              <KeyHint keys="Enter" />
            </Button>
          ) : (
            <Button kind="primary" size="large" icon="right" href={primary}>
              {following ? 'Next worksheet' : 'Back to the bench'}
              <KeyHint keys="Enter" />
            </Button>
          )}
          {!labels && following && <span class="small quiet">{following.title}</span>}
          <PrintButton path={`/worksheets/${record.id}/record.pdf`}>Print the record</PrintButton>
        </div>
      </section>
      <FindingList findings={record.findings.filter(({ code }) => code !== MAKER)} />
      {view && (
        <Card title="Why this beyond-use date">
          <BudTree view={view} />
        </Card>
      )}
    </div>
  );
}
