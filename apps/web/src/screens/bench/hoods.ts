import type { Room } from '../../api/types.js';

export interface HoodChoice {
  id: string;
  name: string;
  /** Highest category that may be made there today; null where this may not be made there at all. */
  category: number | null;
  why: string[];
}

/** Every hood in use, the allowed ones first and the highest category first; the server decides again at the claim. */
export function hoodChoices(rooms: readonly Room[], hazardous: boolean): HoodChoice[] {
  const choices = rooms
    .filter((room) => room.active)
    .flatMap((room) =>
      room.hoods
        .filter((hood) => hood.active)
        .map((hood) => ({
          id: hood.id,
          name: `${room.name}, ${hood.name}`,
          category: hazardous ? hood.categoryHazardous : hood.category,
          why: whyOf(hood, hazardous),
        })),
    );
  return choices.sort((a, b) => (b.category ?? 0) - (a.category ?? 0));
}

/**
 * The reasons that are about this drug. The API lists those for drugs that are not hazardous first and those for hazardous ones after
 * them; where neither may be made there, all of them bar it.
 */
function whyOf(hood: Room['hoods'][number], hazardous: boolean): string[] {
  if ((hood.category === null && hood.categoryHazardous === null) || hood.why.length < 2) return hood.why;
  return hazardous ? hood.why.slice(1) : hood.why.slice(0, 1);
}

/** The hood to begin with: where this tablet worked last, else the only one that is allowed. */
export function firstChoice(choices: readonly HoodChoice[], last: string): string {
  const allowed = choices.filter((choice) => choice.category !== null);
  if (allowed.some((choice) => choice.id === last)) return last;
  return allowed.length === 1 ? (allowed[0]?.id ?? '') : '';
}
