import { Module } from '@nestjs/common';
import { LabelsModule } from '../labels/labels.module.js';
import { OrderPapers } from './order-papers.js';
import { OrderView } from './order-view.js';
import { PurchaseOrdersService } from './orders.service.js';
import { PurchaseOrdersController } from './purchasing.controller.js';
import { PurchasingBooks } from './purchasing-books.js';
import { SuppliersController } from './suppliers.controller.js';
import { SuppliersService } from './suppliers.service.js';

@Module({
  imports: [LabelsModule],
  controllers: [PurchaseOrdersController, SuppliersController],
  providers: [PurchasingBooks, PurchaseOrdersService, SuppliersService, OrderView, OrderPapers],
  exports: [PurchasingBooks, OrderView],
})
export class PurchasingModule {}
