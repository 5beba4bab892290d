import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Ids } from '../../platform/ids.js';
import { Sites } from '../../platform/site/site.js';
import { Allocations } from './allocations.js';
import { StockLedger } from './stock-ledger.js';

/** What receiving, counting and discarding all write with. */
@Injectable()
export class StockBooks {
  constructor(
    readonly ledger: StockLedger,
    readonly allocations: Allocations,
    readonly sites: Sites,
    readonly clock: Clock,
    readonly ids: Ids,
  ) {}
}
