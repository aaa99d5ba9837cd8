import { HOST, RECORD_INTS, type RecordBatch } from '../parser/record-batch.ts';
import { bytesOf, statusOf } from '../conditions/hit-fields.ts';
import { KeyTable } from '../tables/key-table.ts';
import { isServerError } from '../tables/status-table.ts';
import { CLIENT_SECONDS, FLEET_LIMITS } from './fleet-limits.ts';
import { columnsOf } from './key-columns.ts';
import { addKey, SecondCounter } from './second-counter.ts';
import type { ClientsRollup } from './second-rollup.ts';

const SPARE_MAX = 8;

/** Counters by second, which are used again. */
export class OpenSeconds {
  readonly #counters = new Map<number, SecondCounter>();
  /** Seconds that have hits which no message has. */
  readonly #changed = new Set<number>();
  readonly #spare: SecondCounter[];
  readonly #make: () => SecondCounter;

  constructor(make: () => SecondCounter, spare: SecondCounter[]) {
    this.#make = make;
    this.#spare = spare;
  }

  get size(): number {
    return this.#counters.size;
  }

  get changedSize(): number {
    return this.#changed.size;
  }

  /** At most the bytes of all in messages. */
  get bytesMax(): number {
    let sum = 0;
    for (const counter of this.#counters.values()) sum += counter.bytesMax;
    return sum;
  }

  add(second: number, batch: RecordBatch, line: number): void {
    let counter = this.#counters.get(second);
    if (counter === undefined) {
      counter = this.#spare.pop() ?? this.#make();
      this.#counters.set(second, counter);
    }
    counter.add(batch, line);
    this.#changed.add(second);
  }

  has(second: number): boolean {
    return this.#counters.has(second);
  }

  get(second: number): SecondCounter | undefined {
    return this.#counters.get(second);
  }

  /** Seconds with hits that no message has, ascending. */
  changed(): number[] {
    return [...this.#changed].sort((a, b) => a - b);
  }

  newest(): number {
    return Math.max(-Infinity, ...this.#counters.keys());
  }

  sent(second: number): void {
    this.#changed.delete(second);
  }

  /** Forgets the seconds up to `last`. */
  closeTo(last: number): void {
    for (const [second, counter] of this.#counters) {
      if (second > last) continue;
      this.#counters.delete(second);
      this.#changed.delete(second);
      if (this.#spare.length >= SPARE_MAX) continue;
      counter.clear();
      this.#spare.push(counter);
    }
  }
}

/** Clients by tens of seconds. */
export class OpenClients {
  readonly #tables = new Map<number, KeyTable>();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#tables.size;
  }

  add(second: number, batch: RecordBatch, line: number): void {
    const first = second - (second % CLIENT_SECONDS);
    let table = this.#tables.get(first);
    if (table === undefined) {
      const { clientsMax: keysMax, keyBytesMax } = FLEET_LIMITS;
      table = new KeyTable({ keysMax, keyBytesMax }, this.#seed);
      this.#tables.set(first, table);
    }
    const at = line * RECORD_INTS + HOST;
    const error = isServerError(statusOf(batch, line)) ? 1 : 0;
    // The batch has its places.
    addKey(table, batch, batch.ints[at]!, batch.ints[at + 1]!, bytesOf(batch, line), error);
  }

  /** The oldest that is over at the end of `watermark`, which is then forgotten. */
  take(watermark: number): ClientsRollup | undefined {
    const first = Math.min(Infinity, ...this.#tables.keys());
    if (first + CLIENT_SECONDS - 1 > watermark) return undefined;
    const table = this.#tables.get(first);
    if (table === undefined) return undefined;
    this.#tables.delete(first);
    return { second: first, clients: columnsOf(table.state(), FLEET_LIMITS.clientsSent) };
  }
}
