import { Module } from '@nestjs/common';
import { FormularyModule } from '../formulary/formulary.module.js';
import { PurchasingModule } from '../purchasing/purchasing.module.js';
import { StockModule } from '../stock/stock.module.js';
import { DscsaService } from './dscsa.service.js';
import { DscsaController, ExceptionsController } from './exceptions.controller.js';
import { ExceptionsService } from './exceptions.service.js';
import { PlainDeliveriesService } from './plain-deliveries.service.js';
import { ReceiptView } from './receipt-view.js';
import { ReceiptWriter } from './receipt-writer.js';
import { ReceivingController, StrangersController } from './receiving.controller.js';
import { ReceivingService } from './receiving.service.js';
import { ReceivingTools } from './receiving-tools.js';
import { ScanService } from './scan.service.js';
import { SettingsService } from './settings.service.js';
import { StrangersService } from './strangers.service.js';
import { TransactionRecords } from './transaction-records.js';

@Module({
  imports: [StockModule, FormularyModule, PurchasingModule],
  controllers: [ReceivingController, StrangersController, ExceptionsController, DscsaController],
  providers: [
    ReceivingService,
    PlainDeliveriesService,
    ReceiptWriter,
    ReceiptView,
    ReceivingTools,
    ScanService,
    StrangersService,
    ExceptionsService,
    DscsaService,
    TransactionRecords,
    SettingsService,
  ],
})
export class ReceivingModule {}
