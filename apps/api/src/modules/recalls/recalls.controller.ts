import { Readable } from 'node:stream';
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
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { type Command, CurrentCommand } from '../../platform/http/commands.js';
import { csvLines } from '../trace/blast-radius.js';
import { ClosingService } from './closing.service.js';
import { OpeningService } from './opening.service.js';
import { RecallPapers } from './recall-papers.js';
import { RecallTools } from './recall-tools.js';
import { itemPage, itemStream, recallById, recallPage } from './recalls.queries.js';
import {
  CertifyRequest,
  CloseItemsRequest,
  EndRecallRequest,
  OpenRecallRequest,
  RecallItemDto,
  RecallItemPage,
  RecallItemsRequest,
  RecallListRequest,
  RecallPage,
  RecallResponse,
} from './recalls.dto.js';

const ITEM_COLUMNS = [
  'kind',
  'place',
  'state',
  'detail',
  'lotNumber',
  'productName',
  'locationName',
  'cspNumber',
  'cspState',
  'title',
  'mayBeInfused',
  'patientNumber',
  'patientName',
  'patientPhone',
  'prescriber',
  'orderNumber',
  'note',
  'closedBy',
  'closedAt',
] as const satisfies readonly (keyof RecallItemDto)[];

/** Recalls from opening to close. Each answer that names patients is audited. */
@ApiTags('recalls')
@Controller('recalls')
export class RecallsController {
  constructor(
    private readonly opening: OpeningService,
    private readonly closing: ClosingService,
    private readonly papers: RecallPapers,
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly tools: RecallTools,
  ) {}

  @Get()
  @Requires('trace.read')
  list(@Query() request: RecallListRequest): Promise<RecallPage> {
    return recallPage(this.db.reader, request);
  }

  /** Holds everything that the scope reaches and writes the work list, in one transaction. */
  @Post()
  @Requires('recall.open')
  open(@CurrentCommand() command: Command, @Body() body: OpenRecallRequest): Promise<RecallResponse> {
    return this.opening.open(command, body);
  }

  @Get(':id')
  @Requires('trace.read')
  one(@Param('id', ParseUUIDPipe) id: string): Promise<RecallResponse> {
    return recallById(this.db.reader, id);
  }

  @Get(':id/items')
  @Requires('trace.read')
  async items(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() request: RecallItemsRequest,
  ): Promise<RecallItemPage> {
    const page = await itemPage(this.db.reader, id, request, this.tools.clock.now());
    await this.shown(actor, page.items);
    return page;
  }

  @Post(':id/items/closing')
  @HttpCode(200)
  @Requires('recall.open')
  async closeItems(
    @CurrentCommand() command: Command,
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CloseItemsRequest,
  ): Promise<RecallItemDto[]> {
    const items = await this.closing.closeItems(command, id, body);
    await this.shown(actor, items);
    return items;
  }

  /** Who has to be told and what has to come back, in large print. */
  @Get(':id/notices.pdf')
  @Requires('trace.read')
  @ApiProduces('application/pdf')
  @Header('Cache-Control', 'no-store')
  async pdf(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const recall = await recallById(this.db.reader, id);
    const work = new Map<string | null, RecallItemDto[]>();
    for await (const part of itemStream(this.db.reader, id, this.tools.clock.now())) {
      await this.shown(actor, part);
      for (const item of part) {
        const group = work.get(item.patientId);
        if (group) group.push(item);
        else work.set(item.patientId, [item]);
      }
    }
    const bytes = await this.papers.notices(recall, work);
    return new StreamableFile(bytes, {
      type: 'application/pdf',
      disposition: `inline; filename="${recall.number}.pdf"`,
    });
  }

  /** The work list as a table, streamed. */
  @Get(':id/items.csv')
  @Requires('trace.read')
  @ApiProduces('text/csv')
  @Header('Cache-Control', 'no-store')
  async csv(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const recall = await recallById(this.db.reader, id);
    const parts = itemStream(this.db.reader, id, this.tools.clock.now());
    const shown = (items: readonly RecallItemDto[]): Promise<void> => this.shown(actor, items);
    const lines = (async function* () {
      yield csvLines([ITEM_COLUMNS]);
      for await (const part of parts) {
        await shown(part);
        yield csvLines(part.map((item) => ITEM_COLUMNS.map((column) => item[column])));
      }
    })();
    return new StreamableFile(Readable.from(lines), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${recall.number}.csv"`,
    });
  }

  /** By signature: which preparations of the period have lot links, and which do not. */
  @Post(':id/certificate')
  @HttpCode(200)
  @Requires('recall.close')
  certify(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CertifyRequest,
  ): Promise<RecallResponse> {
    return this.closing.certify(command, id, body);
  }

  /** By signature: all work is closed and completeness is certified. */
  @Post(':id/closing')
  @HttpCode(200)
  @Requires('recall.close')
  close(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: EndRecallRequest,
  ): Promise<RecallResponse> {
    return this.closing.close(command, id, body);
  }

  /** By signature: the recall was opened in error, and what it held is as it was. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('recall.close')
  withdraw(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: EndRecallRequest,
  ): Promise<RecallResponse> {
    return this.closing.withdraw(command, id, body);
  }

  private shown(actor: Actor, items: readonly RecallItemDto[]): Promise<void> {
    const patients = [...new Set(items.flatMap((item) => item.patientId ?? []))];
    return this.audit.read(
      actor,
      patients.map((id) => ({ kind: 'patient', id })),
      'work list of a recall',
    );
  }
}
