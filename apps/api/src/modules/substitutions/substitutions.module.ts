import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { WorksheetsModule } from '../worksheets/worksheets.module.js';
import { SubstitutionApprovals } from './approval.service.js';
import { OrderChanges } from './order-changes.js';
import { SubstitutionReversals } from './reversal.service.js';
import { SubstitutionTools } from './substitution-tools.js';
import { SubstitutionsController } from './substitutions.controller.js';
import { SubstitutionsService } from './substitutions.service.js';

@Module({
  imports: [OrdersModule, WorksheetsModule],
  controllers: [SubstitutionsController],
  providers: [SubstitutionTools, SubstitutionsService, OrderChanges, SubstitutionApprovals, SubstitutionReversals],
})
export class SubstitutionsModule {}
