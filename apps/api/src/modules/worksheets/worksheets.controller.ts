import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { EndingsService } from './endings.service.js';
import { PlanningService } from './planning.service.js';
import { VerificationService } from './verification.service.js';
import { WorksheetReads } from './worksheet-reads.js';
import { WorksheetBoardRequest } from './worksheet-lists.dto.js';
import {
  PlanRequest,
  RejectionRequest,
  VerificationRequest,
  WorksheetBoard,
  WorksheetReasonRequest,
  WorksheetRecord,
} from './worksheets.dto.js';

/** Worksheets as a whole: the board, the record, planning, verification and the ways in which one ends. */
@ApiTags('worksheets')
@Controller('worksheets')
export class WorksheetsController {
  constructor(
    private readonly reads: WorksheetReads,
    private readonly planning: PlanningService,
    private readonly verification: VerificationService,
    private readonly endings: EndingsService,
  ) {}

  @Get()
  @Requires('worksheet.read')
  board(@CurrentActor() actor: Actor, @Query() page: WorksheetBoardRequest): Promise<WorksheetBoard> {
    return this.reads.board(actor, page);
  }

  /** Plans a worksheet from an approved order and sets its stock aside. */
  @Post()
  @Requires('worksheet.plan')
  plan(@CurrentCommand() command: Command, @Body() body: PlanRequest): Promise<WorksheetRecord> {
    return this.planning.plan(command, body);
  }

  @Get('by-number/:number')
  @Requires('worksheet.read')
  byNumber(@CurrentActor() actor: Actor, @Param('number') number: string): Promise<WorksheetRecord> {
    return this.reads.byNumber(actor, number);
  }

  @Get(':id')
  @Requires('worksheet.read')
  get(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<WorksheetRecord> {
    return this.reads.record(actor, id);
  }

  /** The pharmacist who is not the maker signs for the whole record. */
  @Post(':id/verification')
  @HttpCode(200)
  @Requires('worksheet.verify')
  verify(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: VerificationRequest,
  ): Promise<WorksheetRecord> {
    return this.verification.verify(command, id, body);
  }

  /** Rejects by signature, to rework or to waste. */
  @Post(':id/rejection')
  @HttpCode(200)
  @Requires('worksheet.verify')
  reject(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RejectionRequest,
  ): Promise<WorksheetRecord> {
    return this.verification.reject(command, id, body);
  }

  /** Before anything was taken: frees what was set aside. */
  @Post(':id/cancellation')
  @HttpCode(200)
  @Requires('worksheet.plan')
  cancel(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: WorksheetReasonRequest,
  ): Promise<WorksheetRecord> {
    return this.endings.cancel(command, id, body.reason);
  }

  @Post(':id/waste')
  @HttpCode(200)
  @Requires('worksheet.verify')
  waste(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: WorksheetReasonRequest,
  ): Promise<WorksheetRecord> {
    return this.endings.waste(command, id, body.reason);
  }
}
