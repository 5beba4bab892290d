import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../../platform/auth/decorators.js';
import { Database } from '../../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../../platform/http/commands.js';
import { ExcursionDecisionRequest, ExcursionRequest, ExcursionResponse } from './excursions.dto.js';
import { ExcursionsQueries } from './excursions.queries.js';
import { ExcursionsService } from './excursions.service.js';

@ApiTags('temperature excursions')
@Controller('excursions')
export class ExcursionsController {
  constructor(
    private readonly excursions: ExcursionsService,
    private readonly queries: ExcursionsQueries,
    private readonly db: Database,
  ) {}

  @Get()
  @Requires('stock.read')
  list(): Promise<ExcursionResponse[]> {
    return this.queries.list(this.db.reader);
  }

  @Get(':id')
  @Requires('stock.read')
  excursion(@Param('id', ParseUUIDPipe) id: string): Promise<ExcursionResponse> {
    return this.queries.excursion(this.db.reader, id);
  }

  @Post()
  @Requires('stock.quarantine')
  record(@CurrentCommand() command: Command, @Body() body: ExcursionRequest): Promise<ExcursionResponse> {
    return this.excursions.record(command, body);
  }

  @Post(':id/decisions')
  @HttpCode(200)
  @Requires('stock.release')
  decide(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ExcursionDecisionRequest,
  ): Promise<ExcursionResponse> {
    return this.excursions.decide(command, id, body);
  }
}
