import { Module } from '@nestjs/common';
import { PatientsModule } from '../patients/patients.module.js';
import { OrderReviewService, ReviewTools } from './order-review.service.js';
import { OrdersController } from './orders.controller.js';
import { OrderNames, OrdersService } from './orders.service.js';

@Module({
  imports: [PatientsModule],
  controllers: [OrdersController],
  providers: [OrdersService, OrderNames, OrderReviewService, ReviewTools],
  exports: [OrdersService],
})
export class OrdersModule {}
