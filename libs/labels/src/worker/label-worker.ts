import { parentPort } from 'node:worker_threads';
import { perform, type Task } from './task.js';

/** Runs in a thread of its own: one task at a time, answered with its number. */
parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  perform(task).then(
    (result) => parentPort?.postMessage({ id, result }),
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
