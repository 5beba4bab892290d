import { blocks, type Finding } from '#domain/finding';
import type { LabelDocument } from '../document/label-document.js';
import { compareReadBack } from '../read-back/compare.js';
import type { ReadBackDpi, ReadBackPage } from '../read-back/read-back.js';
import type { MadeLabel } from '../templates/facts.js';
import { LabelThread } from './label-thread.js';
import { perform, type Task, type TaskResult } from './task.js';

export interface LabelRendererOptions {
  /** `worker` from compiled code; `in-process` where threads cannot load the source, as in a test runner. */
  readonly mode: 'worker' | 'in-process';
  /** After which a task is given up, the first one's loading included. Only with `worker`. */
  readonly timeoutMs?: number;
  readonly maxQueued?: number;
  /** Another entry for the thread; the compiled one beside this file unless told. */
  readonly entry?: URL;
}

/** A label rendered and read back. It may leave only when no finding blocks. */
export interface ReleasedLabel {
  /** Null when the facts already stopped it. */
  readonly pdf: Uint8Array | null;
  readonly readBack: readonly ReadBackPage[];
  readonly findings: readonly Finding[];
}

const TIMEOUT_MS = 20_000;
const MAX_QUEUED = 1000;

/**
 * Renders labels and reads them back away from the event loop, so that a batch never delays a scan. One per process.
 * Rejects with `LabelRendererError`.
 */
export class LabelRenderer {
  private readonly thread: LabelThread | undefined;

  constructor(options: LabelRendererOptions) {
    const { timeoutMs = TIMEOUT_MS, maxQueued = MAX_QUEUED } = options;
    const entry = options.entry ?? new URL('./label-worker.js', import.meta.url);
    if (options.mode === 'worker') this.thread = new LabelThread(entry, timeoutMs, maxQueued);
  }

  /** The document as PDF; equal documents give equal bytes. */
  async render(document: LabelDocument): Promise<Uint8Array> {
    return (await this.run({ document })).pdf;
  }

  /** What a file says, page by page, as the printer would print it. */
  async readBack(pdf: Uint8Array, dpi: ReadBackDpi = 203): Promise<readonly ReadBackPage[]> {
    return (await this.run({ pdf, dpi })).readBack;
  }

  /** The file of a label, and every reason why it must not leave: those of the facts and those of reading it back. */
  async renderAndReadBack(label: MadeLabel, dpi: ReadBackDpi = 203): Promise<ReleasedLabel> {
    const { document, expected, findings } = label;
    if (!document || findings.some(blocks)) return { pdf: null, readBack: [], findings };
    const { pdf, readBack } = await this.run({ document, dpi });
    return { pdf, readBack, findings: [...findings, ...compareReadBack(readBack, expected)] };
  }

  async close(): Promise<void> {
    await this.thread?.close();
  }

  private run(task: Task): Promise<TaskResult> {
    return this.thread ? this.thread.run(task) : perform(task);
  }
}
