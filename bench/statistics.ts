/** The value that `share` (0 to 1) of the values do not exceed: nearest rank, so always one that was measured. */
export function percentile(values: readonly number[], share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`not a share: ${share}`);
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('no values');
  return found;
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError('no values');
  return (low + high) / 2;
}

/** One round of a load: how long each operation took, how long all of them, and what they cost. */
export interface Round {
  readonly latenciesMs: readonly number[];
  readonly wallMs: number;
  readonly apiCpuMs: number;
  readonly databaseCpuMs: number;
}

/** A load in figures; CPU is milliseconds of one core for one operation. */
export interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
  readonly apiCpu: number;
  readonly databaseCpu: number;
}

export function figuresOf(round: Round): Figures {
  const count = round.latenciesMs.length;
  return {
    p50: percentile(round.latenciesMs, 0.5),
    p99: percentile(round.latenciesMs, 0.99),
    perSecond: (count * 1000) / round.wallMs,
    apiCpu: round.apiCpuMs / count,
    databaseCpu: round.databaseCpuMs / count,
  };
}

/** Figure by figure the median of the rounds, so that one disturbed round does not decide. */
export function medianFigures(rounds: readonly Round[]): Figures {
  const all = rounds.map(figuresOf);
  const middle = (figure: (f: Figures) => number): number => median(all.map(figure));
  return {
    p50: middle((f) => f.p50),
    p99: middle((f) => f.p99),
    perSecond: middle((f) => f.perSecond),
    apiCpu: middle((f) => f.apiCpu),
    databaseCpu: middle((f) => f.databaseCpu),
  };
}
