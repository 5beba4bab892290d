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
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, WithoutKey, type Command } from '../../platform/http/commands.js';
import { DrugSupplyService } from './drug-supply.service.js';
import { ReorderService } from './reorder.service.js';
import {
  DrugSupplyResponse,
  ReorderProposal,
  ReorderResponse,
  SupplyNoticeResponse,
  SupplyPage,
  WhatIfResponse,
} from './supply.dto.js';
import { ReorderProposalRequest, ReorderRequest, SupplyListRequest, WhatIfRequest } from './supply-requests.dto.js';
import { supplyCsv } from './supply-csv.js';
import { openNotices, SupplyQueries } from './supply.queries.js';

@ApiTags('supply')
@Controller('supply')
export class SupplyController {
  constructor(
    private readonly queries: SupplyQueries,
    private readonly drugs: DrugSupplyService,
    private readonly reorders: ReorderService,
    private readonly db: Database,
  ) {}

  /** How long each drug lasts, as last worked out. */
  @Get()
  @Requires('supply.read')
  list(@Query() page: SupplyListRequest): Promise<SupplyPage> {
    return this.queries.list(this.db.reader, page);
  }

  @Get('table.csv')
  @Requires('supply.read')
  @ApiProduces('text/csv')
  @Header('Cache-Control', 'no-store')
  async csv(@Query() page: SupplyListRequest): Promise<StreamableFile> {
    const text = supplyCsv(await this.queries.all(this.db.reader, page));
    return new StreamableFile(Buffer.from(text, 'utf8'), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="supply.csv"',
    });
  }

  /** Notices that nobody has put away. */
  @Get('notices')
  @Requires('supply.read')
  notices(): Promise<SupplyNoticeResponse[]> {
    return openNotices(this.db.reader, null);
  }

  /** One drug, worked out now. Names patients who would go without, so it is audited. */
  @Get('drugs/:id')
  @Requires('supply.read')
  drug(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<DrugSupplyResponse> {
    return this.drugs.show(actor, id);
  }

  /** The same with some levers together. */
  @Post('drugs/:id/what-if')
  @HttpCode(200)
  @WithoutKey()
  @Requires('supply.read')
  whatIf(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: WhatIfRequest,
  ): Promise<WhatIfResponse> {
    return this.drugs.whatIf(actor, id, body);
  }

  /** What to order of some drugs so that they reach their target. */
  @Get('reorder')
  @Requires('supply.read')
  propose(@Query() query: ReorderProposalRequest): Promise<ReorderProposal> {
    return this.reorders.propose(query.drugIds);
  }

  /** Draft purchase orders, one a supplier. */
  @Post('reorder')
  @Requires('purchase.write')
  reorder(@CurrentCommand() command: Command, @Body() body: ReorderRequest): Promise<ReorderResponse> {
    return this.reorders.order(command, body);
  }
}
