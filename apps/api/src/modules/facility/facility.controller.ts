import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import {
  HoodRequest,
  HoodResponse,
  LocationRequest,
  LocationResponse,
  RoomRequest,
  RoomResponse,
} from './facility.dto.js';
import { FacilityQueries } from './facility.queries.js';
import { FacilityService } from './facility.service.js';

@ApiTags('facility')
@Controller('facility')
export class FacilityController {
  constructor(
    private readonly facility: FacilityService,
    private readonly queries: FacilityQueries,
    private readonly db: Database,
  ) {}

  /** Rooms with their hoods, and what may be made in each today. */
  @Get('rooms')
  @Requires('facility.read')
  rooms(): Promise<RoomResponse[]> {
    return this.queries.rooms(this.db.reader);
  }

  @Post('rooms')
  @Requires('facility.manage')
  addRoom(@CurrentCommand() command: Command, @Body() body: RoomRequest): Promise<RoomResponse> {
    return this.facility.saveRoom(command, body);
  }

  @Put('rooms/:id')
  @Requires('facility.manage')
  changeRoom(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RoomRequest,
  ): Promise<RoomResponse> {
    return this.facility.saveRoom(command, body, id);
  }

  @Post('hoods')
  @Requires('facility.manage')
  addHood(@CurrentCommand() command: Command, @Body() body: HoodRequest): Promise<HoodResponse> {
    return this.facility.saveHood(command, body);
  }

  @Put('hoods/:id')
  @Requires('facility.manage')
  changeHood(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: HoodRequest,
  ): Promise<HoodResponse> {
    return this.facility.saveHood(command, body, id);
  }

  @Get('locations')
  @Requires('facility.read')
  locations(): Promise<LocationResponse[]> {
    return this.queries.locations(this.db.reader);
  }

  @Post('locations')
  @Requires('facility.manage')
  addLocation(@CurrentCommand() command: Command, @Body() body: LocationRequest): Promise<LocationResponse> {
    return this.facility.saveLocation(command, body);
  }

  @Put('locations/:id')
  @Requires('facility.manage')
  changeLocation(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: LocationRequest,
  ): Promise<LocationResponse> {
    return this.facility.saveLocation(command, body, id);
  }
}
