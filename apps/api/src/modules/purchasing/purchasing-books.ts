import { Injectable } from '@nestjs/common';
import { dateIn, type LocalDate } from '#domain/time';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import { Sites } from '../../platform/site/site.js';

/** What purchasing and receiving write with: the clock, the calendar of the site, new ids and numbers. */
@Injectable()
export class PurchasingBooks {
  constructor(
    readonly clock: Clock,
    readonly ids: Ids,
    readonly numbers: Numbers,
    readonly sites: Sites,
  ) {}

  /** Today at the site. */
  async today(reader: Reader): Promise<LocalDate> {
    const { zone } = await this.sites.current(reader);
    return dateIn(this.clock.now(), zone);
  }
}
