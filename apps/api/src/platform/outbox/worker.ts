import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Env } from '../config/env.js';
import { Notifier, OUTBOX_CHANNEL } from '../database/notifier.js';
import { describeError, Log } from '../log.js';
import { Loop } from '../loop.js';
import { Delivery } from './delivery.js';
import { JobQueue } from './queue.js';
import { Relay } from './relay.js';

/** The safety net under NOTIFY, and the pace at which a queue that is away is tried again. */
const POLL_MS = 1_000;

/** Relay and handlers, in this process. Any number of processes may work; the database shares the work out. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private loop: Loop | undefined;

  constructor(
    private readonly env: Env,
    private readonly relay: Relay,
    private readonly delivery: Delivery,
    private readonly queue: JobQueue,
    private readonly notifier: Notifier,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.env.worker === 'off') return;
    const carry = async (): Promise<boolean> => (await this.relay.carry()) > 0;
    const loop = new Loop(POLL_MS, carry, (error) => this.log.error(describeError(error), 'relay failed'));
    this.loop = loop;
    this.notifier.listen(OUTBOX_CHANNEL, () => loop.wake());
    this.queue.work(async (id) => void (await this.delivery.run(id)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop?.stop();
  }
}
