import type { LabelDocument } from '../document/label-document.js';
import { readBack, type ReadBackDpi, type ReadBackPage } from '../read-back/read-back.js';
import { renderPdf } from '../render/pdf.js';

/** Work for the label worker: plain data both ways. */
export interface Task {
  /** To be rendered; or a file that exists. */
  readonly document?: LabelDocument;
  readonly pdf?: Uint8Array;
  /** Read back at this resolution; without it only rendered. */
  readonly dpi?: ReadBackDpi;
}

export interface TaskResult {
  readonly pdf: Uint8Array;
  readonly readBack: readonly ReadBackPage[];
}

export async function perform(task: Task): Promise<TaskResult> {
  const pdf = task.document ? await renderPdf(task.document) : task.pdf;
  if (!pdf) throw new TypeError('Nothing to render or read');
  return { pdf, readBack: task.dpi === undefined ? [] : await readBack(pdf, task.dpi) };
}
