import { Injectable } from '@nestjs/common';
import type { PecKind, RoomKind } from '#domain/category';
import type { Actor } from '../../platform/auth/actor.js';
import { Audit } from '../../platform/audit/audit.js';
import type { Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { dateField } from '../../platform/http/dates.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import type {
  HoodRequest,
  HoodResponse,
  LocationRequest,
  LocationResponse,
  RoomRequest,
  RoomResponse,
} from './facility.dto.js';
import { FacilityQueries, locationResponse } from './facility.queries.js';
import { Hood } from './hood.entity.js';
import { Location } from './location.entity.js';
import { Room } from './room.entity.js';

@Injectable()
export class FacilityService {
  constructor(
    private readonly commands: Commands,
    private readonly queries: FacilityQueries,
    private readonly audit: Audit,
    private readonly feed: Feed,
    private readonly ids: Ids,
  ) {}

  /** Adds a room, or changes the one with `id`. */
  saveRoom(command: Command, input: RoomRequest, id?: string): Promise<RoomResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = id === undefined ? null : await tx.findOneBy(Room, { id });
      if (id !== undefined && !before) throw notFound('room', id);
      const room: Room = {
        id: id ?? this.ids.next(),
        name: input.name.trim(),
        kind: input.kind as RoomKind,
        certifiedUntil: dateField('certifiedUntil', input.certifiedUntil),
        categoryLimit: input.categoryLimit ?? null,
        categoryLimitReason: input.categoryLimit === undefined ? null : (input.categoryLimitReason?.trim() ?? ''),
        active: input.active,
      };
      await (before ? tx.update(Room, { id: room.id }, room) : tx.insert(Room, room));
      await this.tell(tx, actor, 'room', before, room);
      return this.queries.room(tx, room.id);
    });
  }

  saveHood(command: Command, input: HoodRequest, id?: string): Promise<HoodResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = id === undefined ? null : await tx.findOneBy(Hood, { id });
      if (id !== undefined && !before) throw notFound('hood', id);
      const hood: Hood = {
        id: id ?? this.ids.next(),
        roomId: input.roomId,
        name: input.name.trim(),
        kind: input.kind as PecKind,
        certifiedUntil: dateField('certifiedUntil', input.certifiedUntil),
        active: input.active,
      };
      await (before ? tx.update(Hood, { id: hood.id }, hood) : tx.insert(Hood, hood));
      await this.tell(tx, actor, 'hood', before, hood);
      return this.queries.hood(tx, hood.id);
    });
  }

  saveLocation(command: Command, input: LocationRequest, id?: string): Promise<LocationResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = id === undefined ? null : await tx.findOneBy(Location, { id });
      if (id !== undefined && !before) throw notFound('location', id);
      if (before) await this.refuseWhenStocked(tx, before, input);
      const { storage, kind, active } = input;
      const location: Location = { id: id ?? this.ids.next(), name: input.name.trim(), storage, kind, active };
      await (before ? tx.update(Location, { id: location.id }, location) : tx.insert(Location, location));
      await this.tell(tx, actor, 'location', before, location);
      return locationResponse(location);
    });
  }

  /** What lies on a shelf was put there for its temperature: the shelf does not become a freezer around it. */
  private async refuseWhenStocked(tx: Tx, before: Location, input: LocationRequest): Promise<void> {
    if (before.storage === input.storage && before.kind === input.kind && (input.active || !before.active)) return;
    const [stocked] = await tx.query<unknown[]>(
      `select 1 from stock_account a join stock_balance b on b.account_id = a.id and b.on_hand > 0
       where a.kind = 'location' and a.subject_id = $1 limit 1`,
      [before.id],
    );
    if (stocked)
      throw new Problem('facility.in-use', {
        detail: `There is stock at ${before.name}. Move it before you change storage or kind, or close the location.`,
      });
  }

  private async tell(tx: Tx, actor: Actor, kind: string, before: object | null, after: { id: string }): Promise<void> {
    const action = `${kind}.${before ? 'changed' : 'added'}`;
    await this.audit.record(tx, actor, action, { kind, id: after.id }, { before, after });
    this.feed.changed(tx, 'facility', after.id);
  }
}
