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
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import { DscsaService } from './dscsa.service.js';
import {
  CloseExceptionRequest,
  DscsaDocumentResponse,
  ExceptionListRequest,
  ExceptionPage,
  ExceptionResponse,
  FdaNoticeRequest,
  ImportDscsaRequest,
  InvestigateRequest,
} from './exceptions.dto.js';
import { ExceptionsService } from './exceptions.service.js';

@ApiTags('receiving')
@Controller('receiving/exceptions')
export class ExceptionsController {
  constructor(
    private readonly exceptions: ExceptionsService,
    private readonly db: Database,
  ) {}

  @Get()
  @Requires('stock.read')
  list(@Query() page: ExceptionListRequest): Promise<ExceptionPage> {
    return this.exceptions.list(this.db.reader, page);
  }

  @Get(':id')
  @Requires('stock.read')
  show(@Param('id', ParseUUIDPipe) id: string): Promise<ExceptionResponse> {
    return this.exceptions.one(this.db.reader, id);
  }

  @Post(':id/investigation')
  @HttpCode(200)
  @Requires('stock.quarantine')
  investigate(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: InvestigateRequest,
  ): Promise<ExceptionResponse> {
    return this.exceptions.investigate(command, id, body.note);
  }

  /** Suspect product: whoever may release it. All else: the buyer too. */
  @Post(':id/closing')
  @HttpCode(200)
  @Requires('stock.quarantine')
  close(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CloseExceptionRequest,
  ): Promise<ExceptionResponse> {
    return this.exceptions.close(command, id, body);
  }

  /** Form FDA 3911 was sent. */
  @Post(':id/fda-notice')
  @HttpCode(200)
  @Requires('stock.release')
  notified(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: FdaNoticeRequest,
  ): Promise<ExceptionResponse> {
    return this.exceptions.notified(command, id, body);
  }
}

/** Transaction information and statements. */
@ApiTags('receiving')
@Controller('dscsa/documents')
export class DscsaController {
  constructor(
    private readonly dscsa: DscsaService,
    private readonly db: Database,
  ) {}

  @Get()
  @Requires('stock.read')
  list(): Promise<DscsaDocumentResponse[]> {
    return this.dscsa.list(this.db.reader);
  }

  /** EPCIS 2.0 in JSON, whole or not at all; a document that is on file already changes nothing. */
  @Post()
  @Requires('stock.receive')
  import(@CurrentCommand() command: Command, @Body() body: ImportDscsaRequest): Promise<DscsaDocumentResponse> {
    return this.dscsa.import(command, body);
  }

  /** Exactly as it came. */
  @Get(':id/raw')
  @Requires('stock.read')
  @ApiProduces('application/json')
  @Header('Cache-Control', 'no-store')
  async raw(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(await this.dscsa.raw(this.db.reader, id), 'utf8'), {
      type: 'application/json',
      disposition: `attachment; filename="dscsa-${id}.json"`,
    });
  }
}
