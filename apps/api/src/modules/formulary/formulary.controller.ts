import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import { DrugListRequest, ProductListRequest } from './formulary-lists.dto.js';
import { DrugPage, DrugRequest, DrugResponse, ProductPage, ProductRequest, ProductResponse } from './formulary.dto.js';
import { FormularyQueries } from './formulary.queries.js';
import { FormularyService } from './formulary.service.js';

@ApiTags('formulary')
@Controller()
export class FormularyController {
  constructor(
    private readonly formulary: FormularyService,
    private readonly queries: FormularyQueries,
    private readonly db: Database,
  ) {}

  /** Names are no secret: whoever keys an order, a nurse too, chooses from them. */
  @Get('drugs')
  @Requires()
  drugs(@Query() page: DrugListRequest): Promise<DrugPage> {
    return this.queries.drugs(this.db.reader, page);
  }

  @Post('drugs')
  @Requires('formula.write')
  addDrug(@CurrentCommand() command: Command, @Body() body: DrugRequest): Promise<DrugResponse> {
    return this.formulary.saveDrug(command, body);
  }

  @Put('drugs/:id')
  @Requires('formula.write')
  changeDrug(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: DrugRequest,
  ): Promise<DrugResponse> {
    return this.formulary.saveDrug(command, body, id);
  }

  /** Found by name, drug, NDC in any form, or GTIN. */
  @Get('products')
  @Requires('stock.read')
  products(@Query() page: ProductListRequest): Promise<ProductPage> {
    return this.queries.products(this.db.reader, page);
  }

  @Post('products')
  @Requires('formula.write')
  addProduct(@CurrentCommand() command: Command, @Body() body: ProductRequest): Promise<ProductResponse> {
    return this.formulary.saveProduct(command, body);
  }

  @Put('products/:id')
  @Requires('formula.write')
  changeProduct(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ProductRequest,
  ): Promise<ProductResponse> {
    return this.formulary.saveProduct(command, body, id);
  }
}
