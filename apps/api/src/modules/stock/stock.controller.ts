import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, WithoutKey, type Command } from '../../platform/http/commands.js';
import { ReasonRequest } from '../orders/orders.dto.js';
import type { LotId } from './ids.js';
import { LookupService } from './lookup.service.js';
import { MovementsQueries } from './movements.queries.js';
import {
  LotResponse,
  MovementListRequest,
  MovementPage,
  OpenContainerListRequest,
  OpenContainerResponse,
  StockListRequest,
  StockLookupRequest,
  StockLookupResponse,
  StockPage,
} from './stock.dto.js';
import { StockQueries } from './stock.queries.js';
import { StockService } from './stock.service.js';

@ApiTags('stock')
@Controller()
export class StockController {
  constructor(
    private readonly stock: StockService,
    private readonly lookup: LookupService,
    private readonly queries: StockQueries,
    private readonly movements: MovementsQueries,
    private readonly db: Database,
  ) {}

  @Get('stock')
  @Requires('stock.read')
  list(@Query() page: StockListRequest): Promise<StockPage> {
    return this.queries.stock(this.db.reader, page);
  }

  @Get('stock/products/:productId/lots')
  @Requires('stock.read')
  lots(@Param('productId', ParseUUIDPipe) productId: string): Promise<LotResponse[]> {
    return this.queries.lotsOf(this.db.reader, productId);
  }

  @Get('stock/movements')
  @Requires('stock.read')
  history(@Query() page: MovementListRequest): Promise<MovementPage> {
    return this.movements.movements(this.db.reader, page);
  }

  /** What a scanned code is. */
  @Post('stock/lookup')
  @HttpCode(200)
  @WithoutKey()
  @Requires('stock.read')
  lookUp(@Body() body: StockLookupRequest): Promise<StockLookupResponse> {
    return this.lookup.lookUp(body.code);
  }

  @Post('lots/:id/quarantine')
  @HttpCode(200)
  @Requires('stock.quarantine')
  quarantine(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<LotResponse> {
    return this.stock.quarantine(command, id as LotId, body.reason);
  }

  @Post('lots/:id/release')
  @HttpCode(200)
  @Requires('stock.release')
  release(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<LotResponse> {
    return this.stock.release(command, id as LotId, body.reason);
  }

  @Get('open-containers')
  @Requires('stock.read')
  containers(@Query() page: OpenContainerListRequest): Promise<OpenContainerResponse[]> {
    return this.movements.containers(this.db.reader, page.state);
  }
}
