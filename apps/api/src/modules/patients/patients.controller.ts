import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { PatientPage, PatientRequest, PatientResponse } from './patients.dto.js';
import { PatientsQueries } from './patients.queries.js';
import { PatientsService } from './patients.service.js';

@ApiTags('patients')
@Controller('patients')
export class PatientsController {
  constructor(
    private readonly patients: PatientsService,
    private readonly queries: PatientsQueries,
  ) {}

  @Get()
  @Requires('patient.read')
  list(@CurrentActor() actor: Actor, @Query() page: SearchPageRequest): Promise<PatientPage> {
    return this.queries.list(actor, page);
  }

  @Post()
  @Requires('patient.write')
  add(@CurrentCommand() command: Command, @Body() body: PatientRequest): Promise<PatientResponse> {
    return this.patients.add(command, body);
  }

  @Get(':id')
  @Requires('patient.read')
  get(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<PatientResponse> {
    return this.queries.patient(actor, id);
  }

  @Put(':id')
  @Requires('patient.write')
  change(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: PatientRequest,
  ): Promise<PatientResponse> {
    return this.patients.change(command, id, body);
  }
}
