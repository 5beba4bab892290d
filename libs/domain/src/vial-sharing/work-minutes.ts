/** Minutes that a worksheet is planned to take, as the site sets them. */
export interface Pace {
  /** To set up and to clear the hood. */
  readonly perWorksheet: number;
  readonly perStep: number;
}

export const DEFAULT_PACE: Pace = { perWorksheet: 5, perStep: 2 };

/** Whole minutes, rounded up: a plan that is too tight is late all day. At least one. */
export const workMinutes = (steps: number, pace: Pace): number =>
  Math.max(1, Math.ceil(pace.perWorksheet + steps * pace.perStep));
