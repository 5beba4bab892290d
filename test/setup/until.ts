import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 60_000;
const STEP_MS = 20;

/** Waits until the condition holds. @throws Error after ten seconds, saying what was waited for */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const limit = performance.now() + LIMIT_MS;
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`waited in vain until ${what}`);
    await pause(STEP_MS);
  }
}
