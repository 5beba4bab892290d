import type { SharingHood, SharingVial } from '../../api/day-plan-types.js';

/** Of the drawing's own measure; it is as wide as its card. */
export const WIDTH = 1000;
const JOB_TOP = 26;
const JOB_HEIGHT = 44;
const VIAL_TOP = JOB_TOP + JOB_HEIGHT + 26;
const VIAL_STEP = 30;
const HOUR = 3_600_000;
const LABEL = 64;

export interface Picture {
  readonly height: number;
  readonly hours: readonly { readonly x: number; readonly at: number }[];
  readonly jobs: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly position: number;
    readonly late: boolean;
  }[];
  readonly vials: readonly {
    readonly vial: number;
    readonly y: number;
    /** From the opening to the last draw, and on to the end of its time. */
    readonly from: number;
    readonly used: number;
    readonly until: number;
    readonly draws: readonly number[];
  }[];
}

/** One hood's day: work along the clock, and under it each vial that is shared, with its draws and the end of its time. */
export function picture(hood: SharingHood, vials: readonly SharingVial[]): Picture {
  const ms = (iso: string): number => Date.parse(iso);
  const begins = Math.min(...hood.jobs.map((j) => ms(j.startsAt)));
  const ends = Math.max(...hood.jobs.map((j) => ms(j.endsAt)));
  const from = Math.floor(begins / HOUR) * HOUR;
  const to = Math.max(Math.ceil(ends / HOUR) * HOUR, from + HOUR);
  const x = (at: number): number =>
    Math.round((LABEL + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (WIDTH - LABEL - 20)) * 10) / 10;
  const shared = vials.filter((v) => v.hoodId === hood.id && v.draws.length > 1);
  const count = (to - from) / HOUR;
  const every = Math.ceil(count / 12);
  return {
    height: VIAL_TOP + shared.length * VIAL_STEP,
    hours: Array.from({ length: Math.floor(count / every) + 1 }, (_, i) => from + i * every * HOUR).map((at) => ({
      at,
      x: x(at),
    })),
    jobs: hood.jobs.map((job) => ({
      x: x(ms(job.startsAt)),
      y: JOB_TOP,
      width: Math.max(x(ms(job.endsAt)) - x(ms(job.startsAt)) - 2, 4),
      height: JOB_HEIGHT,
      position: job.position,
      late: job.late,
    })),
    vials: shared.map((vial, i) => {
      const draws = vial.draws.map((d) => x(ms(d.at)));
      const last = hood.jobs.find((j) => j.worksheetId === vial.draws.at(-1)?.worksheetId);
      return {
        vial: vial.vial,
        y: VIAL_TOP + i * VIAL_STEP,
        from: x(ms(vial.openedAt)),
        used: x(last ? ms(last.endsAt) : ms(vial.openedAt)),
        until: x(vial.until === null ? ms(vial.openedAt) : ms(vial.until)),
        draws,
      };
    }),
  };
}
