import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import { receivingPolicy } from '#domain/receiving';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, WithoutKey, type Command } from '../../platform/http/commands.js';
import { PHOTO_TYPES, PhotoBody, type Photo } from '../../platform/http/photo.js';
import { Sites } from '../../platform/site/site.js';
import { ReasonRequest } from '../orders/orders.dto.js';
import { ReceiptRequest, ReceiptResponse } from '../stock/stock.dto.js';
import { PlainDeliveriesService } from './plain-deliveries.service.js';
import { ReceiptView } from './receipt-view.js';
import { ReceivingService } from './receiving.service.js';
import { ScanService } from './scan.service.js';
import { StrangersService } from './strangers.service.js';
import {
  IdentifyStrangerRequest,
  ReceiptListRequest,
  ReceivingScanRequest,
  ReceivingScanResponse,
  ReceivingSettings,
  RecordedReceiptPage,
  RecordedReceiptResponse,
  RecordReceiptRequest,
  ReviewReceiptRequest,
  StrangerResponse,
} from './receiving.dto.js';
import { SettingsService } from './settings.service.js';

@ApiTags('receiving')
@Controller()
export class ReceivingController {
  constructor(
    private readonly receiving: ReceivingService,
    private readonly plain: PlainDeliveriesService,
    private readonly scans: ScanService,
    private readonly view: ReceiptView,
    private readonly db: Database,
  ) {}

  /** What a scanned code on a delivered package is, and which line of the order it belongs to. */
  @Post('receiving/scans')
  @HttpCode(200)
  @WithoutKey()
  @Requires('stock.receive')
  scan(@Body() body: ReceivingScanRequest): Promise<ReceivingScanResponse> {
    return this.scans.read(this.db.reader, body);
  }

  @Get('receipts')
  @Requires('stock.read')
  list(@Query() page: ReceiptListRequest): Promise<RecordedReceiptPage> {
    return this.view.list(this.db.reader, page);
  }

  /** Takes a delivery in, against an order or without one. */
  @Post('receipts')
  @Requires('stock.receive')
  record(@CurrentCommand() command: Command, @Body() body: RecordReceiptRequest): Promise<RecordedReceiptResponse> {
    return this.receiving.record(command, body);
  }

  @Get('receipts/:id')
  @Requires('stock.read')
  show(@Param('id', ParseUUIDPipe) id: string): Promise<RecordedReceiptResponse> {
    return this.view.receipt(this.db.reader, id);
  }

  /** By another person than the receiver. */
  @Post('receipts/:id/review')
  @HttpCode(200)
  @Requires('stock.receive')
  review(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReviewReceiptRequest,
  ): Promise<RecordedReceiptResponse> {
    return this.receiving.review(command, id, body);
  }

  /** A delivery of a supplier by name, for systems that count themselves. */
  @Post('stock/receipts')
  @Requires('stock.receive')
  take(@CurrentCommand() command: Command, @Body() body: ReceiptRequest): Promise<ReceiptResponse> {
    return this.plain.take(command, body);
  }
}

/** Packages with an unknown code. */
@ApiTags('receiving')
@Controller('receiving')
export class StrangersController {
  constructor(
    private readonly strangers: StrangersService,
    private readonly view: ReceiptView,
    private readonly settings: SettingsService,
    private readonly sites: Sites,
    private readonly db: Database,
  ) {}

  @Get('strangers')
  @Requires('stock.read')
  waiting(): Promise<StrangerResponse[]> {
    return this.view.strangers(this.db.reader);
  }

  @Post('strangers/:lineId/identification')
  @HttpCode(200)
  @Requires('stock.release')
  identify(
    @CurrentCommand() command: Command,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() body: IdentifyStrangerRequest,
  ): Promise<StrangerResponse> {
    return this.strangers.identify(command, lineId, body);
  }

  @Post('strangers/:lineId/return')
  @HttpCode(200)
  @Requires('stock.release')
  sendBack(
    @CurrentCommand() command: Command,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() body: ReasonRequest,
  ): Promise<StrangerResponse> {
    return this.strangers.sendBack(command, lineId, body.reason);
  }

  @Post('lines/:lineId/photos')
  @ApiConsumes(...PHOTO_TYPES)
  @Requires('stock.receive')
  photograph(
    @CurrentCommand() command: Command,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @PhotoBody() photo: Photo,
  ): Promise<{ id: string }> {
    return this.strangers.photograph(command, lineId, photo);
  }

  @Get('photos/:photoId')
  @Requires('stock.read')
  @Header('Cache-Control', 'private, max-age=86400')
  async photo(@Param('photoId', ParseUUIDPipe) photoId: string): Promise<StreamableFile> {
    const { bytes, mediaType } = await this.strangers.photo(photoId);
    return new StreamableFile(bytes, { type: mediaType });
  }

  @Get('settings')
  @Requires('stock.read')
  async policy(): Promise<ReceivingSettings> {
    const { review, shortDatedDays } = receivingPolicy((await this.sites.current(this.db.reader)).settings);
    return { receivingReview: review, shortDatedDays };
  }

  @Put('settings')
  @Requires('site.manage')
  change(@CurrentCommand() command: Command, @Body() body: ReceivingSettings): Promise<ReceivingSettings> {
    return this.settings.change(command, body);
  }
}
