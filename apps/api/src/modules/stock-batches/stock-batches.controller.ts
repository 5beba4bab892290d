import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { type Command, CurrentCommand, WithoutKey } from '../../platform/http/commands.js';
import { WorksheetRecord } from '../worksheets/worksheets.dto.js';
import { BatchesService } from './batches.service.js';
import { InHouseProductsService } from './in-house-products.service.js';
import {
  BatchPreview,
  BatchPreviewRequest,
  InHouseProductList,
  InHouseProductListRequest,
  InHouseProductRequest,
  InHouseProductResponse,
  StockBatchList,
  StockBatchListRequest,
  StockBatchRequest,
  ToStockRequest,
} from './stock-batches.dto.js';
import { ToStockService } from './to-stock.service.js';

/** What the pharmacy makes ahead for its own stock. Claiming, compounding, verifying and labels are those of every worksheet. */
@ApiTags('stock-batches')
@Controller('stock-batches')
export class StockBatchesController {
  constructor(
    private readonly products: InHouseProductsService,
    private readonly batches: BatchesService,
    private readonly stocking: ToStockService,
  ) {}

  @Get()
  @Requires('worksheet.read')
  list(@Query() page: StockBatchListRequest): Promise<StockBatchList> {
    return this.batches.list(page);
  }

  @Get('products')
  @Requires('worksheet.read')
  made(@Query() filter: InHouseProductListRequest): Promise<InHouseProductList> {
    return this.products.list(filter.formulaId);
  }

  /** Adds a product that is made here, of one approved formula. */
  @Post('products')
  @Requires('formula.write')
  add(@CurrentCommand() command: Command, @Body() body: InHouseProductRequest): Promise<InHouseProductResponse> {
    return this.products.add(command, body);
  }

  /** What a batch would take, and until when it would be good. Changes nothing. */
  @Post('preview')
  @HttpCode(200)
  @WithoutKey()
  @Requires('worksheet.plan')
  preview(@CurrentActor() actor: Actor, @Body() body: BatchPreviewRequest): Promise<BatchPreview> {
    return this.batches.preview(actor, body);
  }

  /** Plans a batch and sets its ingredients aside. */
  @Post()
  @Requires('worksheet.plan')
  plan(@CurrentCommand() command: Command, @Body() body: StockBatchRequest): Promise<WorksheetRecord> {
    return this.batches.plan(command, body);
  }

  /** Puts a verified and labeled batch on a shelf, as a lot. */
  @Post(':worksheetId/to-stock')
  @HttpCode(200)
  @Requires('stock.move')
  toStock(
    @CurrentCommand() command: Command,
    @Param('worksheetId', ParseUUIDPipe) worksheetId: string,
    @Body() body: ToStockRequest,
  ): Promise<WorksheetRecord> {
    return this.stocking.toStock(command, worksheetId, body.locationId);
  }
}
