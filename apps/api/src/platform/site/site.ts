import { Injectable } from '@nestjs/common';
import type { ZoneId } from '#domain/time';
import type { SiteId } from '../brand.js';
import type { Reader } from '../database/database.js';
import { rows } from '../database/sql.js';
import { Problem } from '../http/problem.js';

/** The pharmacy: name and address as labels print them, and the zone that every printed time is in. */
export interface Site {
  readonly id: SiteId;
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly phone: string | null;
  readonly zone: ZoneId;
  readonly settings: Readonly<Record<string, unknown>>;
}

@Injectable()
export class Sites {
  /** @throws Problem `site.missing` until somebody has said where this is: no time zone is ever guessed */
  async current(reader: Reader): Promise<Site> {
    const site = await this.find(reader);
    if (!site)
      throw new Problem('site.missing', { detail: 'Nobody has entered the pharmacy yet: Administration, Site.' });
    return site;
  }

  async find(reader: Reader): Promise<Site | undefined> {
    // Nearly every command asks, so it is asked in plain SQL: an entity costs several times as much to load.
    const [site] = await rows<Site>(
      reader,
      'select id, name, address_lines as "addressLines", phone, zone_id as zone, settings from site limit 1',
    );
    return site;
  }
}
