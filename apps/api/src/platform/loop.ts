import { jitter } from './ids.js';

/** Does something again and again: at once while there is more to do or when woken, else after a rest. */
export class Loop {
  private stopped = false;
  private woken = false;
  private interrupt: (() => void) | undefined;
  private readonly ended: Promise<void>;

  /**
   * @param once one round; answers whether there may be more to do at once
   * @param failed told of a round that failed; the next one comes after the rest
   */
  constructor(
    private readonly restMs: number,
    private readonly once: () => Promise<boolean>,
    private readonly failed: (error: unknown) => void,
  ) {
    this.ended = this.run();
  }

  wake(): void {
    this.woken = true;
    this.interrupt?.();
  }

  /** Lets the round under way finish. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.ended;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      const more = await this.once().catch((error: unknown) => {
        this.failed(error);
        return false;
      });
      if (!more && !this.woken) await this.rest();
    }
  }

  private rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, jitter(this.restMs));
      this.interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
