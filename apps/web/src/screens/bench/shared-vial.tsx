import type { JSX } from 'preact';
import type { SharingOffer } from '../../api/day-plan-types.js';
import type { WorksheetStep } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { Badge, DateTime } from '../../parts/index.js';

/**
 * What the day plan says of the package that is to be opened: an open vial to be scanned instead, or one to be left open for others.
 * Where diluent is opened first only for that package, its vial may be scanned right away, so the next package counts too.
 */
export function SharedVial({ worksheetId, step }: { worksheetId: string; step: WorksheetStep }): JSX.Element | null {
  const offers = useResource<SharingOffer[]>(`/vial-sharing/worksheets/${worksheetId}/offers`, { feed: ['worksheet'] });
  const own = offers.data?.find((o) => o.stepId === step.id);
  const open = own ?? offers.data?.find((o) => o.containerNumber !== null);
  if (!open) return null;
  if (open.containerNumber !== null)
    return (
      <p class="row" role="status">
        <Badge tone="accent" icon="info">
          Shared vial
        </Badge>
        <span>
          {open.opener} left <strong class="code">{open.containerNumber}</strong> open
          {open.inUseUntil !== null && (
            <>
              , usable until <DateTime at={open.inUseUntil} short />
            </>
          )}
          . Scan its tag instead of a package.
        </span>
      </p>
    );
  return (
    <p class="small quiet" role="status">
      By the day plan {open.worksheets.join(', ')} draw from this vial. Put its tag on, and leave it in the hood.
    </p>
  );
}
