import type { JSX } from 'preact';
import type { SharingHood, SharingVial } from '../../api/day-plan-types.js';
import { showMoment } from '../../format.js';
import { useSite } from '../../session/session.js';
import { picture, WIDTH } from './picture.js';

/** A hood's day along the clock. All that it shows stands in words beside it, too. */
export function Timeline({ hood, vials }: { hood: SharingHood; vials: readonly SharingVial[] }): JSX.Element {
  const { zone } = useSite();
  const drawn = picture(hood, vials);
  const clock = (at: number): string => showMoment(at, zone).slice(11, 16);
  return (
    <svg
      class="day-plan-picture"
      viewBox={`0 0 ${WIDTH} ${drawn.height}`}
      role="img"
      aria-label={`${hood.name}: ${hood.jobs.length} worksheets from ${clock(Date.parse(hood.jobs[0]?.startsAt ?? ''))}, ${drawn.vials.length} shared vials`}
    >
      {drawn.hours.map(({ x, at }) => (
        <g key={at}>
          <line class="day-plan-hour" x1={x} x2={x} y1={18} y2={drawn.height} />
          <text class="day-plan-clock" x={x} y={13} text-anchor="middle">
            {clock(at)}
          </text>
        </g>
      ))}
      {drawn.jobs.map((job) => (
        <g key={job.position} class={job.late ? 'day-plan-job day-plan-late' : 'day-plan-job'}>
          <rect x={job.x} y={job.y} width={job.width} height={job.height} rx={4} />
          {job.width >= 14 && (
            <text x={job.x + job.width / 2} y={job.y + 28} text-anchor="middle">
              {job.position}
            </text>
          )}
        </g>
      ))}
      {drawn.vials.map((vial) => (
        <g key={vial.vial} class="day-plan-vial">
          <text x={4} y={vial.y + 5}>
            Vial {vial.vial}
          </text>
          <line class="day-plan-time" x1={vial.used} x2={vial.until} y1={vial.y} y2={vial.y} />
          <line x1={vial.from} x2={vial.used} y1={vial.y} y2={vial.y} />
          {vial.draws.map((x, i) => (
            <circle key={i} cx={x} cy={vial.y} r={6} class={i === 0 ? 'day-plan-opens' : ''} />
          ))}
        </g>
      ))}
    </svg>
  );
}
