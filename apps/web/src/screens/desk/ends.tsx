import type { JSX } from 'preact';
import { Badge } from '../../parts/index.js';
import { useToday } from '../patients/patient-facts.js';
import { daysBetween, expiryTone } from '../stock/days.js';

/** A date until which something holds, and how soon it ends where that matters. */
export function Ends({ on, past }: { on: string; past: string }): JSX.Element {
  const left = daysBetween(useToday(), on);
  const tone = expiryTone(left);
  return (
    <span class="nowrap">
      {on}{' '}
      {tone && (
        <Badge tone={tone}>{left < 0 ? past : left === 0 ? 'Last day' : `${left} day${left === 1 ? '' : 's'}`}</Badge>
      )}
    </span>
  );
}
