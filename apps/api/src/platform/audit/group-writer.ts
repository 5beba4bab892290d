interface Waiting<T> {
  readonly item: T;
  readonly done: () => void;
  readonly failed: (cause: unknown) => void;
}

/**
 * Writes items that come together in one go. The first goes at once; those that arrive while it is being written share the
 * next write. Each caller hears when its own item is safely stored, or that it is not: nothing is kept for later.
 */
export class GroupWriter<T> {
  private waiting: Waiting<T>[] = [];
  private writing = false;

  /** @param limit items that may wait before further ones are refused */
  constructor(
    private readonly store: (items: readonly T[]) => Promise<void>,
    private readonly most: number,
    private readonly limit: number,
  ) {}

  write(item: T): Promise<void> {
    if (this.waiting.length >= this.limit) return Promise.reject(new Error('too many entries wait to be written'));
    const stored = new Promise<void>((done, failed) => this.waiting.push({ item, done, failed }));
    if (!this.writing) void this.run();
    return stored;
  }

  private async run(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.most);
      try {
        await this.store(group.map((w) => w.item));
        for (const w of group) w.done();
      } catch (cause) {
        for (const w of group) w.failed(cause);
      }
    }
    this.writing = false;
  }
}
