import { Injectable } from '@nestjs/common';
import type { ZoneId } from '#domain/time';
import type { SiteId } from '../brand.js';
import type { Reader } from '../database/database.js';
import { Problem } from '../http/problem.js';
import { SiteRow } from './site.entity.js';

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
    const [row] = await reader.find(SiteRow, { take: 1 });
    if (!row) return undefined;
    const { id, name, addressLines, phone, zoneId, settings } = row;
    return { id, name, addressLines, phone, zone: zoneId, settings };
  }
}
