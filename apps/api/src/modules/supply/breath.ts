/** Other work of the process waits at most about so long. */
const BREATH_MS = 8;

/** Lets other work of the process go on when a slice of time is over. */
export class Breath {
  private since = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.since < BREATH_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.since = performance.now();
  }
}
