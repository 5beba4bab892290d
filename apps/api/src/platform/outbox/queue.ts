import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import Bull from 'bull';
import { Env } from '../config/env.js';
import { describeError, Log } from '../log.js';

export interface QueueSettings {
  /** Keys in Redis begin with it; tests have one each. */
  readonly prefix: string;
  readonly concurrency: number;
}

const CLOSE_WITHIN_MS = 5_000;
const ADD_WITHIN_MS = 2_000;
const RETRY_CONNECTING_MS = 500;

type Client = { readonly status: string; disconnect(): void; once(event: string, then: () => void): unknown };
/** `client` and `bclient` connect when first read; `clients` holds those that exist. */
type Innards = { readonly client?: Client; readonly bclient?: Client; readonly clients: readonly Client[] };

/** Bull, behind the four things we ask of it. It holds nothing that is not in the outbox too. */
@Injectable()
export class JobQueue implements OnModuleDestroy {
  private readonly bull: Bull.Queue<{ id: string }>;
  private working = false;
  private complained = false;

  constructor(
    env: Env,
    private readonly settings: QueueSettings,
    private readonly log: Log,
  ) {
    const url = new URL(env.redisUrl);
    this.bull = new Bull('outbox', {
      prefix: settings.prefix,
      redis: {
        host: url.hostname,
        port: Number(url.port || 6379),
        db: Number(url.pathname.slice(1) || 0),
        ...(url.username && { username: decodeURIComponent(url.username) }),
        ...(url.password && { password: decodeURIComponent(url.password) }),
        ...(url.protocol === 'rediss:' && { tls: {} }),
        retryStrategy: () => RETRY_CONNECTING_MS,
      },
      // Attempts are counted in the database: a queue that forgets must not start counting anew.
      defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
      settings: { stalledInterval: 15_000, lockDuration: 30_000, maxStalledCount: 0 },
    });
    this.bull.on('error', (error) => this.complain(error));
  }

  /** Whether it takes jobs at this moment. */
  isReady(): boolean {
    return this.innards.client?.status === 'ready';
  }

  /** @throws Error when the queue does not answer in time; the message then stays where it is */
  async add(id: string): Promise<void> {
    await within(ADD_WITHIN_MS, this.bull.add({ id }, { jobId: id }));
  }

  /** Starts taking jobs. Resolves at once; a queue that is down is waited for in the background. */
  work(handle: (id: string) => Promise<void>): void {
    this.working = true;
    this.bull
      .process(this.settings.concurrency, (job) => handle(job.data.id))
      .catch((error: unknown) => this.complain(error));
  }

  async waiting(): Promise<number | undefined> {
    if (!this.isReady()) return undefined;
    return within(ADD_WITHIN_MS, this.bull.getWaitingCount()).catch(() => undefined);
  }

  async onModuleDestroy(): Promise<void> {
    // Bull rejects where nobody can catch it when it is closed while still connecting: let a live queue finish that first.
    if (this.isReady() && this.working) await within(1_000, this.blockingClientReady()).catch(() => undefined);
    if (this.isReady()) await within(CLOSE_WITHIN_MS, this.bull.close()).catch(() => undefined);
    for (const client of this.innards.clients) if (client.status !== 'end') client.disconnect();
  }

  private get innards(): Innards {
    return this.bull as unknown as Innards;
  }

  private async blockingClientReady(): Promise<void> {
    const { bclient } = this.innards;
    if (bclient && bclient.status !== 'ready') await new Promise<void>((ready) => bclient.once('ready', ready));
  }

  /** Once for each time it goes away, not once for each attempt to reach it. */
  private complain(error: unknown): void {
    if (this.complained) return;
    this.complained = true;
    this.log.warn(describeError(error), 'the queue is away; work waits in the database');
    void this.bull.isReady().then(
      () => (this.complained = false),
      () => (this.complained = false),
    );
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
