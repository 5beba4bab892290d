import { Body, Controller, Delete, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import { SupplyKeeping } from './supply-keeping.service.js';
import { AlternativeResponse, ParResponse, SupplyNoteResponse } from './supply.dto.js';
import { AlternativeRequest, ChangeAlternativeRequest, NoteRequest, ParRequest } from './supply-requests.dto.js';

@ApiTags('supply')
@Controller('supply')
export class SupplyKeepingController {
  constructor(private readonly keeping: SupplyKeeping) {}

  @Put('drugs/:id/par')
  @Requires('supply.manage')
  setPar(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ParRequest,
  ): Promise<ParResponse> {
    return this.keeping.setPar(command, id, body);
  }

  @Delete('drugs/:id/par')
  @Requires('supply.manage')
  removePar(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<ParResponse> {
    return this.keeping.removePar(command, id);
  }

  @Post('drugs/:id/notes')
  @Requires('supply.manage')
  addNote(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: NoteRequest,
  ): Promise<SupplyNoteResponse> {
    return this.keeping.addNote(command, id, body.text);
  }

  @Post('notices/:id/seen')
  @HttpCode(200)
  @Requires('supply.manage')
  seeNotice(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<{ id: string }> {
    return this.keeping.seeNotice(command, id);
  }

  /** The list of alternatives is a pharmacist's. */
  @Post('drugs/:id/alternatives')
  @Requires('substitution.approve')
  addAlternative(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AlternativeRequest,
  ): Promise<AlternativeResponse> {
    return this.keeping.addAlternative(command, id, body);
  }

  @Put('alternatives/:id')
  @Requires('substitution.approve')
  changeAlternative(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ChangeAlternativeRequest,
  ): Promise<AlternativeResponse> {
    return this.keeping.changeAlternative(command, id, body);
  }

  @Delete('alternatives/:id')
  @Requires('substitution.approve')
  removeAlternative(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<{ id: string }> {
    return this.keeping.removeAlternative(command, id);
  }
}
