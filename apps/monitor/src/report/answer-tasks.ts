import { once } from 'node:events';
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';

import { EnvironmentFailure } from '@hitwatch/adapters';

import { buffersOf } from './buffers.ts';
import type { WorkerAnswer, WorkerOrders } from './crew.ts';
import type { CountedPart, PartCounter } from './part.ts';
import { PartQueue } from './part-queue.ts';

/** In a worker: counts one range after the other, until all are, and answers each with its part. */
export async function answerTasks<State>(
  newCounter: (options: unknown) => PartCounter<State>,
): Promise<void> {
  if (parentPort === null) throw new Error('a worker that is none');
  const [orders] = (await once(parentPort, 'message')) as [WorkerOrders]; // the crew's first
  const { ranges, queue: memory } = orders;
  const counter = newCounter(orders.options);
  const queue = new PartQueue(ranges.length, memory);
  for (;;) {
    const number = queue.claimInTime();
    const range = number === undefined ? undefined : ranges[number];
    if (number === undefined || range === undefined) return;
    let answer: WorkerAnswer<State>;
    try {
      answer = { number, part: await counter.count(range, spentPart<State>()) };
    } catch (error) {
      if (!(error instanceof EnvironmentFailure)) throw error;
      answer = { failure: { code: error.code, what: error.message, remedy: error.remedy } };
    }
    parentPort.postMessage(answer, buffersOf(answer));
  }
}

/** One that has been merged, if one has come back. */
function spentPart<State>(): CountedPart<State> | undefined {
  if (parentPort === null) return undefined;
  const received = receiveMessageOnPort(parentPort) as { message: CountedPart<State> } | undefined;
  return received?.message;
}
