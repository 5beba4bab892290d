import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatInstant, type Instant } from '#domain/time';
import { Audit } from '../audit/audit.js';
import { Requires } from '../auth/decorators.js';
import { Database } from '../database/database.js';
import { Notifier, OUTBOX_CHANNEL } from '../database/notifier.js';
import { rows } from '../database/sql.js';
import { Commands, CurrentCommand, type Command } from '../http/commands.js';
import { Delivery } from './delivery.js';
import { StuckMessageResponse } from './outbox.dto.js';

const SHOWN = 200;

/** Jobs that were given up after many attempts. */
@ApiTags('jobs')
@Controller('jobs/stuck')
export class OutboxController {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly delivery: Delivery,
    private readonly audit: Audit,
    private readonly notifier: Notifier,
  ) {}

  /** The jobs that wait for a person, oldest first. */
  @Get()
  @Requires('site.manage')
  async list(): Promise<StuckMessageResponse[]> {
    const found = await rows<StuckRow>(
      this.db.reader,
      `select id, topic, created_at, stuck_at, attempts, last_error from outbox_message
       where stuck_at is not null and done_at is null order by stuck_at limit ${SHOWN}`,
    );
    return found.map((row) => ({
      id: row.id,
      topic: row.topic,
      createdAt: formatInstant(row.created_at),
      stuckAt: formatInstant(row.stuck_at),
      attempts: row.attempts,
      lastError: row.last_error,
    }));
  }

  /** Tries a job again. */
  @Post(':id/release')
  @HttpCode(204)
  @Requires('site.manage')
  async release(@CurrentCommand() command: Command, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.commands.run(command, async (tx, actor) => {
      await this.delivery.release(tx, id);
      await this.audit.record(tx, actor, 'job.released', { kind: 'job', id });
      this.db.afterCommit(tx, () => this.notifier.send(OUTBOX_CHANNEL, ''));
    });
  }
}

interface StuckRow {
  readonly id: string;
  readonly topic: string;
  readonly created_at: Instant;
  readonly stuck_at: Instant;
  readonly attempts: number;
  readonly last_error: string | null;
}
