import { Check, Entity, Unique } from 'typeorm';
import type { Category, RoomKind } from '#domain/category';
import type { LocalDate } from '#domain/time';
import { FlagColumn, IdColumn, LocalDateColumn, TextColumn, WholeColumn } from '../../platform/database/columns.js';

/** A room in which preparations are made. */
@Entity('room')
@Unique('room_name_unique', ['name'])
@Check('room_kind_known', `kind in ('iso7-buffer','iso8','sca','c-sec','c-sca','unclassified')`)
@Check('room_category_limit_known', `category_limit in (1,2,3)`)
@Check('room_limit_has_reason', `category_limit is null or length(category_limit_reason) > 0`)
export class Room {
  @IdColumn('room_pk') id: string;
  @TextColumn({ name: 'name' }) name: string;
  @TextColumn({ name: 'kind' }) kind: RoomKind;
  /** The last day on which its certification holds (USP <797> section 5.6). */
  @LocalDateColumn({ name: 'certified_until' }) certifiedUntil: LocalDate;
  /** CAT-09. */
  @WholeColumn({ name: 'category_limit', nullable: true }) categoryLimit: Category | null;
  @TextColumn({ name: 'category_limit_reason', nullable: true }) categoryLimitReason: string | null;
  @FlagColumn({ name: 'active', default: true }) active: boolean;
}
