import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { drillById, drills, DrillsService } from './drills.service.js';
import {
  ImportNoticesRequest,
  ImportNoticesResponse,
  RecallNoticePage,
  RecallNoticeResponse,
  RecallNoticesRequest,
  NotOursRequest,
} from './notices.dto.js';
import { noticePage } from './notices.queries.js';
import { NoticesService } from './notices.service.js';
import { RecallPapers } from './recall-papers.js';
import { RecallDrillRequest, RecallDrillResponse } from './recalls.dto.js';

/** Notices from outside with what they mean of ours, and recalls asked for practice. */
@ApiTags('recalls')
@Controller('recalls')
export class NoticesController {
  constructor(
    private readonly notices: NoticesService,
    private readonly drillsService: DrillsService,
    private readonly db: Database,
    private readonly papers: RecallPapers,
  ) {}

  /** Notices that mean, or may mean, lots of ours. */
  @Get('notices')
  @Requires('trace.read')
  list(@Query() request: RecallNoticesRequest): Promise<RecallNoticePage> {
    return noticePage(this.db.reader, request);
  }

  @Post('notices')
  @HttpCode(200)
  @Requires('recall.open')
  import(@CurrentCommand() command: Command, @Body() body: ImportNoticesRequest): Promise<ImportNoticesResponse> {
    return this.notices.import(command, body);
  }

  /** Compares the notices on file with our lots again. */
  @Post('notices/matching')
  @HttpCode(200)
  @Requires('recall.open')
  matchAgain(@CurrentCommand() command: Command): Promise<ImportNoticesResponse> {
    return this.notices.matchAgain(command);
  }

  @Post('notices/matches/:id/not-ours')
  @HttpCode(200)
  @Requires('recall.open')
  notOurs(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: NotOursRequest,
  ): Promise<RecallNoticeResponse> {
    return this.notices.notOurs(command, id, body.reason);
  }

  @Get('drills')
  @Requires('trace.read')
  drills(): Promise<RecallDrillResponse[]> {
    return drills(this.db.reader);
  }

  /** The real question on the real data, with a stopwatch; nothing is held. */
  @Post('drills')
  @Requires('recall.open')
  drill(@CurrentCommand() command: Command, @Body() body: RecallDrillRequest): Promise<RecallDrillResponse> {
    return this.drillsService.run(command, body);
  }

  @Get('drills/:id/record.pdf')
  @Requires('trace.read')
  @ApiProduces('application/pdf')
  async drillRecord(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const bytes = await this.papers.drill(await drillById(this.db.reader, id));
    return new StreamableFile(bytes, { type: 'application/pdf', disposition: 'inline; filename="recall-drill.pdf"' });
  }
}
