import type { JSX } from 'preact';
import { budOfRecord, BudTree, DateTime, Derivation, FindingList, Icon, type BudView } from '../../parts/index.js';
import type { WorksheetRecord } from '../../api/types.js';

/** What is looked into when in doubt: why this date, how it was calculated, what happened. The answer stands on the closed line. */
export function More({ record }: { record: WorksheetRecord }): JSX.Element {
  const view = budOfRecord(record.bud);
  return (
    <div class="verify-more">
      {view ? (
        <details class="card">
          <summary>
            <Icon name="clock" />
            <span class="grow">
              Beyond-use date <DateTime at={record.budAt} none="not assigned" />
              <Governs view={view} />
            </span>
          </summary>
          <BudTree view={view} />
        </details>
      ) : (
        <FindingList
          findings={[{ code: 'bud', severity: 'info', message: 'The answer of the beyond-use date is not on record.' }]}
        />
      )}
      <details class="card">
        <summary>
          <Icon name="calculator" />
          <span class="grow">
            Calculation<span class="quiet"> · {record.derivation.length} steps</span>
          </span>
        </summary>
        <Derivation steps={record.derivation} />
      </details>
      <details class="card">
        <summary>
          <Icon name="order" />
          <span class="grow">
            History<span class="quiet"> · {record.events.length} entries</span>
          </span>
        </summary>
        <ol class="history">
          {record.events.map((event) => (
            <li key={`${event.at} ${event.kind} ${event.text}`}>
              <DateTime at={event.at} /> <strong>{event.who}</strong> {event.text || event.kind}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}

function Governs({ view }: { view: BudView }): JSX.Element | null {
  const bound = view.bounds.find(({ governs }) => governs);
  if (!bound) return null;
  return (
    <span class="quiet">
      {' '}
      · {bound.label} ({bound.source})
    </span>
  );
}
