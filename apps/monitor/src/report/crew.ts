import { Worker } from 'node:worker_threads';

import { EnvironmentFailure } from '@hitwatch/adapters';
import { buffersOf } from './buffers.ts';
import type { CountedPart, PartCounter } from './part.ts';
import type { PlannedPart } from './plan.ts';

/** How parts are counted, here and in other threads. */
export interface Counting<State> {
  readonly newCounter: () => PartCounter<State>;
  /** Name of the file of a worker, `report` for `report.worker.js`. */
  readonly worker: string;
  /** Plain values, of which a worker makes a counter like these here. */
  readonly workerData: unknown;
}

/** What a worker is asked to count, and a part that has been merged: memory to re-use. */
export interface WorkerTask<State> {
  readonly range: PlannedPart;
  readonly spent: CountedPart<State> | undefined;
}

/** What a worker answers. */
export type WorkerAnswer<State> =
  | { readonly part: CountedPart<State> }
  | { readonly failure: { readonly code: string; readonly what: string; readonly remedy: string } };

/** Tasks that a worker has at once, so that it never waits for this thread to be free. */
const TASKS_A_WORKER = 2;

/** A worker takes about as long to start as counting this many bytes. */
const WORKER_BYTES = 24 * 1024 * 1024;

/** MiB of a worker's heap for what lives shortly: it makes a few objects a part, none a line. */
const YOUNG_MIB = 4;

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
  } finally {
    await crew.dismiss();
  }
}

type OnPart<State> = (part: CountedPart<State>, range: PlannedPart) => void;

interface Hand {
  readonly worker: Worker;
  /** Numbers of the ranges that it has been given and not answered, in order. */
  readonly tasks: number[];
}

class Crew<State> {
  readonly #ranges: readonly PlannedPart[];
  readonly #onPart: OnPart<State>;
  readonly #counter: PartCounter<State>;
  readonly #hands: readonly Hand[];
  /** Counted, by number of the range. */
  readonly #waiting = new Map<number, CountedPart<State>>();
  readonly #spent: CountedPart<State>[] = [];
  #handedOut = 0;
  #merged = 0;
  #failure: Error | undefined;
  #onAnswer: () => void = () => undefined;

  constructor(
    ranges: readonly PlannedPart[],
    workers: number,
    counting: Counting<State>,
    onPart: OnPart<State>,
  ) {
    this.#ranges = ranges;
    this.#onPart = onPart;
    this.#counter = counting.newCounter();
    this.#hands = Array.from({ length: workers }, () => this.#newHand(counting));
  }

  async count(): Promise<void> {
    while (this.#merged < this.#ranges.length) {
      const own = this.#handedOut;
      const range = this.#next();
      for (const hand of this.#hands) this.#giveTasks(hand);
      if (range === undefined) {
        await new Promise<void>((resolve) => (this.#onAnswer = resolve));
      } else {
        this.#take(own, await this.#counter.count(range, this.#spent.pop()));
        // Lets answers, signals and the progress line through.
        await new Promise(setImmediate);
      }
      if (this.#failure) throw this.#failure;
    }
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
  }

  #newHand({ worker: name, workerData }: Counting<State>): Hand {
    const isSource = import.meta.url.endsWith('.ts');
    const path = isSource ? `../${name}.worker.ts` : `./${name}.worker.js`;
    const file = new URL(path, import.meta.url);
    const worker = new Worker(file, {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    const hand: Hand = { worker, tasks: [] };
    worker.on('message', (answer: WorkerAnswer<State>) => {
      this.#answered(hand, answer);
    });
    worker.on('error', (error: Error) => {
      this.#fail(error);
    });
    return hand;
  }

  /** The next range to count, unless all are given out or too many would wait. */
  #next(): PlannedPart | undefined {
    if (this.#handedOut - this.#merged > TASKS_A_WORKER * this.#hands.length) return undefined;
    const range = this.#ranges[this.#handedOut];
    if (range !== undefined) this.#handedOut++;
    return range;
  }

  #giveTasks({ worker, tasks }: Hand): void {
    const left = this.#ranges.length - this.#handedOut;
    // Near the end one at a time, so that all threads end together.
    const most = left > TASKS_A_WORKER * (this.#hands.length + 1) ? TASKS_A_WORKER : 1;
    while (tasks.length < most) {
      const number = this.#handedOut;
      const range = this.#next();
      if (range === undefined) return;
      const task: WorkerTask<State> = { range, spent: this.#spent.pop() };
      tasks.push(number);
      worker.postMessage(task, buffersOf(task.spent));
    }
  }

  #answered(hand: Hand, answer: WorkerAnswer<State>): void {
    if ('failure' in answer) {
      const { code, what, remedy } = answer.failure;
      this.#fail(new EnvironmentFailure(code, what, remedy));
      return;
    }
    const number = hand.tasks.shift();
    if (number !== undefined) this.#take(number, answer.part);
    this.#giveTasks(hand);
    this.#onAnswer();
  }

  #take(number: number, part: CountedPart<State>): void {
    this.#waiting.set(number, part);
    for (let next = this.#waiting.get(this.#merged); next; next = this.#waiting.get(this.#merged)) {
      this.#waiting.delete(this.#merged);
      const range = this.#ranges[this.#merged++];
      if (range !== undefined) this.#onPart(next, range);
      this.#spent.push(next);
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#onAnswer();
  }
}
