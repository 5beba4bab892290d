import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Instant } from '#domain/time';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { rows } from '../database/sql.js';
import { JobQueue } from '../outbox/queue.js';

interface Counts {
  readonly waiting: number;
  readonly stuck: number;
  readonly oldest: Instant | null;
  readonly unsealed: number;
}

/** What a monitoring system asks for. Routes are patterns, so that no id gets into a label. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by method, route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });

  private readonly gauges = {
    pool: this.gauge('database_connections', 'Open connections of the pool'),
    poolWaiting: this.gauge('database_requests_waiting', 'Requests that wait for a connection'),
    queued: this.gauge('queue_jobs_waiting', 'Jobs in the queue, not started; -1 when the queue is away'),
    waiting: this.gauge('outbox_messages_waiting', 'Messages not done'),
    stuck: this.gauge('outbox_messages_stuck', 'Messages given up until a person releases them'),
    lag: this.gauge('outbox_lag_seconds', 'Age of the oldest message that is due and not done'),
    unsealed: this.gauge('audit_entries_unsealed', 'Audit entries not sealed yet'),
  };

  constructor(
    private readonly db: Database,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** @throws when the database does not answer */
  async text(): Promise<string> {
    const { totalCount, waitingCount } = poolOf(this.db);
    this.gauges.pool.set(totalCount);
    this.gauges.poolWaiting.set(waitingCount);
    this.gauges.queued.set((await this.queue.waiting()) ?? -1);
    const counts = await this.counts();
    this.gauges.waiting.set(counts.waiting);
    this.gauges.stuck.set(counts.stuck);
    this.gauges.lag.set(counts.oldest === null ? 0 : Math.max(0, (this.clock.now() - counts.oldest) / 1000));
    this.gauges.unsealed.set(counts.unsealed);
    return this.registry.metrics();
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  private async counts(): Promise<Counts> {
    const [counts] = await rows<Counts>(
      this.db.reader,
      `select count(*) filter (where stuck_at is null)::int as waiting, count(*) filter (where stuck_at is not null)::int as stuck,
              min(due_at) filter (where stuck_at is null) as oldest,
              (select count(*)::int from audit_entry where block is null) as unsealed
       from outbox_message where done_at is null`,
    );
    return counts ?? { waiting: 0, stuck: 0, oldest: null, unsealed: 0 };
  }
}

interface Pool {
  readonly totalCount: number;
  readonly waitingCount: number;
}
const poolOf = (db: Database): Pool => (db.dataSource.driver as unknown as { readonly master: Pool }).master;
