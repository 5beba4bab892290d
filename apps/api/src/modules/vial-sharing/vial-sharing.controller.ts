import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import {
  SharingDayRequest,
  SharingDayResponse,
  SharingOffer,
  SharingPlanRequest,
  SharingPlanResponse,
} from './vial-sharing.dto.js';
import { offersFor } from './vial-sharing.queries.js';
import { VialSharingService } from './vial-sharing.service.js';

@ApiTags('vial sharing')
@Controller('vial-sharing')
export class VialSharingController {
  constructor(
    private readonly sharing: VialSharingService,
    private readonly db: Database,
  ) {}

  /** The plan by which the bench works on a day, and the one that was computed since. */
  @Get('day')
  @Requires('worksheet.read')
  day(@Query() query: SharingDayRequest): Promise<SharingDayResponse> {
    return this.sharing.day(query.day);
  }

  /** Computes an order of work and shared vials for what waits; nothing is done by it until it is accepted. */
  @Post('plans')
  @Requires('worksheet.plan')
  plan(@CurrentCommand() command: Command, @Body() body: SharingPlanRequest): Promise<SharingPlanResponse> {
    return this.sharing.plan(command, body);
  }

  @Get('plans/:id')
  @Requires('worksheet.read')
  byId(@Param('id', ParseUUIDPipe) id: string): Promise<SharingPlanResponse> {
    return this.sharing.byId(id);
  }

  @Post('plans/:id/acceptance')
  @HttpCode(200)
  @Requires('worksheet.plan')
  accept(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<SharingPlanResponse> {
    return this.sharing.accept(command, id);
  }

  /** Which packages of a worksheet come out of a vial that the accepted plan shares, and the vial's tag where it is open. */
  @Get('worksheets/:id/offers')
  @Requires('worksheet.read')
  offers(@Param('id', ParseUUIDPipe) id: string): Promise<SharingOffer[]> {
    return offersFor(this.db.reader, id);
  }
}
