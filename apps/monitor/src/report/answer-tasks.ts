import { parentPort } from 'node:worker_threads';

import { EnvironmentFailure } from '@hitwatch/adapters';

import { buffersOf } from './buffers.ts';
import type { WorkerAnswer, WorkerTask } from './crew.ts';
import type { PartCounter } from './part.ts';

/** In a worker: counts one range after the other and answers each with its part. */
export function answerTasks<State>(counter: PartCounter<State>): void {
  let last = Promise.resolve();
  parentPort?.on('message', (task: WorkerTask<State>) => {
    last = last.then(async () => {
      const answer = await answerOf(counter, task);
      parentPort?.postMessage(answer, buffersOf(answer));
    });
  });
}

async function answerOf<State>(
  counter: PartCounter<State>,
  { range, spent }: WorkerTask<State>,
): Promise<WorkerAnswer<State>> {
  try {
    return { part: await counter.count(range, spent) };
  } catch (error) {
    if (!(error instanceof EnvironmentFailure)) throw error;
    return { failure: { code: error.code, what: error.message, remedy: error.remedy } };
  }
}
