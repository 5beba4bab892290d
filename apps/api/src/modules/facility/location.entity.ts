import { Check, Entity, Unique } from 'typeorm';
import { FlagColumn, IdColumn, TextColumn } from '../../platform/database/columns.js';

/** A place where stock is kept. */
@Entity('location')
@Unique('location_name_unique', ['name'])
@Check('location_storage_known', `storage in ('CRT','REF','FRZ')`)
@Check('location_kind_known', `kind in ('shelf','hazardous','quarantine')`)
export class Location {
  @IdColumn('location_pk') id: string;
  @TextColumn({ name: 'name' }) name: string;
  @TextColumn({ name: 'storage' }) storage: 'CRT' | 'REF' | 'FRZ';
  @TextColumn({ name: 'kind' }) kind: 'shelf' | 'hazardous' | 'quarantine';
  @FlagColumn({ name: 'active', default: true }) active: boolean;
}
