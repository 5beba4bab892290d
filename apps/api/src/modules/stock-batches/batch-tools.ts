import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import { Feed } from '../../platform/feed/feed.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import { Sites } from '../../platform/site/site.js';

/** What making stock needs of the platform. */
@Injectable()
export class BatchTools {
  constructor(
    readonly ids: Ids,
    readonly numbers: Numbers,
    readonly clock: Clock,
    readonly sites: Sites,
    readonly audit: Audit,
    readonly feed: Feed,
  ) {}
}
