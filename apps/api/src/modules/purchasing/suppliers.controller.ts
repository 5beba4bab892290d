import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { Database } from '../../platform/database/database.js';
import { CurrentCommand, type Command } from '../../platform/http/commands.js';
import { PurchasingBooks } from './purchasing-books.js';
import {
  SupplierProductRequest,
  SupplierProductResponse,
  SupplierRequest,
  SupplierResponse,
} from './purchasing.dto.js';
import { suppliers } from './suppliers.queries.js';
import { SuppliersService } from './suppliers.service.js';

@ApiTags('purchasing')
@Controller('suppliers')
export class SuppliersController {
  constructor(
    private readonly suppliers: SuppliersService,
    private readonly books: PurchasingBooks,
    private readonly db: Database,
  ) {}

  @Get()
  @Requires('stock.read')
  async list(): Promise<SupplierResponse[]> {
    return suppliers(this.db.reader, await this.books.today(this.db.reader));
  }

  @Post()
  @Requires('purchase.write')
  create(@CurrentCommand() command: Command, @Body() body: SupplierRequest): Promise<SupplierResponse> {
    return this.suppliers.create(command, body);
  }

  @Get(':id')
  @Requires('stock.read')
  show(@Param('id', ParseUUIDPipe) id: string): Promise<SupplierResponse> {
    return this.suppliers.one(this.db.reader, id);
  }

  @Put(':id')
  @Requires('purchase.write')
  change(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SupplierRequest,
  ): Promise<SupplierResponse> {
    return this.suppliers.change(command, id, body);
  }

  @Get(':id/products')
  @Requires('stock.read')
  products(@Param('id', ParseUUIDPipe) id: string): Promise<SupplierProductResponse[]> {
    return this.suppliers.products(this.db.reader, id);
  }

  /** Adds a price, or changes the one for the same product and pack. */
  @Post(':id/products')
  @HttpCode(200)
  @Requires('purchase.write')
  price(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SupplierProductRequest,
  ): Promise<SupplierProductResponse[]> {
    return this.suppliers.price(command, id, body);
  }
}
