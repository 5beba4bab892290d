import { Module } from '@nestjs/common';
import { FormularyModule } from '../formulary/formulary.module.js';
import { Allocations } from './allocations.js';
import { LookupService } from './lookup.service.js';
import { MovementsQueries } from './movements.queries.js';
import { StockBooks } from './stock-books.js';
import { StockController } from './stock.controller.js';
import { StockLedger } from './stock-ledger.js';
import { StockQueries } from './stock.queries.js';
import { StockService } from './stock.service.js';

@Module({
  imports: [FormularyModule],
  controllers: [StockController],
  providers: [StockLedger, Allocations, StockBooks, StockService, LookupService, StockQueries, MovementsQueries],
  exports: [StockBooks, StockLedger, Allocations, StockQueries, MovementsQueries],
})
export class StockModule {}
