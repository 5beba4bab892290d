import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { PageRequest } from '../../platform/http/page.dto.js';
import { ReasonRequest } from '../orders/orders.dto.js';
import { SubstitutionApprovals } from './approval.service.js';
import { SubstitutionReversals } from './reversal.service.js';
import {
  AnswersRequest,
  LeaveOutRequest,
  SubstitutionApprovalRequest,
  SubstitutionFilterRequest,
  SubstitutionPage,
  SubstitutionRequest,
  SubstitutionResponse,
  SubstitutionReversalRequest,
} from './substitutions.dto.js';
import { SubstitutionsService } from './substitutions.service.js';

@ApiTags('substitutions')
@Controller('substitutions')
export class SubstitutionsController {
  constructor(
    private readonly substitutions: SubstitutionsService,
    private readonly approvals: SubstitutionApprovals,
    private readonly reversals: SubstitutionReversals,
  ) {}

  @Get()
  @Requires('supply.read')
  list(@Query() filter: SubstitutionFilterRequest): Promise<SubstitutionPage> {
    return this.substitutions.list(filter);
  }

  @Get(':id')
  @Requires('supply.read')
  get(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: PageRequest,
  ): Promise<SubstitutionResponse> {
    return this.substitutions.get(actor, id, page);
  }

  @Post()
  @Requires('substitution.propose')
  draft(@CurrentCommand() command: Command, @Body() body: SubstitutionRequest): Promise<SubstitutionResponse> {
    return this.substitutions.draft(command, body);
  }

  @Post(':id/comparison')
  @Requires('substitution.propose')
  @HttpCode(200)
  refresh(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<SubstitutionResponse> {
    return this.substitutions.refresh(command, id);
  }

  @Put(':id/orders')
  @Requires('substitution.propose')
  leaveOut(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: LeaveOutRequest,
  ): Promise<SubstitutionResponse> {
    return this.substitutions.leaveOut(command, id, body.leftOut);
  }

  @Put(':id/answers')
  @Requires('substitution.approve')
  answer(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AnswersRequest,
  ): Promise<SubstitutionResponse> {
    return this.substitutions.answer(command, id, body);
  }

  @Post(':id/proposal')
  @Requires('substitution.propose')
  @HttpCode(200)
  propose(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<SubstitutionResponse> {
    return this.substitutions.propose(command, id);
  }

  @Post(':id/approval')
  @Requires('substitution.approve')
  @HttpCode(200)
  approve(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SubstitutionApprovalRequest,
  ): Promise<SubstitutionResponse> {
    return this.approvals.approve(command, id, body);
  }

  @Post(':id/declining')
  @Requires('substitution.propose')
  @HttpCode(200)
  decline(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<SubstitutionResponse> {
    return this.substitutions.decline(command, id, body.reason);
  }

  @Post(':id/reversal')
  @Requires('substitution.approve')
  @HttpCode(200)
  reverse(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SubstitutionReversalRequest,
  ): Promise<SubstitutionResponse> {
    return this.reversals.reverse(command, id, body);
  }
}
