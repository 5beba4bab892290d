import { Module } from '@nestjs/common';
import { StockModule } from '../stock.module.js';
import { AdjustmentsService } from './adjustments.service.js';
import { AsOfQueries } from './as-of.queries.js';
import { ContainersService } from './containers.service.js';
import { ControlledController } from './controlled.controller.js';
import { ControlledQueries } from './controlled.queries.js';
import { ControlledService } from './controlled.service.js';
import { CountDecisionsService } from './count-decisions.service.js';
import { CountsController } from './counts.controller.js';
import { CountsQueries } from './counts.queries.js';
import { CountsService } from './counts.service.js';
import { ExcursionsController } from './excursions.controller.js';
import { ExcursionsQueries } from './excursions.queries.js';
import { ExcursionsService } from './excursions.service.js';
import { MergesService } from './merges.service.js';
import { PlacesQueries } from './places.queries.js';
import { ShelfController } from './shelf.controller.js';
import { ShelfReads } from './shelf-reads.js';
import { ShelfService } from './shelf.service.js';
import { ShelfTools } from './shelf-tools.js';
import { Witnesses } from './witnesses.js';

/** Keeping stock: shelves, counts, excursions, merged lots, controlled substances, and the past. */
@Module({
  imports: [StockModule],
  controllers: [ShelfController, CountsController, ExcursionsController, ControlledController],
  providers: [
    Witnesses,
    ShelfTools,
    ShelfService,
    ShelfReads,
    AdjustmentsService,
    ContainersService,
    MergesService,
    PlacesQueries,
    AsOfQueries,
    CountsService,
    CountDecisionsService,
    CountsQueries,
    ExcursionsService,
    ExcursionsQueries,
    ControlledService,
    ControlledQueries,
  ],
  exports: [AsOfQueries],
})
export class StockKeepingModule {}
