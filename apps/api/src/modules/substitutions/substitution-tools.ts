import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Feed } from '../../platform/feed/feed.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import { Sites } from '../../platform/site/site.js';

/** What substitutions need of the platform. */
@Injectable()
export class SubstitutionTools {
  constructor(
    readonly ids: Ids,
    readonly numbers: Numbers,
    readonly clock: Clock,
    readonly sites: Sites,
    readonly feed: Feed,
  ) {}
}
