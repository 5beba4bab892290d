import type { JSX } from 'preact';
import type { SupplyRow } from '../../api/supply-types.js';
import { Badge, type Tone } from '../../parts/index.js';
import { sparkPath } from './chart-scale.js';

type Dates = Pick<SupplyRow, 'stockoutOn' | 'stockoutEarly' | 'stockoutLate' | 'horizonDays'>;

/** The expected day, and between which days it may be. */
export function RunsOut({ stockoutOn, stockoutEarly, stockoutLate, horizonDays }: Dates): JSX.Element {
  if (horizonDays === null) return <span class="quiet">not worked out yet</span>;
  if (stockoutOn === null)
    return stockoutEarly === null ? (
      <span class="quiet">not within {horizonDays} days</span>
    ) : (
      <span>
        <span class="block">not expected</span>
        <span class="small quiet">{stockoutEarly} at the earliest</span>
      </span>
    );
  return (
    <span>
      <b class="block nowrap">{stockoutOn}</b>
      <span class="small quiet nowrap">
        {stockoutEarly === stockoutLate
          ? 'for certain'
          : `${stockoutEarly?.slice(5) ?? ''} to ${stockoutLate?.slice(5) ?? 'later'}`}
      </span>
    </span>
  );
}

const STANDINGS: Readonly<Record<string, readonly [Tone, string]>> = {
  unavailable: ['danger', 'Unavailable'],
  ending: ['warn', 'Ending'],
  limited: ['warn', 'Limited'],
  unknown: ['info', 'Listed'],
  available: ['ok', 'Listed, available'],
};

/** What the list says of a package; `ours: false`: of packages that are not bought here, which is no alarm. */
export function ShortageWord({ standing, ours = true }: { standing: string; ours?: boolean }): JSX.Element {
  const [tone, word] = STANDINGS[standing] ?? ['info', standing];
  return ours ? <Badge tone={tone}>{word}</Badge> : <Badge tone="info">Others: {word.toLowerCase()}</Badge>;
}

export const Spark = ({ spark }: { spark: readonly number[] }): JSX.Element | null =>
  spark.length === 0 ? null : (
    <svg class="spark" viewBox="0 0 96 24" width="96" height="24" aria-hidden="true">
      <path d={sparkPath(spark)} />
    </svg>
  );

export const daysText = (days: number | null, horizon: number | null): string =>
  days !== null ? String(days) : horizon === null ? '' : `${horizon}+`;

export const dollars = (text: string): string => {
  const [whole = '0', cents = ''] = text.split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${`${cents}00`.slice(0, 2)}`;
};
