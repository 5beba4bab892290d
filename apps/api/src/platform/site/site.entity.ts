import { Check, Entity, Unique } from 'typeorm';
import type { ZoneId } from '#domain/time';
import type { SiteId } from '../brand.js';
import { FlagColumn, IdColumn, JsonColumn, TextColumn, TextsColumn } from '../database/columns.js';

/** The pharmacy itself: one row. */
@Entity('site')
@Unique('site_only_one', ['only'])
@Check('site_name_given', 'is_only and length(btrim(name)) between 1 and 200')
export class SiteRow {
  @IdColumn('site_pkey') id: SiteId;
  @TextColumn({ name: 'name' }) name: string;
  @TextsColumn({ name: 'address_lines', default: '{}' }) addressLines: string[];
  @TextColumn({ name: 'phone', nullable: true }) phone: string | null;
  /** Every printed time is in this zone. */
  @TextColumn({ name: 'zone_id' }) zoneId: ZoneId;
  @JsonColumn({ name: 'settings', default: {} }) settings: Record<string, unknown>;
  @FlagColumn({ name: 'is_only', default: true }) only: true;
}
