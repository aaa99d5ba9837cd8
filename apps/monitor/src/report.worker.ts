import { parentPort, workerData } from 'node:worker_threads';

import { EnvironmentFailure } from '@hitwatch/adapters';
import { buffersOf } from './report/buffers.ts';
import type { WorkerAnswer, WorkerTask } from './report/crew.ts';
import { type CountOptions, PartCounter } from './report/part.ts';

// Counts one range after the other and answers each with its part.

// Given by the crew.
const counter = new PartCounter(workerData as CountOptions);
let last = Promise.resolve();
parentPort?.on('message', (task: WorkerTask) => {
  last = last.then(() => answer(task));
});

async function answer(task: WorkerTask): Promise<void> {
  const answer = await count(task);
  parentPort?.postMessage(answer, buffersOf(answer));
}

async function count({ range, spent }: WorkerTask): Promise<WorkerAnswer> {
  try {
    return { part: await counter.count(range, spent) };
  } catch (error) {
    if (!(error instanceof EnvironmentFailure)) throw error;
    return { failure: { code: error.code, what: error.message, remedy: error.remedy } };
  }
}
