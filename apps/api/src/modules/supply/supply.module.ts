import { Module } from '@nestjs/common';
import { Projections } from './projection.js';
import { ProjectSupply, SupplyRefresh, WatchSupply } from './supply-refresh.js';

@Module({
  providers: [Projections, SupplyRefresh, ProjectSupply, WatchSupply],
  exports: [Projections, SupplyRefresh],
})
export class SupplyModule {}
