import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Sealer } from '../audit/seal.js';
import { Env } from '../config/env.js';
import { Notifier, OUTBOX_CHANNEL } from '../database/notifier.js';
import { describeError, Log } from '../log.js';
import { Delivery } from './delivery.js';
import { Handlers } from './handlers.js';
import { Loop } from './loop.js';
import { JobQueue } from './queue.js';
import { Relay } from './relay.js';

/** The safety net under NOTIFY, and the pace at which a queue that is away is tried again. */
const POLL_MS = 1_000;
const SEAL_EVERY_MS = 5_000;

/** Relay, handlers and sealer, in this process. Any number of processes may work; the database shares the work out. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private loops: Loop[] = [];

  constructor(
    private readonly env: Env,
    private readonly handlers: Handlers,
    private readonly relay: Relay,
    private readonly delivery: Delivery,
    private readonly queue: JobQueue,
    private readonly sealer: Sealer,
    private readonly notifier: Notifier,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.handlers.check();
    if (this.env.worker === 'off') return;
    const failed = (error: unknown): void => this.log.error(describeError(error), 'worker round failed');
    const relay = new Loop(POLL_MS, async () => (await this.relay.carry()) > 0, failed);
    const sealer = new Loop(SEAL_EVERY_MS, () => this.sealer.sealAll().then(() => false), failed);
    this.loops = [relay, sealer];
    this.notifier.listen(OUTBOX_CHANNEL, () => relay.wake());
    this.queue.work(async (id) => void (await this.delivery.run(id)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
