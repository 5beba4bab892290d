import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import type { PersonId } from '../../platform/brand.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import { PageRequest } from '../../platform/http/page.dto.js';
import {
  ChangePersonRequest,
  CreatePersonRequest,
  PersonPage,
  PersonResponse,
  QualificationResponse,
  RecordQualificationRequest,
  ResetPasswordRequest,
  RevokeQualificationRequest,
  SetRolesRequest,
} from './people.dto.js';
import { listPeople } from './people.queries.js';
import { PeopleService, personOrThrow } from './people.service.js';
import { Qualifications } from './qualifications.service.js';

@ApiTags('people')
@Controller('people')
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    private readonly qualifications: Qualifications,
    private readonly db: Database,
  ) {}

  /** Everybody, by printed name. */
  @Get()
  @Requires('person.read')
  list(@Query() page: PageRequest): Promise<PersonPage> {
    return listPeople(this.db.reader, page);
  }

  @Post()
  @Requires('person.manage')
  create(@CurrentCommand() command: Command, @Body() body: CreatePersonRequest): Promise<PersonResponse> {
    return this.people.create(command, body);
  }

  @Get(':id')
  @Requires('person.read')
  show(@Param('id', ParseUUIDPipe) id: string): Promise<PersonResponse> {
    return personOrThrow(this.db.reader, id as PersonId);
  }

  @Patch(':id')
  @Requires('person.manage')
  change(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ChangePersonRequest,
  ): Promise<PersonResponse> {
    return this.people.change(command, id as PersonId, body);
  }

  @Put(':id/roles')
  @Requires('person.manage')
  setRoles(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SetRolesRequest,
  ): Promise<PersonResponse> {
    return this.people.setRoles(command, id as PersonId, body);
  }

  @Post(':id/deactivation')
  @HttpCode(200)
  @Requires('person.manage')
  deactivate(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<PersonResponse> {
    return this.people.deactivate(command, id as PersonId);
  }

  @Post(':id/reactivation')
  @HttpCode(200)
  @Requires('person.manage')
  reactivate(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<PersonResponse> {
    return this.people.reactivate(command, id as PersonId);
  }

  @Post(':id/password-reset')
  @HttpCode(200)
  @Requires('person.manage')
  resetPassword(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ResetPasswordRequest,
  ): Promise<PersonResponse> {
    return this.people.resetPassword(command, id as PersonId, body);
  }

  /** What the person has shown that they can do, latest first. */
  @Get(':id/qualifications')
  @Requires('person.read')
  listQualifications(@Param('id', ParseUUIDPipe) id: string): Promise<QualificationResponse[]> {
    return this.qualifications.list(this.db.reader, id as PersonId);
  }

  @Post(':id/qualifications')
  @Requires('facility.manage')
  recordQualification(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RecordQualificationRequest,
  ): Promise<QualificationResponse> {
    return this.qualifications.record(command, id as PersonId, body);
  }

  @Post('qualifications/:id/revocation')
  @HttpCode(200)
  @Requires('facility.manage')
  revokeQualification(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RevokeQualificationRequest,
  ): Promise<QualificationResponse> {
    return this.qualifications.revoke(command, id, body);
  }
}
