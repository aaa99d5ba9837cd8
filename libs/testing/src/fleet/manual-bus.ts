import type { BusEvent, RollupBus, RollupStream, StoredRollups } from '@hitwatch/ports';

import type { ManualClock } from '../time/manual-clock.ts';

/** A bus in the hands of a test: it goes away, loses its end, and delivers again. */
export class ManualBus implements RollupBus {
  readonly name = 'a bus';
  readonly #clock: ManualClock;
  readonly #streams = new Set<ManualStream>();
  readonly #ids = new Map<string, number>();
  #held: StoredRollups[] = [];
  #sequence = 0;
  #connections = 1;
  #isAway = false;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  get connections(): number {
    return this.#connections;
  }

  /** What it has, oldest first. */
  get held(): readonly StoredRollups[] {
    return this.#held;
  }

  goAway(): void {
    this.#isAway = true;
    for (const stream of this.#streams) stream.push({ kind: 'trouble', text: 'it is away' });
  }

  comeBack(): void {
    this.#isAway = false;
    this.#connections++;
    for (const stream of this.#streams) stream.push({ kind: 'resumed' });
  }

  /** The last `count` messages were never written to a disk; their numbers are used again. */
  loseEnd(count: number): void {
    const lost = this.#held.splice(Math.max(0, this.#held.length - count));
    this.#sequence -= lost.length;
    for (const [id, sequence] of this.#ids) if (sequence > this.#sequence) this.#ids.delete(id);
  }

  /** Delivers a message once more to all who follow. */
  repeat(stored: StoredRollups): void {
    for (const stream of this.#streams) stream.push({ kind: 'rollups', stored });
  }

  publish(
    agent: string,
    id: string,
    payload: Uint8Array,
  ): Promise<{ readonly sequence: number; readonly isDuplicate: boolean }> {
    if (this.#isAway) return Promise.reject(new Error('the engine is away'));
    const known = this.#ids.get(id);
    if (known !== undefined) return Promise.resolve({ sequence: known, isDuplicate: true });
    const sequence = ++this.#sequence;
    this.#ids.set(id, sequence);
    const stored = { sequence, atMs: this.#clock.nowMs(), agent, payload };
    this.#held.push(stored);
    this.repeat(stored);
    return Promise.resolve({ sequence, isDuplicate: false });
  }

  last(agent: string): Promise<StoredRollups | undefined> {
    if (this.#isAway) return Promise.reject(new Error('the engine is away'));
    return Promise.resolve(this.#held.findLast((stored) => stored.agent === agent));
  }

  follow(sinceMs: number): RollupStream {
    const stream = new ManualStream((ended) => this.#streams.delete(ended));
    for (const stored of this.#held) {
      if (stored.atMs >= sinceMs) stream.push({ kind: 'rollups', stored });
    }
    this.#streams.add(stream);
    return stream;
  }

  async close(): Promise<void> {
    for (const stream of [...this.#streams]) await stream.close();
  }
}

class ManualStream implements RollupStream {
  readonly #queue: BusEvent[] = [];
  readonly #onEnd: (stream: ManualStream) => void;
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor(onEnd: (stream: ManualStream) => void) {
    this.#onEnd = onEnd;
  }

  push(event: BusEvent): void {
    this.#queue.push(event);
    this.#wake?.();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#onEnd(this);
    this.#wake?.();
    return Promise.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<BusEvent> {
    while (!this.#isClosed) {
      const event = this.#queue.shift();
      if (event !== undefined) yield event;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
