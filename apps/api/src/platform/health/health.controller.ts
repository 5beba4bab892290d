import { Controller, Get, Headers, Req, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/decorators.js';
import { Env } from '../config/env.js';
import { Database } from '../database/database.js';
import { notFound } from '../http/problem.js';
import { JobQueue } from '../outbox/queue.js';
import { HealthResponse, ReadinessResponse } from './health.dto.js';
import { Metrics } from './metrics.js';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly queue: JobQueue,
    private readonly metrics: Metrics,
    private readonly env: Env,
  ) {}

  /** The process answers. */
  @Get('health')
  @Public()
  health(): HealthResponse {
    return { status: 'ok' };
  }

  /** It can do its work: the database answers and has the schema of this build. A queue that is away only delays jobs. */
  @Get('ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessResponse> {
    const database = await this.databaseState();
    const queue = this.queue.isReady() ? 'ok' : 'away';
    const ready = database === 'ok';
    if (!ready) void reply.status(503);
    return { ready, database, queue };
  }

  /** Prometheus text, for this machine or for whoever has the token. */
  @Get('metrics')
  @Public()
  @ApiExcludeEndpoint()
  async show(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('authorization') authorization?: string,
  ): Promise<string> {
    if (!this.mayScrape(request, authorization)) throw notFound('page', '/metrics');
    const text = await this.metrics.text().catch((cause: unknown) => {
      throw new ServiceUnavailableException('', { cause });
    });
    void reply.header('content-type', this.metrics.contentType);
    return text;
  }

  private mayScrape(request: FastifyRequest, authorization: string | undefined): boolean {
    const { metricsToken } = this.env;
    if (metricsToken !== null) return authorization === `Bearer ${metricsToken}`;
    // A proxy on this machine makes every stranger look local; one that says so is a proxy.
    const proxied = !this.env.trustProxy && request.headers['x-forwarded-for'] !== undefined;
    return LOOPBACK.has(request.ip) && !proxied;
  }

  private async databaseState(): Promise<ReadinessResponse['database']> {
    try {
      return (await this.db.dataSource.showMigrations()) ? 'migrations-pending' : 'ok';
    } catch {
      return 'away';
    }
  }
}
