import { Injectable } from '@nestjs/common';
import { allowedCategory, workingCategory, type Category, type Hazard } from '#domain/category';
import { dateIn, type Instant, type LocalDate } from '#domain/time';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { notFound } from '../../platform/http/problem.js';
import { Sites } from '../../platform/site/site.js';
import type { HoodResponse, LocationResponse, RoomResponse } from './facility.dto.js';
import { Hood } from './hood.entity.js';
import { Location } from './location.entity.js';
import { certificationFindings, placementFacts, type HoodPlace } from './placement.js';
import { Room } from './room.entity.js';

@Injectable()
export class FacilityQueries {
  constructor(
    private readonly sites: Sites,
    private readonly clock: Clock,
  ) {}

  async rooms(reader: Reader): Promise<RoomResponse[]> {
    const now = this.clock.now();
    const [site, rooms, hoods] = await Promise.all([
      this.sites.current(reader),
      reader.find(Room, { order: { name: 'ASC' } }),
      reader.find(Hood, { order: { name: 'ASC' } }),
    ]);
    const today = dateIn(now, site.zone);
    return rooms.map((room) =>
      roomResponse(
        room,
        hoods.filter((h) => h.roomId === room.id),
        today,
        now,
      ),
    );
  }

  async room(reader: Reader, id: string): Promise<RoomResponse> {
    const room = (await this.rooms(reader)).find((r) => r.id === id);
    if (!room) throw notFound('room', id);
    return room;
  }

  async hood(reader: Reader, id: string): Promise<HoodResponse> {
    const hood = (await this.rooms(reader)).flatMap((r) => r.hoods).find((h) => h.id === id);
    if (!hood) throw notFound('hood', id);
    return hood;
  }

  async locations(reader: Reader): Promise<LocationResponse[]> {
    return (await reader.find(Location, { order: { name: 'ASC' } })).map(locationResponse);
  }
}

export const locationResponse = ({ id, name, storage, kind, active }: Location): LocationResponse => ({
  id,
  name,
  storage,
  kind,
  active,
});

function roomResponse(room: Room, hoods: readonly Hood[], today: LocalDate, now: Instant): RoomResponse {
  return {
    id: room.id,
    name: room.name,
    kind: room.kind,
    certifiedUntil: room.certifiedUntil,
    certificationCurrent: room.certifiedUntil >= today,
    categoryLimit: room.categoryLimit,
    categoryLimitReason: room.categoryLimitReason,
    active: room.active,
    hoods: hoods.map((hood) => hoodResponse({ room, hood }, today, now)),
  };
}

function hoodResponse(place: HoodPlace & { hood: Hood }, today: LocalDate, now: Instant): HoodResponse {
  const { hood } = place;
  const barred = certificationFindings(place, today);
  const highest = (hazard: Hazard): Category | null =>
    barred.length > 0 ? null : workingCategory(allowedCategory(placementFacts(place, { hazard, at: now })));
  const placements = (['none', 'containment'] as const).map((hazard) =>
    allowedCategory(placementFacts(place, { hazard, at: now })),
  );
  return {
    id: hood.id,
    roomId: hood.roomId,
    name: hood.name,
    kind: hood.kind,
    certifiedUntil: hood.certifiedUntil,
    certificationCurrent: hood.certifiedUntil >= today,
    active: hood.active,
    category: highest('none'),
    categoryHazardous: highest('containment'),
    why: [...new Set([...barred.map((f) => f.message), ...placements.flatMap((p) => p.why)])],
  };
}
