import type { JSX } from 'preact';
import type { WorksheetRecord } from '../../api/types.js';
import { Badge, Card, DateTime, KeyValue } from '../../parts/index.js';

/** Where and in which category, by whom and when, and what governs the date. */
export function People({ record }: { record: WorksheetRecord }): JSX.Element {
  const { place } = record;
  const helpers = [...new Set(record.steps.flatMap((step) => (step.doneBy ? [step.doneBy.name] : [])))].filter(
    (name) => name !== record.madeBy?.name,
  );
  return (
    <Card title="Place, people, times">
      <KeyValue
        rows={[
          ['Place', place && `${place.room}, ${place.hood}`],
          [
            'Category',
            place && (
              <Badge tone="accent" icon="hood">
                Category {place.category}
              </Badge>
            ),
          ],
          ['Made by', record.madeBy?.name],
          ['Also', helpers.join(', ')],
          ['Begun', record.startedAt && <DateTime at={record.startedAt} />],
          ['Completed', record.completedAt && <DateTime at={record.completedAt} distance />],
          [
            'Verified',
            record.verifiedAt && (
              <>
                {record.verifiedBy?.name}, <DateTime at={record.verifiedAt} />
              </>
            ),
          ],
        ]}
      />
    </Card>
  );
}
