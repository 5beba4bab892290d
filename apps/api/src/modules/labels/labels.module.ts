import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { StockModule } from '../stock/stock.module.js';
import { WorksheetsModule } from '../worksheets/worksheets.module.js';
import { DispensingService } from './dispensing.service.js';
import { Labels } from './label-renderer.provider.js';
import { LabelTools } from './label-tools.js';
import { LabelsController, WorksheetPapersController } from './labels.controller.js';
import { LabelsService } from './labels.service.js';

@Module({
  imports: [OrdersModule, StockModule, WorksheetsModule],
  controllers: [LabelsController, WorksheetPapersController],
  providers: [Labels, LabelTools, LabelsService, DispensingService],
  exports: [Labels],
})
export class LabelsModule {}
