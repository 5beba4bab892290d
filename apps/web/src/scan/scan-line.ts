export type Entry = 'scanned' | 'camera' | 'keyed';

/** Does what a scan asks for; undefined as the answer (as `useCommand` gives it) means that it was refused. */
export type Take = (code: string, entry: Entry) => unknown;

interface Scan {
  readonly code: string;
  readonly entry: Entry;
}

/** A hand is quicker than a network, but not by more than this. */
const HELD_AT_MOST = 4;

/**
 * One scan after the other: what is scanned while the last one is being answered waits its turn, and nothing is lost
 * silently. After a refusal what waited is dropped and told, because it was scanned in the belief that all was well.
 */
export class ScanLine {
  private waiting: Scan[] = [];
  private busy = false;

  constructor(
    private readonly take: Take,
    private readonly dropped: (codes: number) => void,
    private readonly drawn: () => Promise<void>,
  ) {}

  add(code: string, entry: Entry): void {
    if (!this.busy) return this.next({ code, entry });
    if (this.waiting.length < HELD_AT_MOST) this.waiting.push({ code, entry });
    else this.dropped(1);
  }

  /** Scans wait for something else that was sent, such as a volume keyed in. */
  async hold(answer: Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const outcome: unknown = await answer.catch(() => undefined);
    if (outcome === undefined && this.waiting.length > 0) this.dropped(this.waiting.splice(0).length);
    // What the answer changed is on the screen before the next scan is judged by what is on the screen.
    await this.drawn();
    this.busy = false;
    const following = this.waiting.shift();
    if (following) this.next(following);
  }

  private next(scan: Scan): void {
    const answer = this.take(scan.code, scan.entry);
    if (answer instanceof Promise) void this.hold(answer);
  }
}
