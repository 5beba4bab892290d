import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { ReasonRequest } from '../orders/orders.dto.js';
import { FormulaApprovalRequest, FormulaDraftRequest, FormulaPage, FormulaResponse } from './formulas.dto.js';
import { FormulasService } from './formulas.service.js';

@ApiTags('formulas')
@Controller('formulas')
export class FormulasController {
  constructor(private readonly formulas: FormulasService) {}

  @Get()
  @Requires('formula.read')
  list(@Query() page: SearchPageRequest): Promise<FormulaPage> {
    return this.formulas.list(page);
  }

  @Get(':id')
  @Requires('formula.read')
  get(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<FormulaResponse> {
    return this.formulas.get(actor, id);
  }

  @Post()
  @Requires('formula.write')
  create(@CurrentCommand() command: Command, @Body() body: FormulaDraftRequest): Promise<FormulaResponse> {
    return this.formulas.create(command, body);
  }

  @Put(':id/draft')
  @Requires('formula.write')
  saveDraft(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: FormulaDraftRequest,
  ): Promise<FormulaResponse> {
    return this.formulas.saveDraft(command, id, body);
  }

  @Post(':id/approval')
  @HttpCode(200)
  @Requires('formula.approve')
  approve(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: FormulaApprovalRequest,
  ): Promise<FormulaResponse> {
    return this.formulas.approve(command, id, body);
  }

  @Post(':id/retirement')
  @HttpCode(200)
  @Requires('formula.approve')
  retire(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<FormulaResponse> {
    return this.formulas.retire(command, id, body.reason);
  }
}
