import type { Finding } from '#domain/finding';
import type { StepFacts } from './scan-facts.js';

/** Steps are done in their order (P11-08): every earlier one is done, this one is not. */
export function decideStepOrder(step: StepFacts, steps: readonly StepFacts[]): Finding[] {
  if (step.state === 'done') return [stop('worksheet.step-already-done', `Step ${step.position} is done already`)];
  const open = steps
    .filter((s) => s.position < step.position && s.state !== 'done')
    .sort((a, b) => a.position - b.position);
  const [first] = open;
  if (!first) return [];
  return [stop('worksheet.step-out-of-order', `Do step ${first.position} first: it is not done yet`)];
}

const stop = (code: string, message: string): Finding => ({ code, severity: 'stop', message, source: 'P11-08' });
