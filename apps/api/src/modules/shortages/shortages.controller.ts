import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { PageRequest } from '../../platform/http/page.dto.js';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { shortagesCsv } from './csv.js';
import { FetchRequest, ImportDetail, ImportPage, ImportResponse, UploadRequest } from './imports.dto.js';
import { importDetail, importPage } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { FEED_MEDIA_TYPE } from './media-type.js';
import {
  AcknowledgedAll,
  DrugShortageDetail,
  DrugShortageRow,
  FeedFreshness,
  MappingRemoval,
  MappingRequest,
  NamePage,
  NoticeListRequest,
  NoticePage,
  NoticeResponse,
  ShortageFilter,
  ShortageListRequest,
  ShortagePage,
} from './shortages.dto.js';
import { ShortagesQueries } from './shortages.queries.js';
import { ShortagesService } from './shortages.service.js';

@ApiTags('shortages')
@Controller('shortages')
export class ShortagesController {
  constructor(
    private readonly shortages: ShortagesService,
    private readonly imports: ImportsService,
    private readonly queries: ShortagesQueries,
    private readonly db: Database,
  ) {}

  /** Packages that the feed names, by name. */
  @Get()
  @Requires('supply.read')
  list(@Query() page: ShortageListRequest): Promise<ShortagePage> {
    return this.queries.items(this.db.reader, page);
  }

  @Get('export.csv')
  @ApiProduces('text/csv')
  @Requires('supply.read')
  csv(@Query() filter: ShortageFilter): StreamableFile {
    return new StreamableFile(shortagesCsv(this.queries.allItems(this.db.reader, filter)), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="shortages.csv"',
    });
  }

  /** How old the picture is, what is being imported, and how many notices nobody has seen. */
  @Get('freshness')
  @Requires('supply.read')
  freshness(): Promise<FeedFreshness> {
    return this.queries.freshness(this.db.reader);
  }

  /** Our drugs that the feed names, each as counts of packages. */
  @Get('drugs')
  @Requires('supply.read')
  drugs(): Promise<DrugShortageRow[]> {
    return this.queries.drugs(this.db.reader);
  }

  @Get('drugs/:drugId')
  @Requires('supply.read')
  drug(@Param('drugId', ParseUUIDPipe) drugId: string): Promise<DrugShortageDetail> {
    return this.queries.drug(this.db.reader, drugId);
  }

  /** The file as the raw body: JSON or its zip archive, at most 50 MB. Its rows are read by a job. */
  @Post('imports')
  @ApiConsumes(FEED_MEDIA_TYPE)
  @Requires('shortage.import')
  upload(
    @CurrentCommand() command: Command,
    @Query() facts: UploadRequest,
    @Req() request: FastifyRequest,
  ): Promise<ImportResponse> {
    if (!request.headers['content-type']?.startsWith(FEED_MEDIA_TYPE))
      throw new Problem('request.wrong-media-type', { detail: 'Send the file as it is.', accepted: FEED_MEDIA_TYPE });
    // What is not read of a refused file stays unread; the answer still reaches the sender.
    const body = request.raw.iterator({ destroyOnReturn: false });
    const length = Number(request.headers['content-length'] ?? 0);
    return this.imports.upload(command, body, { name: facts.name ?? '', forced: facts.force ?? false, length });
  }

  @Post('imports/fetch')
  @Requires('shortage.import')
  fetch(@CurrentCommand() command: Command, @Body() body: FetchRequest): Promise<ImportResponse> {
    return this.imports.fetch(command, body.force ?? false);
  }

  /** The sample that comes with the product; in a demo pharmacy only. */
  @Post('imports/sample')
  @Requires('shortage.import')
  sample(@CurrentCommand() command: Command): Promise<ImportResponse> {
    return this.imports.sample(command);
  }

  @Get('imports')
  @Requires('supply.read')
  importList(@Query() page: PageRequest): Promise<ImportPage> {
    return importPage(this.db.reader, page);
  }

  @Get('imports/:id')
  @Requires('supply.read')
  oneImport(@Param('id', ParseUUIDPipe) id: string): Promise<ImportDetail> {
    return importDetail(this.db.reader, id);
  }

  @Get('notices')
  @Requires('supply.read')
  notices(@Query() page: NoticeListRequest): Promise<NoticePage> {
    return this.shortages.notices(this.db.reader, page);
  }

  @Post('notices/:id/acknowledgment')
  @HttpCode(200)
  @Requires('supply.manage')
  acknowledge(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<NoticeResponse> {
    return this.shortages.acknowledge(command, id);
  }

  /** This one and all older ones. */
  @Post('notices/:id/acknowledgment-of-all')
  @HttpCode(200)
  @Requires('supply.manage')
  acknowledgeAll(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<AcknowledgedAll> {
    return this.shortages.acknowledgeUpTo(command, id);
  }

  /** Names of the feed that are none of our drugs, and those that a person has decided about. */
  @Get('names')
  @Requires('supply.read')
  names(@Query() page: SearchPageRequest): Promise<NamePage> {
    return this.shortages.names(this.db.reader, page);
  }

  @Post('names')
  @HttpCode(200)
  @Requires('supply.manage')
  decide(@CurrentCommand() command: Command, @Body() body: MappingRequest): Promise<NamePage> {
    return this.shortages.decide(command, body);
  }

  /** Looks again which packages are ours, after drugs or products were added. */
  @Post('matches')
  @HttpCode(204)
  @Requires('supply.manage')
  matchAgain(@CurrentCommand() command: Command): Promise<void> {
    return this.shortages.matchAgain(command);
  }

  @Post('names/removal')
  @HttpCode(204)
  @Requires('supply.manage')
  forget(@CurrentCommand() command: Command, @Body() body: MappingRemoval): Promise<void> {
    return this.shortages.forget(command, body.genericName);
  }
}
