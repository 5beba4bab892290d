import type { JSX } from 'preact';
import type { WorksheetRecord } from '../../api/types.js';
import { Badge, DateTime } from '../../parts/index.js';

/** Where and in which category, by whom and when. */
export function People({ record }: { record: WorksheetRecord }): JSX.Element {
  const { place } = record;
  const helpers = [...new Set(record.steps.flatMap((step) => (step.doneBy ? [step.doneBy.name] : [])))].filter(
    (name) => name !== record.madeBy?.name,
  );
  return (
    <section class="card verify-strip" aria-label="Place, people and times">
      {place && (
        <>
          <strong>
            {place.room}, {place.hood}
          </strong>
          <Badge tone="accent" icon="hood" title={place.explanation.join('; ')}>
            Category {place.category}
          </Badge>
        </>
      )}
      {record.madeBy && (
        <span>
          Made by <strong>{record.madeBy.name}</strong>
          {helpers.length > 0 && ` with ${helpers.join(', ')}`}
        </span>
      )}
      {record.startedAt && (
        <span>
          begun <DateTime at={record.startedAt} />
        </span>
      )}
      {record.completedAt && (
        <span>
          completed <DateTime at={record.completedAt} short distance />
        </span>
      )}
      {record.verifiedAt && (
        <span>
          verified by <strong>{record.verifiedBy?.name}</strong>, <DateTime at={record.verifiedAt} />
        </span>
      )}
    </section>
  );
}
