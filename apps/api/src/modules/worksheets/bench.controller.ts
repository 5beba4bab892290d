import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { type Photo, PhotoBody } from '../../platform/http/photo.js';
import { ClaimsService } from './claims.service.js';
import { CompletionService } from './completion.service.js';
import { PhotosService } from './photos.service.js';
import { ScansService } from './scans.service.js';
import { StepsService } from './steps.service.js';
import { PhotoRequest } from './worksheet-lists.dto.js';
import {
  ClaimRequest,
  ScanRequest,
  ScanResponse,
  StationRequest,
  StepCompletionRequest,
  WorksheetPhotoDto,
  WorksheetRecord,
} from './worksheets.dto.js';

/** What a technician does at the hood, step by step. */
@ApiTags('bench')
@Controller('worksheets/:id')
export class BenchController {
  constructor(
    private readonly claims: ClaimsService,
    private readonly scans: ScansService,
    private readonly steps: StepsService,
    private readonly photos: PhotosService,
    private readonly completion: CompletionService,
  ) {}

  /** Takes the worksheet to a hood, at this tablet. */
  @Post('claim')
  @HttpCode(200)
  @Requires('worksheet.compound')
  claim(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ClaimRequest,
  ): Promise<WorksheetRecord> {
    return this.claims.claim(command, id, body);
  }

  /** Puts it back, as long as nothing was scanned. */
  @Post('unclaim')
  @HttpCode(200)
  @Requires('worksheet.compound')
  unclaim(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: StationRequest,
  ): Promise<WorksheetRecord> {
    return this.claims.unclaim(command, id, body.station);
  }

  /** Proves the ingredient of a step by its code. */
  @Post('steps/:stepId/scan')
  @HttpCode(200)
  @Requires('worksheet.compound')
  scan(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('stepId', ParseUUIDPipe) stepId: string,
    @Body() body: ScanRequest,
  ): Promise<ScanResponse> {
    return this.scans.scan(command, id, stepId, body);
  }

  @Post('steps/:stepId/completion')
  @HttpCode(200)
  @Requires('worksheet.compound')
  completeStep(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('stepId', ParseUUIDPipe) stepId: string,
    @Body() body: StepCompletionRequest,
  ): Promise<WorksheetRecord> {
    return this.steps.complete(command, id, stepId, body);
  }

  /** Takes back the step that was recorded last. */
  @Post('steps/:stepId/reopening')
  @HttpCode(200)
  @Requires('worksheet.compound')
  reopenStep(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('stepId', ParseUUIDPipe) stepId: string,
    @Body() body: StationRequest,
  ): Promise<WorksheetRecord> {
    return this.steps.reopen(command, id, stepId, body.station);
  }

  @Post('photos')
  @ApiConsumes('image/jpeg', 'image/png', 'image/webp')
  @Requires('worksheet.compound')
  addPhoto(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PhotoRequest,
    @PhotoBody() photo: Photo,
  ): Promise<WorksheetPhotoDto> {
    return this.photos.add(command, id, query.stepId, photo);
  }

  @Get('photos/:photoId')
  @ApiProduces('image/jpeg', 'image/png', 'image/webp')
  @Header('Cache-Control', 'private, no-store')
  @Requires('worksheet.read')
  async photo(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('photoId', ParseUUIDPipe) photoId: string,
  ): Promise<StreamableFile> {
    const { bytes, mediaType } = await this.photos.show(actor, id, photoId);
    return new StreamableFile(bytes, { type: mediaType, length: bytes.length });
  }

  /** The maker says that it is done; the beyond-use date is assigned. */
  @Post('completion')
  @HttpCode(200)
  @Requires('worksheet.compound')
  complete(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: StationRequest,
  ): Promise<WorksheetRecord> {
    return this.completion.complete(command, id, body.station);
  }
}
