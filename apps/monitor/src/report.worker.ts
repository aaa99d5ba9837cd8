import { parentPort, workerData } from 'node:worker_threads';

import { EnvironmentFailure } from '@hitwatch/adapters';
import type { RollupOptions } from '@hitwatch/domain';

import type { WorkerAnswer } from './report/crew.ts';
import { PartCounter } from './report/part.ts';
import type { Part } from './report/plan.ts';

// Counts one part after the other and answers each with what it adds.

// Given by the crew.
const counter = new PartCounter(workerData as RollupOptions);
parentPort?.on('message', (part: Part) => {
  void count(part).then((answer) => {
    parentPort?.postMessage(answer, buffersOf(answer));
  });
});

async function count(part: Part): Promise<WorkerAnswer> {
  try {
    return { counted: await counter.count(part) };
  } catch (error) {
    if (!(error instanceof EnvironmentFailure)) throw error;
    return { failure: { code: error.code, what: error.message, remedy: error.remedy } };
  }
}

/** The arrays of an answer, which are handed over instead of copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  }
  if (value instanceof Map) return [...value.values()].flatMap(buffersOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersOf);
}
