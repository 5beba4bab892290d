import { Module } from '@nestjs/common';
import { PurchasingModule } from '../purchasing/purchasing.module.js';
import { DrugSupplyService } from './drug-supply.service.js';
import { Projections } from './projection.js';
import { ReorderService } from './reorder.service.js';
import { SupplyController } from './supply.controller.js';
import { SupplyKeepingController } from './supply-keeping.controller.js';
import { SupplyKeeping } from './supply-keeping.service.js';
import { SupplyQueries } from './supply.queries.js';
import { ProjectSupply, SupplyRefresh, WatchSupply } from './supply-refresh.js';

@Module({
  imports: [PurchasingModule],
  controllers: [SupplyController, SupplyKeepingController],
  providers: [
    Projections,
    SupplyRefresh,
    ProjectSupply,
    WatchSupply,
    SupplyQueries,
    DrugSupplyService,
    SupplyKeeping,
    ReorderService,
  ],
  exports: [Projections, SupplyRefresh],
})
export class SupplyModule {}
