import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../../platform/auth/decorators.js';
import { Database } from '../../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../../platform/http/commands.js';
import {
  CloseDiscrepancyRequest,
  ControlledProduct,
  DiscrepancyListRequest,
  DiscrepancyResponse,
  InventoryRequest,
  InventoryResponse,
  PeriodRequest,
  PerpetualResponse,
  ScheduleRequest,
  ScheduleResponse,
} from './controlled.dto.js';
import { ControlledQueries } from './controlled.queries.js';
import { ControlledService } from './controlled.service.js';

@ApiTags('controlled substances')
@Controller('controlled')
export class ControlledController {
  constructor(
    private readonly controlled: ControlledService,
    private readonly queries: ControlledQueries,
    private readonly db: Database,
  ) {}

  @Get('products')
  @Requires('stock.read')
  products(): Promise<ControlledProduct[]> {
    return this.queries.products(this.db.reader);
  }

  @Get('products/:productId')
  @Requires('stock.read')
  perpetual(
    @Param('productId', ParseUUIDPipe) productId: string,
    @Query() period: PeriodRequest,
  ): Promise<PerpetualResponse> {
    return this.queries.perpetual(this.db.reader, productId, period);
  }

  @Put('products/:productId/schedule')
  @Requires('controlled.manage')
  schedule(
    @CurrentCommand() command: Command,
    @Param('productId', ParseUUIDPipe) productId: string,
    @Body() body: ScheduleRequest,
  ): Promise<ScheduleResponse> {
    return this.controlled.schedule(command, productId, body);
  }

  @Get('inventory')
  @Requires('stock.read')
  inventory(@Query() asked: InventoryRequest): Promise<InventoryResponse> {
    return this.queries.inventory(this.db.reader, asked.at);
  }

  @Get('discrepancies')
  @Requires('stock.read')
  discrepancies(@Query() asked: DiscrepancyListRequest): Promise<DiscrepancyResponse[]> {
    return this.queries.discrepancies(this.db.reader, asked);
  }

  @Post('discrepancies/:id/closure')
  @HttpCode(200)
  @Requires('controlled.manage')
  close(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CloseDiscrepancyRequest,
  ): Promise<DiscrepancyResponse[]> {
    return this.controlled.close(command, id, body);
  }
}
