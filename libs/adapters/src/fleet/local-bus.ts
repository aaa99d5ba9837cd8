import type { Clock } from '@hitwatch/domain';
import type { BusEvent, RollupBus, RollupStream, StoredRollups } from '@hitwatch/ports';

const HELD_MAX = 10_000;

/** The bus of one process: what one host has without an engine. Keeps the last messages. */
export class LocalBus implements RollupBus {
  readonly name = 'this process';
  readonly connections = 1;
  readonly #clock: Clock;
  #held: StoredRollups[] = [];
  readonly #last = new Map<string, { readonly id: string; readonly stored: StoredRollups }>();
  readonly #streams = new Set<LocalStream>();
  #sequence = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  publish(
    agent: string,
    id: string,
    payload: Uint8Array,
  ): Promise<{ readonly sequence: number; readonly isDuplicate: boolean }> {
    const last = this.#last.get(agent);
    if (last?.id === id) {
      return Promise.resolve({ sequence: last.stored.sequence, isDuplicate: true });
    }
    const sequence = ++this.#sequence;
    const stored = { sequence, atMs: this.#clock.nowMs(), agent, payload };
    this.#last.set(agent, { id, stored });
    this.#held.push(stored);
    if (this.#held.length > 2 * HELD_MAX) this.#held = this.#held.slice(-HELD_MAX);
    for (const stream of this.#streams) stream.push(stored);
    return Promise.resolve({ sequence, isDuplicate: false });
  }

  last(agent: string): Promise<StoredRollups | undefined> {
    return Promise.resolve(this.#last.get(agent)?.stored);
  }

  follow(sinceMs: number): RollupStream {
    const stream = new LocalStream((ended) => this.#streams.delete(ended));
    for (const stored of this.#held) if (stored.atMs >= sinceMs) stream.push(stored);
    this.#streams.add(stream);
    return stream;
  }

  async close(): Promise<void> {
    for (const stream of [...this.#streams]) await stream.close();
  }
}

class LocalStream implements RollupStream {
  readonly #queue: StoredRollups[] = [];
  readonly #onEnd: (stream: LocalStream) => void;
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor(onEnd: (stream: LocalStream) => void) {
    this.#onEnd = onEnd;
  }

  push(stored: StoredRollups): void {
    this.#queue.push(stored);
    this.#wake?.();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#onEnd(this);
    this.#wake?.();
    return Promise.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<BusEvent> {
    for (;;) {
      if (this.#isClosed) return;
      const stored = this.#queue.shift();
      if (stored !== undefined) {
        yield { kind: 'rollups', stored };
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
