import { Module } from '@nestjs/common';
import { LabelsModule } from '../labels/labels.module.js';
import { StockModule } from '../stock/stock.module.js';
import { ClosingService } from './closing.service.js';
import { DrillsService } from './drills.service.js';
import { NoticesController } from './notices.controller.js';
import { NoticesService } from './notices.service.js';
import { OpeningService } from './opening.service.js';
import { Promises } from './promises.js';
import { RecallPapers } from './recall-papers.js';
import { RecallTools } from './recall-tools.js';
import { RecallsController } from './recalls.controller.js';

@Module({
  imports: [LabelsModule, StockModule],
  // Fixed paths (notices, drills) before the path with an id.
  controllers: [NoticesController, RecallsController],
  providers: [RecallTools, RecallPapers, Promises, OpeningService, ClosingService, NoticesService, DrillsService],
})
export class RecallsModule {}
