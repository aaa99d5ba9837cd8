import { Worker } from 'node:worker_threads';

import { EnvironmentFailure, type FileRange } from '@hitwatch/adapters';
import type { RollupOptions } from '@hitwatch/domain';

import { type CountedPart, PartCounter } from './part.ts';

/** What a worker answers to a range. */
export type WorkerAnswer =
  | { readonly part: CountedPart }
  | { readonly failure: { readonly code: string; readonly what: string; readonly remedy: string } };

/** Parts that may wait for an earlier one, for each worker: they are held in memory. */
const WAITING_A_WORKER = 2;

/**
 * Counts parts and hands each on in the order of the ranges, whoever counted it and whenever. With
 * one job it is this thread that counts.
 */
export async function countParts(
  ranges: readonly FileRange[],
  jobs: number,
  options: RollupOptions,
  onPart: (part: CountedPart, range: FileRange) => void,
): Promise<void> {
  const hands = Math.min(jobs, ranges.length);
  if (hands <= 1) {
    const counter = new PartCounter(options);
    for (const range of ranges) {
      onPart(counter.count(range), range);
      // Lets signals and the progress line through.
      await new Promise(setImmediate);
    }
    return;
  }
  const workers = Array.from({ length: hands }, () => newWorker(options));
  try {
    await inOrder(ranges, workers, onPart);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function newWorker(options: RollupOptions): Worker {
  const extension = import.meta.url.endsWith('.ts') ? '../report.worker.ts' : './report.worker.js';
  return new Worker(new URL(extension, import.meta.url), { workerData: options });
}

function inOrder(
  ranges: readonly FileRange[],
  workers: readonly Worker[],
  onPart: (part: CountedPart, range: FileRange) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = new Map<number, CountedPart>();
    const idle: Worker[] = [];
    let handedOut = 0;
    let merged = 0;

    const handOut = () => {
      while (handedOut < ranges.length && handedOut - merged < workers.length * WAITING_A_WORKER) {
        const worker = idle.pop();
        if (worker === undefined) return;
        const index = handedOut++;
        worker.once('message', (answer: WorkerAnswer) => {
          take(index, answer, worker);
        });
        worker.postMessage(ranges[index]);
      }
    };
    const take = (index: number, answer: WorkerAnswer, worker: Worker) => {
      if ('failure' in answer) {
        const { code, what, remedy } = answer.failure;
        reject(new EnvironmentFailure(code, what, remedy));
        return;
      }
      waiting.set(index, answer.part);
      idle.push(worker);
      for (let part = waiting.get(merged); part !== undefined; part = waiting.get(merged)) {
        waiting.delete(merged);
        const range = ranges[merged++];
        if (range !== undefined) onPart(part, range);
      }
      if (merged === ranges.length) resolve();
      else handOut();
    };
    for (const worker of workers) {
      worker.once('error', reject);
      idle.push(worker);
    }
    handOut();
  });
}
