import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Env } from '../config/env.js';
import { describeError, Log } from '../log.js';
import { Loop } from '../loop.js';
import { Sealer } from './seal.js';

/** How long an entry may stay outside the chain. */
const SEAL_EVERY_MS = 5_000;

/** Seals as long as this process works. Several may try; one at a time seals. */
@Injectable()
export class Sealing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private loop: Loop | undefined;

  constructor(
    private readonly env: Env,
    private readonly sealer: Sealer,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.env.worker === 'off') return;
    const seal = (): Promise<boolean> => this.sealer.sealAll().then(() => false);
    this.loop = new Loop(SEAL_EVERY_MS, seal, (error) => this.log.error(describeError(error), 'sealing failed'));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop?.stop();
  }
}
