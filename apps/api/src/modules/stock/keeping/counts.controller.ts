import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../../platform/auth/decorators.js';
import { Database } from '../../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../../platform/http/commands.js';
import { ReasonRequest } from '../../orders/orders.dto.js';
import { CountDecisionsService } from './count-decisions.service.js';
import {
  CountDecisionRequest,
  CountedRequest,
  CountListRequest,
  CountResponse,
  CountSummary,
  FoundLotRequest,
  StartCountRequest,
} from './counts.dto.js';
import { CountsQueries } from './counts.queries.js';
import { CountsService } from './counts.service.js';

@ApiTags('stock counts')
@Controller('stock-counts')
export class CountsController {
  constructor(
    private readonly counts: CountsService,
    private readonly decisions: CountDecisionsService,
    private readonly queries: CountsQueries,
    private readonly db: Database,
  ) {}

  @Get()
  @Requires('stock.read')
  list(@Query() asked: CountListRequest): Promise<CountSummary[]> {
    return this.queries.list(this.db.reader, asked.state);
  }

  /** The sheet. While the count is open it holds no figure: not the books', not another counter's. */
  @Get(':id')
  @Requires('stock.read')
  count(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<CountResponse> {
    return this.queries.count(this.db.reader, actor, id);
  }

  @Post()
  @Requires('stock.count')
  start(@CurrentCommand() command: Command, @Body() body: StartCountRequest): Promise<CountResponse> {
    return this.counts.start(command, body);
  }

  @Post(':id/lines')
  @Requires('stock.count')
  found(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: FoundLotRequest,
  ): Promise<CountResponse> {
    return this.counts.found(command, id, body);
  }

  @Post(':id/lines/:lineId/entries')
  @HttpCode(200)
  @Requires('stock.count')
  counted(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() body: CountedRequest,
  ): Promise<CountResponse> {
    return this.counts.counted(command, id, lineId, body);
  }

  @Post(':id/lines/:lineId/decision')
  @HttpCode(200)
  @Requires('stock.adjust')
  decide(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() body: CountDecisionRequest,
  ): Promise<CountResponse> {
    return this.decisions.decide(command, id, lineId, body);
  }

  @Post(':id/submission')
  @HttpCode(200)
  @Requires('stock.count')
  submit(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<CountResponse> {
    return this.counts.submit(command, id);
  }

  @Post(':id/cancellation')
  @HttpCode(200)
  @Requires('stock.count')
  cancel(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<CountResponse> {
    return this.counts.cancel(command, id, body.reason);
  }
}
