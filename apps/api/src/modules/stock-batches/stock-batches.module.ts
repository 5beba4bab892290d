import { Module } from '@nestjs/common';
import { StockModule } from '../stock/stock.module.js';
import { WorksheetsModule } from '../worksheets/worksheets.module.js';
import { BatchTools } from './batch-tools.js';
import { BatchesService } from './batches.service.js';
import { InHouseProductsService } from './in-house-products.service.js';
import { StockBatchesController } from './stock-batches.controller.js';
import { ToStockService } from './to-stock.service.js';

@Module({
  imports: [StockModule, WorksheetsModule],
  controllers: [StockBatchesController],
  providers: [BatchTools, InHouseProductsService, BatchesService, ToStockService],
})
export class StockBatchesModule {}
