import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import { ReasonRequest } from '../orders/orders.dto.js';
import { OrderPapers } from './order-papers.js';
import { OrderView } from './order-view.js';
import { PurchaseOrdersService } from './orders.service.js';
import {
  CancelLineRequest,
  ChangePurchaseOrderRequest,
  PurchaseOrderListRequest,
  PurchaseOrderPage,
  PurchaseOrderRequest,
  PurchaseOrderResponse,
  SendPurchaseOrderRequest,
} from './purchasing.dto.js';

@ApiTags('purchasing')
@Controller('purchase-orders')
export class PurchaseOrdersController {
  constructor(
    private readonly orders: PurchaseOrdersService,
    private readonly view: OrderView,
    private readonly papers: OrderPapers,
    private readonly db: Database,
  ) {}

  @Get()
  @Requires('stock.read')
  list(@Query() page: PurchaseOrderListRequest): Promise<PurchaseOrderPage> {
    return this.view.list(this.db.reader, page);
  }

  @Post()
  @Requires('purchase.write')
  create(@CurrentCommand() command: Command, @Body() body: PurchaseOrderRequest): Promise<PurchaseOrderResponse> {
    return this.orders.create(command, body);
  }

  @Get(':id')
  @Requires('stock.read')
  show(@Param('id', ParseUUIDPipe) id: string): Promise<PurchaseOrderResponse> {
    return this.view.order(this.db.reader, id);
  }

  /** Only while it is a draft. */
  @Put(':id')
  @Requires('purchase.write')
  change(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ChangePurchaseOrderRequest,
  ): Promise<PurchaseOrderResponse> {
    return this.orders.change(command, id, body);
  }

  @Post(':id/sending')
  @HttpCode(200)
  @Requires('purchase.write')
  send(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SendPurchaseOrderRequest,
  ): Promise<PurchaseOrderResponse> {
    return this.orders.send(command, id, body.deaOrderNumber);
  }

  @Post(':id/cancellation')
  @HttpCode(200)
  @Requires('purchase.write')
  cancel(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<PurchaseOrderResponse> {
    return this.orders.cancel(command, id, body.reason);
  }

  /** The rest of the whole order will not come. */
  @Post(':id/closing')
  @HttpCode(200)
  @Requires('purchase.write')
  close(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<PurchaseOrderResponse> {
    return this.orders.closeShort(command, id, body.reason);
  }

  /** The rest of a line, or a part of it, will not come. */
  @Post(':id/lines/:lineId/cancellation')
  @HttpCode(200)
  @Requires('purchase.write')
  cancelLine(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() body: CancelLineRequest,
  ): Promise<PurchaseOrderResponse> {
    return this.orders.cancelLine(command, id, lineId, body);
  }

  @Get(':id/order.pdf')
  @Requires('stock.read')
  @ApiProduces('application/pdf')
  @Header('Cache-Control', 'no-store')
  async pdf(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const { bytes, number } = await this.papers.pdf(id);
    return new StreamableFile(bytes, { type: 'application/pdf', disposition: `inline; filename="${number}.pdf"` });
  }

  @Get(':id/order.csv')
  @Requires('stock.read')
  @ApiProduces('text/csv')
  @Header('Cache-Control', 'no-store')
  async csv(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const { text, number } = await this.papers.csv(id);
    return new StreamableFile(Buffer.from(text, 'utf8'), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${number}.csv"`,
    });
  }
}
