import { Module } from '@nestjs/common';
import { StockModule } from '../stock/stock.module.js';
import { BenchTools } from './bench-tools.js';
import { BenchController } from './bench.controller.js';
import { ClaimsService } from './claims.service.js';
import { CompletionService } from './completion.service.js';
import { EndingsService } from './endings.service.js';
import { PackagesOpened } from './packages-opened.js';
import { PhotosService } from './photos.service.js';
import { PlanningService, PlanningTools } from './planning.service.js';
import { SharedContainers } from './shared-containers.js';
import { ScansService } from './scans.service.js';
import { StepsService } from './steps.service.js';
import { VerificationService, VerificationTools } from './verification.service.js';
import { WorksheetRecords } from './worksheet-records.js';
import { WorksheetReads } from './worksheet-reads.js';
import { WorksheetsController } from './worksheets.controller.js';

@Module({
  imports: [StockModule],
  controllers: [WorksheetsController, BenchController],
  providers: [
    WorksheetRecords,
    WorksheetReads,
    PlanningService,
    PlanningTools,
    ClaimsService,
    ScansService,
    PackagesOpened,
    SharedContainers,
    StepsService,
    PhotosService,
    CompletionService,
    EndingsService,
    VerificationService,
    VerificationTools,
    BenchTools,
  ],
  exports: [WorksheetRecords, PlanningTools, BenchTools, PlanningService, EndingsService],
})
export class WorksheetsModule {}
