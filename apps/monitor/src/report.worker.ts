import { parentPort, workerData } from 'node:worker_threads';

import { EnvironmentFailure } from '@hitwatch/adapters';
import type { RollupOptions } from '@hitwatch/domain';

import { buffersOf } from './report/buffers.ts';
import type { WorkerAnswer, WorkerTask } from './report/crew.ts';
import { PartCounter } from './report/part.ts';

// Counts one range after the other and answers each with its part.

// Given by the crew.
const counter = new PartCounter(workerData as RollupOptions);
parentPort?.on('message', (task: WorkerTask) => {
  const answer = count(task);
  parentPort?.postMessage(answer, buffersOf(answer));
});

function count({ range, spent }: WorkerTask): WorkerAnswer {
  try {
    return { part: counter.count(range, spent) };
  } catch (error) {
    if (!(error instanceof EnvironmentFailure)) throw error;
    return { failure: { code: error.code, what: error.message, remedy: error.remedy } };
  }
}
