import type { JSX } from 'preact';
import type { WorksheetLine } from '../../api/types.js';
import { EmptyState, HazardBadge } from '../../parts/index.js';
import { pickList } from './pick-list.js';

/** One row for each lot, in the order of the locations; the number to take stands large in front. */
export function PickTable({ lines }: { lines: readonly WorksheetLine[] }): JSX.Element {
  const picks = pickList(lines);
  if (picks.length === 0)
    return (
      <EmptyState icon="stock" title="No lots are allocated">
        Lots are allocated when the worksheet is planned. A planned worksheet waits for stock.
      </EmptyState>
    );
  return (
    <ul class="picks">
      {picks.map((pick) => (
        <li key={pick.key} class="pick">
          <span class="pick-count">
            {pick.packages}
            <small> ×</small>
          </span>
          <span>
            <strong>{pick.productName}</strong> {pick.hazardous && <HazardBadge />}
            <br />
            <span class="small quiet">
              {pick.drugName} {pick.strengthText} · {pick.ndc}
            </span>
          </span>
          <span>
            Lot <strong class="code">{pick.lotNumber}</strong>
            <br />
            <span class="small quiet nowrap">Expiry {pick.expiresOn}</span>
          </span>
          <span class="pick-place">{pick.location}</span>
        </li>
      ))}
    </ul>
  );
}
