import { newKey } from '../../api/client.js';

const STATION = 'station';
const LAST_HOOD = 'station-hood';

/** Names this tablet, for as long as its browser keeps its storage; only the tablet that holds a claim may record. */
export function stationId(): string {
  const known = localStorage.getItem(STATION);
  if (known !== null && known.length >= 8 && known.length <= 64) return known;
  const fresh = newKey();
  localStorage.setItem(STATION, fresh);
  return fresh;
}

/** A tablet usually stays at its hood, so the hood is offered again. */
export const lastHood = {
  get: (): string => localStorage.getItem(LAST_HOOD) ?? '',
  set: (hoodId: string): void => localStorage.setItem(LAST_HOOD, hoodId),
};
