import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import { Feed } from '../../platform/feed/feed.js';
import { Ids } from '../../platform/ids.js';
import { Sites } from '../../platform/site/site.js';

/** What the day plan needs of the platform. */
@Injectable()
export class SharingTools {
  constructor(
    readonly ids: Ids,
    readonly clock: Clock,
    readonly sites: Sites,
    readonly audit: Audit,
    readonly feed: Feed,
  ) {}
}
