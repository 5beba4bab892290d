import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { RulePackEndRequest, RulePackRequest, RulePackResponse } from './rule-packs.dto.js';
import { RulePacksService } from './rule-packs.service.js';

@ApiTags('rule packs')
@Controller('rule-packs')
export class RulePacksController {
  constructor(private readonly packs: RulePacksService) {}

  /** The edition of USP <797> and every pack of state, payer and site, with the days on which each holds. */
  @Get()
  @Requires('facility.read')
  list(): Promise<RulePackResponse[]> {
    return this.packs.list();
  }

  @Post()
  @Requires('rule.manage')
  add(@CurrentCommand() command: Command, @Body() body: RulePackRequest): Promise<RulePackResponse[]> {
    return this.packs.add(command, body);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Requires('rule.manage')
  end(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RulePackEndRequest,
  ): Promise<RulePackResponse[]> {
    return this.packs.end(command, id, body);
  }
}
