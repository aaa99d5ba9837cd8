import type { Worker } from 'node:worker_threads';

import { EnvironmentFailure } from '@hitwatch/adapters';
import { buffersOf } from './buffers.ts';
import type { CountedPart, PartCounter } from './part.ts';
import { PartQueue } from './part-queue.ts';
import type { PlannedPart } from './plan.ts';
import { startWorker, WORKER_BYTES } from './worker-ahead.ts';

/** How parts are counted, here and in other threads. */
export interface Counting<State> {
  readonly newCounter: () => PartCounter<State>;
  /** Name of the file of a worker, `report` for `report.worker.js`. */
  readonly worker: string;
  /** Plain values, of which a worker makes a counter like these here. */
  readonly options: unknown;
  /** One of these workers that has been started already. */
  readonly ahead?: Worker | undefined;
}

/** What a worker is told first. What it is told then is a part that has been merged. */
export interface WorkerOrders {
  /** As its `Counting` has them. */
  readonly options: unknown;
  readonly ranges: readonly PlannedPart[];
  /** Of the queue that says which of the ranges are to be counted. */
  readonly queue: SharedArrayBuffer;
}

/** What a worker tells of a range. */
export type WorkerAnswer<State> =
  | { readonly number: number; readonly part: CountedPart<State> }
  | { readonly failure: { readonly code: string; readonly what: string; readonly remedy: string } };

/** Parts for each worker that may wait for an earlier one, and bytes of them: they are held. */
const AHEAD_A_WORKER = 4;
const HELD_BYTES_A_WORKER = 8 * 1024 * 1024;

/**
 * Counts parts with `jobs` threads, of which this is one, and hands each on in the order of the
 * ranges, whoever counted it and whenever. Few parts wait at a time: they are held in memory.
 */
export async function countParts<State>(
  ranges: readonly PlannedPart[],
  jobs: number,
  counting: Counting<State>,
  onPart: OnPart<State>,
): Promise<void> {
  const bytes = ranges.reduce((sum, range) => sum + range.bytes, 0);
  const worthwhile = Math.floor(bytes / WORKER_BYTES);
  const workers = Math.max(0, Math.min(jobs - 1, ranges.length - 1, worthwhile));
  const crew = new Crew(ranges, workers, counting, onPart);
  try {
    await crew.count();
  } catch (error) {
    await crew.dismiss();
    throw error;
  }
  await crew.ended();
}

type OnPart<State> = (part: CountedPart<State>, range: PlannedPart) => void;

interface Waiting<State> {
  readonly part: CountedPart<State>;
  /** Takes its memory back, once it is merged. */
  readonly giveBack: (spent: CountedPart<State>) => void;
}

class Crew<State> {
  readonly #ranges: readonly PlannedPart[];
  readonly #onPart: OnPart<State>;
  readonly #counter: PartCounter<State>;
  readonly #queue: PartQueue;
  readonly #workers: readonly Worker[];
  readonly #ends: Promise<void>[] = [];
  /** Counted, by number of the range. */
  readonly #waiting = new Map<number, Waiting<State>>();
  readonly #spent: CountedPart<State>[] = [];
  #merged = 0;
  #failure: Error | undefined;
  #onAnswer: () => void = () => undefined;

  constructor(
    ranges: readonly PlannedPart[],
    workers: number,
    { newCounter, worker, options, ahead }: Counting<State>,
    onPart: OnPart<State>,
  ) {
    this.#ranges = ranges;
    this.#onPart = onPart;
    this.#queue = new PartQueue(ranges.length);
    this.#queue.aheadMax = AHEAD_A_WORKER * workers;
    const orders = { options, ranges, queue: this.#queue.memory };
    this.#workers = Array.from({ length: workers }, (_, index) =>
      this.#employ((index === 0 ? ahead : undefined) ?? startWorker(worker), orders),
    );
    // Last: the workers start meanwhile.
    this.#counter = newCounter();
  }

  async count(): Promise<void> {
    while (this.#merged < this.#ranges.length) {
      const number = this.#queue.claim();
      const range = number === undefined ? undefined : this.#ranges[number];
      if (number === undefined || range === undefined) {
        await new Promise<void>((resolve) => (this.#onAnswer = resolve));
      } else {
        const part = await this.#counter.count(range, this.#spent.pop());
        this.#take(number, { part, giveBack: (spent) => this.#spent.push(spent) });
        // Lets answers, signals and the progress line through.
        await new Promise(setImmediate);
      }
      if (this.#failure) throw this.#failure;
    }
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** To stop a thread while it ends by itself, or begins, has been seen to crash Node 24. */
  async ended(): Promise<void> {
    await Promise.all(this.#ends);
  }

  #employ(worker: Worker, orders: WorkerOrders): Worker {
    worker.ref();
    worker.postMessage(orders);
    this.#ends.push(
      new Promise((resolve) =>
        worker.once('exit', () => {
          resolve();
        }),
      ),
    );
    const giveBack = (spent: CountedPart<State>) => {
      worker.postMessage(spent, buffersOf(spent));
    };
    worker.on('message', (answer: WorkerAnswer<State>) => {
      if ('failure' in answer) {
        const { code, what, remedy } = answer.failure;
        this.#failure ??= new EnvironmentFailure(code, what, remedy);
      } else {
        this.#take(answer.number, { part: answer.part, giveBack });
      }
      this.#onAnswer();
    });
    worker.on('error', (error: Error) => {
      this.#failure ??= error;
      this.#onAnswer();
    });
    return worker;
  }

  #take(number: number, counted: Waiting<State>): void {
    this.#limitHeld(counted.part);
    this.#waiting.set(number, counted);
    for (let next = this.#waiting.get(this.#merged); next; next = this.#waiting.get(this.#merged)) {
      this.#waiting.delete(this.#merged);
      const range = this.#ranges[this.#merged++];
      if (range !== undefined) this.#onPart(next.part, range);
      this.#queue.oneMerged();
      next.giveBack(next.part);
    }
  }

  /** Parts are about as large as the last one. */
  #limitHeld(part: CountedPart<State>): void {
    const bytes = buffersOf(part).reduce((sum, { byteLength }) => sum + byteLength, 0);
    const held = Math.floor(HELD_BYTES_A_WORKER / Math.max(1, bytes));
    const ahead = Math.min(AHEAD_A_WORKER, Math.max(1, held));
    this.#queue.aheadMax = ahead * this.#workers.length;
  }
}
