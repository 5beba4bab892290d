import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../../platform/auth/decorators.js';
import { CurrentCommand, type Command } from '../../../platform/http/commands.js';
import type { LotId, OpenContainerId } from '../ids.js';
import { AdjustmentRequest, LotResponse, OpenContainerResponse } from '../stock.dto.js';
import { AdjustmentsService } from './adjustments.service.js';
import { ContainersService } from './containers.service.js';
import {
  AsOfRequest,
  AsOfResponse,
  DiscardRequest,
  HeldLotResponse,
  MergedLotResponse,
  MergeRequest,
  PlaceResponse,
  ReturnRequest,
  StockActListRequest,
  StockActResponse,
  TransferRequest,
  WasteRequest,
} from './keeping.dto.js';
import { MergesService } from './merges.service.js';
import { ShelfReads } from './shelf-reads.js';
import { ShelfService } from './shelf.service.js';

/** What is done at a shelf, and what lies there, now and at any past moment. */
@ApiTags('stock keeping')
@Controller()
export class ShelfController {
  constructor(
    private readonly shelf: ShelfService,
    private readonly adjustments: AdjustmentsService,
    private readonly containers: ContainersService,
    private readonly merges: MergesService,
    private readonly reads: ShelfReads,
  ) {}

  @Post('stock/transfers')
  @HttpCode(200)
  @Requires('stock.move')
  transfer(@CurrentCommand() command: Command, @Body() body: TransferRequest): Promise<LotResponse> {
    return this.shelf.transfer(command, body);
  }

  @Post('stock/waste')
  @HttpCode(200)
  @Requires('stock.waste')
  waste(@CurrentCommand() command: Command, @Body() body: WasteRequest): Promise<LotResponse> {
    return this.shelf.waste(command, body);
  }

  @Post('stock/returns')
  @HttpCode(200)
  @Requires('stock.move')
  sendBack(@CurrentCommand() command: Command, @Body() body: ReturnRequest): Promise<LotResponse> {
    return this.shelf.sendBack(command, body);
  }

  @Post('stock/adjustments')
  @HttpCode(200)
  @Requires('stock.adjust')
  adjust(@CurrentCommand() command: Command, @Body() body: AdjustmentRequest): Promise<LotResponse> {
    return this.adjustments.adjust(command, body);
  }

  @Post('open-containers/:id/discard')
  @HttpCode(200)
  @Requires('worksheet.compound')
  discard(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: DiscardRequest,
  ): Promise<OpenContainerResponse> {
    return this.containers.discard(command, id as OpenContainerId, body);
  }

  /** Everything of this lot becomes part of the other, which is answered. */
  @Post('lots/:id/merge')
  @HttpCode(200)
  @Requires('stock.adjust')
  merge(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: MergeRequest,
  ): Promise<LotResponse> {
    return this.merges.merge(command, id as LotId, body);
  }

  @Get('lots/:id/merges')
  @Requires('stock.read')
  family(@Param('id', ParseUUIDPipe) id: string): Promise<MergedLotResponse[]> {
    return this.reads.family(id);
  }

  @Get('stock/acts')
  @Requires('stock.read')
  acts(@Query() asked: StockActListRequest): Promise<StockActResponse[]> {
    return this.reads.acts(asked);
  }

  @Get('stock/places')
  @Requires('stock.read')
  places(): Promise<PlaceResponse[]> {
    return this.reads.places();
  }

  @Get('stock/places/:id')
  @Requires('stock.read')
  held(@Param('id', ParseUUIDPipe) id: string): Promise<HeldLotResponse[]> {
    return this.reads.held(id);
  }

  @Get('stock/as-of')
  @Requires('stock.read')
  asOf(@Query() asked: AsOfRequest): Promise<AsOfResponse> {
    return this.reads.asOf(asked);
  }
}
