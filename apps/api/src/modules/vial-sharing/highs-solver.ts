import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import type { PackingModel, SolverAnswer } from '#domain/vial-sharing';

/** How long all models of one plan may take. Then first fit decides, and says so. */
export const SOLVER_SECONDS = 5;
/** A solver that does not keep to its own limit is ended this much later. */
const GRACE_MS = 1000;

/**
 * Runs beside the event loop: a solve takes seconds in which nothing else of its thread moves. Plain text, for a thread loads no
 * TypeScript.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const highs = require(workerData.highs)();
parentPort.on('message', async ({ text, seconds }) => {
  try {
    const answer = (await highs).solve(text, { time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0 });
    const values = Object.entries(answer.Columns).flatMap(([name, c]) => (c.Primal ? [[name, c.Primal]] : []));
    const status = answer.Status === 'Optimal' ? 'optimal' : answer.Status === 'Time limit reached' ? 'feasible' : 'none';
    parentPort.postMessage({ status, values });
  } catch (error) {
    parentPort.postMessage({ status: 'none', values: [] });
  }
});`;

const HIGHS = createRequire(import.meta.url).resolve('highs');
const NOTHING: SolverAnswer = { status: 'none', values: new Map() };

interface Reply {
  readonly status: SolverAnswer['status'];
  readonly values: readonly (readonly [string, number])[];
}

/** The exact solver (HiGHS, compiled to WebAssembly) in a thread of its own. */
@Injectable()
export class HighsSolver {
  /**
   * Drives a plan to its end: hands each model that it asks for to the solver and its answer back, within `seconds` for all of them.
   * A model for which no time is left, or that the solver cannot read, has no answer; what the plan does then is its own business.
   */
  async run<T>(asking: Generator<PackingModel, T, SolverAnswer>, seconds = SOLVER_SECONDS): Promise<T> {
    const deadline = performance.now() + seconds * 1000;
    let thread: Worker | null = null;
    try {
      for (let step = asking.next(); ;) {
        if (step.done === true) return step.value;
        const left = (deadline - performance.now()) / 1000;
        if (left > 0) thread ??= new Worker(THREAD, { eval: true, workerData: { highs: HIGHS } });
        const answer = thread && left > 0 ? await solve(thread, step.value, left) : NOTHING;
        step = asking.next(answer);
      }
    } finally {
      await thread?.terminate();
    }
  }
}

function solve(thread: Worker, model: PackingModel, seconds: number): Promise<SolverAnswer> {
  return new Promise((resolve) => {
    const end = (answer: SolverAnswer): void => {
      clearTimeout(timer);
      thread.off('message', told).off('error', broken).off('exit', broken);
      resolve(answer);
    };
    const told = ({ status, values }: Reply): void => end({ status, values: new Map(values) });
    const broken = (): void => end(NOTHING);
    const timer = setTimeout(broken, seconds * 1000 + GRACE_MS);
    thread.on('message', told).on('error', broken).on('exit', broken);
    thread.postMessage({ text: model.text, seconds });
  });
}
