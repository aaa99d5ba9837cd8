import { Worker } from 'node:worker_threads';

import { EnvironmentFailure, type FileRange } from '@hitwatch/adapters';
import type { RollupOptions } from '@hitwatch/domain';

import { buffersOf } from './buffers.ts';
import { type CountedPart, PartCounter } from './part.ts';

/** What a worker is asked to count, and a part of its own that has been merged: memory to re-use. */
export interface WorkerTask {
  readonly range: FileRange;
  readonly spent: CountedPart | undefined;
}

/** What a worker answers. */
export type WorkerAnswer =
  | { readonly part: CountedPart }
  | { readonly failure: { readonly code: string; readonly what: string; readonly remedy: string } };

/** Parts that are counted or wait for an earlier one, for each worker: they are held in memory. */
const PARTS_A_WORKER = 2;

/** Of a worker's heap for what lives shortly: it makes a few objects a part, and none a line. */
const YOUNG_MB = 4;

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
    let part: CountedPart | undefined;
    for (const range of ranges) {
      part = counter.count(range, part);
      onPart(part, range);
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
  return new Worker(new URL(extension, import.meta.url), {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
}

function inOrder(
  ranges: readonly FileRange[],
  workers: readonly Worker[],
  onPart: (part: CountedPart, range: FileRange) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = new Map<number, CountedPart>();
    const idle: Worker[] = [];
    const spent: CountedPart[] = [];
    let handedOut = 0;
    let merged = 0;

    const handOut = () => {
      while (handedOut < ranges.length && handedOut - merged < workers.length * PARTS_A_WORKER) {
        const range = ranges[handedOut];
        const worker = idle.pop();
        if (worker === undefined || range === undefined) return;
        const index = handedOut++;
        worker.once('message', (answer: WorkerAnswer) => {
          take(index, answer, worker);
        });
        const task: WorkerTask = { range, spent: spent.pop() };
        worker.postMessage(task, buffersOf(task.spent));
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
      // The worker first: it counts while this thread merges.
      handOut();
      for (let part = waiting.get(merged); part !== undefined; part = waiting.get(merged)) {
        waiting.delete(merged);
        const range = ranges[merged++];
        if (range !== undefined) onPart(part, range);
        spent.push(part);
        handOut();
      }
      if (merged === ranges.length) resolve();
    };
    for (const worker of workers) {
      worker.once('error', reject);
      idle.push(worker);
    }
    handOut();
  });
}
