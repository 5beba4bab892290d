/** What an in-use clock says: whole minutes left (below zero when over) and whether that is little. */
export interface Clock {
  state: 'none' | 'good' | 'short' | 'over';
  minutes: number;
}

/** Less than this is marked: time to finish the container before it must be discarded. */
const SHORT_MINUTES = 60;

export function clockOf(until: string | null, now: number): Clock {
  if (until === null) return { state: 'none', minutes: 0 };
  const minutes = Math.floor((Date.parse(until) - now) / 60_000);
  return { state: minutes < 0 ? 'over' : minutes < SHORT_MINUTES ? 'short' : 'good', minutes };
}
