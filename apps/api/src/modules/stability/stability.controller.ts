import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import { ReasonRequest } from '../orders/orders.dto.js';
import { StabilityListRequest } from './stability-lists.dto.js';
import {
  ConfirmationRequest,
  StabilityEvidencePage,
  StabilityEvidenceRequest,
  StabilityEvidenceResponse,
} from './stability.dto.js';
import { StabilityQueries } from './stability.queries.js';
import { StabilityService } from './stability.service.js';

@ApiTags('stability')
@Controller('stability')
export class StabilityController {
  constructor(
    private readonly stability: StabilityService,
    private readonly queries: StabilityQueries,
    private readonly db: Database,
  ) {}

  @Get()
  @Requires('stability.read')
  list(@Query() page: StabilityListRequest): Promise<StabilityEvidencePage> {
    return this.queries.list(this.db.reader, page);
  }

  @Post()
  @Requires('stability.write')
  add(@CurrentCommand() command: Command, @Body() body: StabilityEvidenceRequest): Promise<StabilityEvidenceResponse> {
    return this.stability.add(command, body);
  }

  @Put(':id')
  @Requires('stability.write')
  change(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body() body: StabilityEvidenceRequest,
  ): Promise<StabilityEvidenceResponse> {
    return this.stability.change(command, id, body);
  }

  /** A pharmacist signs that the source says what the row says. */
  @Post(':id/confirmation')
  @HttpCode(200)
  @Requires('stability.write')
  confirm(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body() body: ConfirmationRequest,
  ): Promise<StabilityEvidenceResponse> {
    return this.stability.confirm(command, id, body);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('stability.write')
  withdraw(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body() body: ReasonRequest,
  ): Promise<StabilityEvidenceResponse> {
    return this.stability.withdraw(command, id, body.reason);
  }
}
