import { Worker } from 'node:worker_threads';
import type { Task, TaskResult } from './task.js';

/** Why a label was not made. Each is safe to retry: nothing was printed or stored. */
export type LabelRendererFailure = 'busy' | 'timeout' | 'crashed' | 'closed' | 'failed';

export class LabelRendererError extends Error {
  constructor(
    readonly reason: LabelRendererFailure,
    message: string,
  ) {
    super(message);
    this.name = 'LabelRendererError';
  }
}

interface Waiting {
  readonly task: Task;
  resolve(result: TaskResult): void;
  reject(error: LabelRendererError): void;
}

interface Answer {
  readonly id: number;
  readonly result?: TaskResult;
  readonly error?: string;
}

/** Memory of the thread; a batch of 500 labels takes about 60 MB. */
const HEAP_MB = 384;

/**
 * One worker thread and the tasks that wait for it, first come first served. A task that takes too long, or takes the thread
 * down, is rejected alone; the thread is started again for the next one.
 */
export class LabelThread {
  private worker: Worker | undefined;
  private current: (Waiting & { id: number; timer: NodeJS.Timeout }) | undefined;
  private readonly queue: Waiting[] = [];
  private lastId = 0;
  private closed = false;

  constructor(
    private readonly entry: URL,
    private readonly timeoutMs: number,
    private readonly maxQueued: number,
  ) {}

  run(task: Task): Promise<TaskResult> {
    return new Promise((resolve, reject) => {
      if (this.closed) reject(new LabelRendererError('closed', 'The label renderer is closed'));
      else if (this.queue.length >= this.maxQueued)
        reject(new LabelRendererError('busy', `${this.maxQueued} labels are waiting already`));
      else {
        this.queue.push({ task, resolve, reject });
        this.next();
      }
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const error = new LabelRendererError('closed', 'The label renderer was closed');
    for (const waiting of this.queue.splice(0)) waiting.reject(error);
    await this.drop(error);
  }

  private next(): void {
    if (this.current || this.closed) return;
    const waiting = this.queue.shift();
    if (!waiting) return;
    const id = ++this.lastId;
    const late = (): void =>
      void this.drop(new LabelRendererError('timeout', `A label took longer than ${this.timeoutMs} ms`));
    // oxlint-disable-next-line no-restricted-globals -- a thread that hangs can only be given up by the clock
    this.current = { ...waiting, id, timer: setTimeout(late, this.timeoutMs) };
    const worker = (this.worker ??= this.start());
    worker.ref();
    worker.postMessage({ id, task: waiting.task });
  }

  private start(): Worker {
    const worker = new Worker(this.entry, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    const crashed = (why: string): void => {
      if (this.worker === worker) void this.drop(new LabelRendererError('crashed', `The label worker stopped: ${why}`));
    };
    worker.on('message', (answer: Answer) => this.answer(answer));
    worker.on('error', (error) => crashed(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => crashed(`exit code ${code}`));
    return worker;
  }

  private answer({ id, result, error }: Answer): void {
    const { current } = this;
    if (!current || current.id !== id) return;
    this.current = undefined;
    clearTimeout(current.timer);
    // An idle thread does not keep the process alive.
    this.worker?.unref();
    if (result) current.resolve(result);
    else current.reject(new LabelRendererError('failed', error ?? 'No answer'));
    this.next();
  }

  /** Ends the thread and the task that it had; the queue goes on with a new one. */
  private async drop(error: LabelRendererError): Promise<void> {
    const { worker, current } = this;
    this.worker = undefined;
    this.current = undefined;
    if (current) {
      clearTimeout(current.timer);
      current.reject(error);
    }
    this.next();
    await worker?.terminate();
  }
}
