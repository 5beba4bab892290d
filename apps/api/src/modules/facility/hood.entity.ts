import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { PecKind } from '#domain/category';
import type { LocalDate } from '#domain/time';
import { FlagColumn, IdColumn, LocalDateColumn, RefColumn, TextColumn } from '../../platform/database/columns.js';
import { Room } from './room.entity.js';

/** A primary engineering control. */
@Entity('hood')
@Unique('hood_name_unique', ['name'])
@Check(
  'hood_kind_known',
  `kind in ('lafw','ivlfz','bsc','rabs-cai','rabs-caci','isolator','c-pec-bsc-a2','c-pec-bsc-b','c-pec-caci','c-pec-class3')`,
)
@Index('hood_room', ['roomId'])
export class Hood {
  @IdColumn('hood_pk') id: string;
  @ForeignKey(() => Room, { name: 'hood_room_fk' })
  @RefColumn({ name: 'room_id' })
  roomId: string;
  @TextColumn({ name: 'name' }) name: string;
  @TextColumn({ name: 'kind' }) kind: PecKind;
  @LocalDateColumn({ name: 'certified_until' }) certifiedUntil: LocalDate;
  @FlagColumn({ name: 'active', default: true }) active: boolean;
}
