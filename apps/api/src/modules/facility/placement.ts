import {
  allowedCategory,
  type Category,
  type Hazard,
  type PecKind,
  type PlacementFacts,
  type RoomKind,
} from '#domain/category';
import type { Finding } from '#domain/finding';
import { instant, type Instant, type LocalDate } from '#domain/time';
import type { Reader } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';

/** A hood and the room in which it stands. */
export interface HoodPlace {
  readonly hood: {
    readonly id: string;
    readonly name: string;
    readonly kind: PecKind;
    readonly certifiedUntil: LocalDate;
    readonly active: boolean;
  };
  readonly room: {
    readonly id: string;
    readonly name: string;
    readonly kind: RoomKind;
    readonly certifiedUntil: LocalDate;
    readonly active: boolean;
    readonly categoryLimit: Category | null;
    readonly categoryLimitReason: string | null;
  };
}

interface HoodPlaceRow {
  readonly id: string;
  readonly name: string;
  readonly kind: PecKind;
  readonly certified_until: LocalDate;
  readonly active: boolean;
  readonly room_id: string;
  readonly room_name: string;
  readonly room_kind: RoomKind;
  readonly room_certified_until: LocalDate;
  readonly room_active: boolean;
  readonly category_limit: Category | null;
  readonly category_limit_reason: string | null;
}

/** A downgrade has no beginning on record: it holds from before anything that is asked about. */
const ALWAYS = instant(0);

export async function hoodPlace(reader: Pick<Reader, 'query'>, hoodId: string): Promise<HoodPlace | null> {
  const [row] = await rows<HoodPlaceRow>(
    reader,
    `select h.id, h.name, h.kind, h.certified_until, h.active, r.id as room_id, r.name as room_name, r.kind as room_kind,
       r.certified_until as room_certified_until, r.active as room_active, r.category_limit, r.category_limit_reason
     from hood h join room r on r.id = h.room_id where h.id = $1`,
    [hoodId],
  );
  if (!row) return null;
  return {
    hood: { id: row.id, name: row.name, kind: row.kind, certifiedUntil: row.certified_until, active: row.active },
    room: {
      id: row.room_id,
      name: row.room_name,
      kind: row.room_kind,
      certifiedUntil: row.room_certified_until,
      active: row.room_active,
      categoryLimit: row.category_limit,
      categoryLimitReason: row.category_limit_reason,
    },
  };
}

/** What the placement rules ask (USP <797> section 4.2, CAT-09); decide with `allowedCategory` of #domain/category. */
export function placementFacts(
  place: HoodPlace,
  of: { readonly hazard: Hazard; readonly at: Instant },
): PlacementFacts {
  const { room, hood } = place;
  return {
    room: {
      kind: room.kind,
      name: room.name,
      ...(room.categoryLimit !== null && {
        downgrades: [{ maximum: room.categoryLimit, reason: room.categoryLimitReason ?? '', from: ALWAYS }],
      }),
    },
    pec: { kind: hood.kind, name: hood.name },
    hazard: of.hazard,
    at: of.at,
  };
}

/** The best place in use for something of this hazard, for previews; null: there is no hood. */
export async function bestPlacement(
  reader: Pick<Reader, 'query'>,
  of: { readonly hazard: Hazard; readonly at: Instant },
): Promise<PlacementFacts | null> {
  const hoods = await rows<{ id: string }>(reader, 'select id from hood where active order by name');
  const places = await Promise.all(hoods.map((hood) => hoodPlace(reader, hood.id)));
  const [best] = places
    .flatMap((place) => (place ? [placementFacts(place, of)] : []))
    .sort((a, b) => suitability(b) - suitability(a));
  return best ?? null;
}

/** Where nothing speaks against it comes first (no containment hood for what needs none), then the highest category. */
function suitability(place: PlacementFacts): number {
  const { maximum, findings } = allowedCategory(place);
  return (findings.length === 0 ? 10 : 0) + (maximum ?? 0);
}

/** Why nothing may be made here today (promise 5); empty: room and hood are in use and certified. */
export function certificationFindings(place: HoodPlace, today: LocalDate): Finding[] {
  const parts = [
    { what: `Room ${place.room.name}`, field: 'room', ...place.room },
    { what: `Hood ${place.hood.name}`, field: 'hood', ...place.hood },
  ];
  return parts.flatMap(({ what, field, active, certifiedUntil }): Finding[] => {
    if (!active) return [{ code: 'facility.not-in-use', severity: 'stop', message: `${what} is not in use.`, field }];
    if (certifiedUntil >= today) return [];
    const message = `The certification of ${what} ended on ${certifiedUntil}. Have it certified, or work elsewhere.`;
    const source = 'USP <797> section 5; domain-rules 4.2';
    return [
      { code: 'facility.not-certified', severity: 'stop', message, source, facts: { until: certifiedUntil }, field },
    ];
  });
}
