import type { JSX } from 'preact';
import type { Standing } from '../../api/types.js';
import { Badge } from '../../parts/index.js';
import { STANDING_LOOKS, STANDING_ORDER, standingOf } from './words.js';

/** What it means for who wants to buy the package. */
export function StandingBadge({ standing }: { standing: string | null }): JSX.Element {
  const known = standingOf(standing);
  if (!known) return <span class="quiet">not listed</span>;
  const look = STANDING_LOOKS[known];
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {look.words}
    </Badge>
  );
}

/** How many packages of each standing: never one flag for a drug. */
export function StandingCounts({ counts }: { counts: Readonly<Record<Standing, number>> }): JSX.Element {
  const some = STANDING_ORDER.filter((standing) => counts[standing] > 0);
  return (
    <ul class="standing-counts">
      {some.map((standing) => {
        const look = STANDING_LOOKS[standing];
        return (
          <li key={standing}>
            <Badge tone={look.tone} icon={look.icon}>
              {counts[standing]} {look.words.toLowerCase()}
            </Badge>
          </li>
        );
      })}
    </ul>
  );
}
