import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { type Command, CurrentCommand, WithoutKey } from '../../platform/http/commands.js';
import {
  ApprovalRequest,
  OrderChangeRequest,
  OrderFilterRequest,
  OrderPage,
  OrderRequest,
  OrderResponse,
  OrderReviewResponse,
  ReasonRequest,
  ReviewPreviewRequest,
} from './orders.dto.js';
import { OrderReviewService } from './order-review.service.js';
import { OrdersService } from './orders.service.js';

@ApiTags('orders')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly reviews: OrderReviewService,
  ) {}

  @Get()
  @Requires('order.read')
  list(@CurrentActor() actor: Actor, @Query() filter: OrderFilterRequest): Promise<OrderPage> {
    return this.orders.list(actor, filter);
  }

  @Get(':id')
  @Requires('order.read')
  get(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<OrderResponse> {
    return this.orders.get(actor, id);
  }

  @Post()
  @Requires('order.enter')
  enter(@CurrentCommand() command: Command, @Body() body: OrderRequest): Promise<OrderResponse> {
    return this.orders.enter(command, body);
  }

  @Put(':id')
  @Requires('order.enter')
  change(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: OrderChangeRequest,
  ): Promise<OrderResponse> {
    return this.orders.change(command, id, body);
  }

  @Post(':id/hold')
  @HttpCode(200)
  @Requires('order.review')
  hold(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<OrderResponse> {
    return this.orders.move(command, id, 'hold', body.reason);
  }

  @Post(':id/resumption')
  @HttpCode(200)
  @Requires('order.review')
  resume(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<OrderResponse> {
    return this.orders.move(command, id, 'resume', '');
  }

  @Post(':id/discontinuation')
  @HttpCode(200)
  @Requires('order.enter')
  discontinue(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<OrderResponse> {
    return this.orders.move(command, id, 'discontinue', body.reason);
  }

  /** The prescriber's answer to a clarification left the prescription as it was. */
  @Post(':id/answer')
  @HttpCode(200)
  @Requires('order.enter')
  answer(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<OrderResponse> {
    return this.orders.move(command, id, 'answer', body.reason);
  }

  @Get(':id/review')
  @Requires('order.review')
  review(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<OrderReviewResponse> {
    return this.reviews.review(actor, id);
  }

  /** Takes an order into review. */
  @Post(':id/review')
  @HttpCode(200)
  @Requires('order.review')
  start(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<OrderResponse> {
    return this.reviews.start(command, id);
  }

  /** The review as it would be with another formula or a stability decision. Changes nothing. */
  @Post(':id/review/preview')
  @HttpCode(200)
  @WithoutKey()
  @Requires('order.review')
  preview(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReviewPreviewRequest,
  ): Promise<OrderReviewResponse> {
    return this.reviews.review(actor, id, body);
  }

  @Post(':id/approval')
  @HttpCode(200)
  @Requires('order.review')
  approve(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ApprovalRequest,
  ): Promise<OrderResponse> {
    return this.reviews.approve(command, id, body);
  }

  @Post(':id/clarification')
  @HttpCode(200)
  @Requires('order.review')
  ask(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<OrderResponse> {
    return this.reviews.sendBack(command, id, 'ask', body.reason);
  }

  @Post(':id/rejection')
  @HttpCode(200)
  @Requires('order.review')
  reject(
    @CurrentCommand() command: Command,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ReasonRequest,
  ): Promise<OrderResponse> {
    return this.reviews.sendBack(command, id, 'reject', body.reason);
  }
}
