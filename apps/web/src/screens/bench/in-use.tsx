import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useResource } from '../../api/use-resource.js';
import type { OpenContainer, WorksheetRecord } from '../../api/types.js';
import { showQuantity, span } from '../../format.js';
import { Badge, DateTime, useNow } from '../../parts/index.js';
import { clockOf } from './clock.js';

const isLeft = (container: OpenContainer): boolean => !/^0*\.?0*$/.test(container.remaining);

/** Opened containers of this worksheet and how long each may still be used. */
export function InUseClocks({ record }: { record: WorksheetRecord }): JSX.Element | null {
  const open = useResource<OpenContainer[]>('/open-containers?state=open', { feed: ['stock'] });
  const now = useNow();
  // What was just recorded here opened or emptied something: not a moment later than the step that shows it.
  useEffect(() => open.reload(), [record.revision]);
  const ours = (open.data ?? []).filter(
    (container) => container.worksheetNumber === record.number && isLeft(container),
  );
  if (ours.length === 0) return null;
  return (
    <section class="clocks" aria-label="Opened containers">
      <h2 class="only-read-aloud">Opened containers</h2>
      <ul>
        {ours.map((container) => {
          const clock = clockOf(container.inUseUntil, now);
          return (
            <li key={container.id} class="clock">
              <span class="grow">
                <strong>{container.productName}</strong>
                <br />
                <span class="small quiet">
                  {container.number} · lot {container.lotNumber} ·{' '}
                  {showQuantity({ value: container.remaining, unit: container.unit })} left
                </span>
              </span>
              {clock.state === 'none' ? (
                <Badge tone="plain">No time limit on record</Badge>
              ) : clock.state === 'over' ? (
                <Badge tone="danger">Discard: over by {span(-clock.minutes)}</Badge>
              ) : (
                <span class="clock-left">
                  <Badge tone={clock.state === 'short' ? 'warn' : 'ok'} icon="clock">
                    {span(clock.minutes)} left
                  </Badge>
                  <span class="small quiet">
                    until <DateTime at={container.inUseUntil} short />
                  </span>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
