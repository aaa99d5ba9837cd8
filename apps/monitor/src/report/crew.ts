import { Worker } from 'node:worker_threads';

import { EnvironmentFailure } from '@hitwatch/adapters';
import type { RollupOptions } from '@hitwatch/domain';

import { type CountedPart, PartCounter } from './part.ts';
import type { Part } from './plan.ts';

/** What a worker answers to a part. */
export type WorkerAnswer =
  | { readonly counted: CountedPart }
  | { readonly failure: { readonly code: string; readonly what: string; readonly remedy: string } };

/** Parts that may wait for an earlier one, for each worker: they are held in memory. */
const WAITING_A_WORKER = 2;

/**
 * Counts parts and hands each on in the order of `parts`, whoever counted it and whenever. With
 * one job it is this thread that counts.
 */
export async function countParts(
  parts: readonly Part[],
  jobs: number,
  options: RollupOptions,
  onPart: (counted: CountedPart, part: Part) => void,
): Promise<void> {
  const hands = Math.min(jobs, parts.length);
  if (hands <= 1) {
    const counter = new PartCounter(options);
    for (const part of parts) {
      onPart(await counter.count(part), part);
      // Lets signals and the progress line through.
      await new Promise(setImmediate);
    }
    return;
  }
  const workers = Array.from({ length: hands }, () => newWorker(options));
  try {
    await inOrder(parts, workers, onPart);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function newWorker(options: RollupOptions): Worker {
  const extension = import.meta.url.endsWith('.ts') ? '../report.worker.ts' : './report.worker.js';
  return new Worker(new URL(extension, import.meta.url), { workerData: options });
}

function inOrder(
  parts: readonly Part[],
  workers: readonly Worker[],
  onPart: (counted: CountedPart, part: Part) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = new Map<number, CountedPart>();
    const idle: Worker[] = [];
    let handedOut = 0;
    let merged = 0;

    const handOut = () => {
      while (handedOut < parts.length && handedOut - merged < workers.length * WAITING_A_WORKER) {
        const worker = idle.pop();
        if (worker === undefined) return;
        const index = handedOut++;
        worker.once('message', (answer: WorkerAnswer) => {
          take(index, answer, worker);
        });
        worker.postMessage(parts[index]);
      }
    };
    const take = (index: number, answer: WorkerAnswer, worker: Worker) => {
      if ('failure' in answer) {
        const { code, what, remedy } = answer.failure;
        reject(new EnvironmentFailure(code, what, remedy));
        return;
      }
      waiting.set(index, answer.counted);
      idle.push(worker);
      for (let next = waiting.get(merged); next !== undefined; next = waiting.get(merged)) {
        waiting.delete(merged);
        const part = parts[merged++];
        if (part !== undefined) onPart(next, part);
      }
      if (merged === parts.length) resolve();
      else handOut();
    };
    for (const worker of workers) {
      worker.once('error', reject);
      idle.push(worker);
    }
    handOut();
  });
}
