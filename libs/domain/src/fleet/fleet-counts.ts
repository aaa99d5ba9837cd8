import type { SecondRollup } from './second-rollup.ts';

const NOTHING: Pick<SecondRollup, 'hits' | 'bytes' | 'statuses'> = {
  hits: 0,
  bytes: 0,
  statuses: [],
};

/** What a rollup counts more than an earlier one of its second: none of it is ever negative. */
export interface CountDelta {
  readonly hits: number;
  readonly bytes: number;
  /** Code, hits, code, hits, ... */
  readonly statuses: readonly number[];
}

export function countDelta(
  before: Pick<SecondRollup, 'hits' | 'bytes' | 'statuses'> = NOTHING,
  now: SecondRollup,
): CountDelta {
  const statuses: number[] = [];
  let at = 0;
  for (let index = 0; index < now.statuses.length; index += 2) {
    const code = now.statuses[index]!; // codes and hits alternate, here and below
    while (at < before.statuses.length && before.statuses[at]! < code) at += 2;
    const had = before.statuses[at] === code ? before.statuses[at + 1]! : 0;
    const more = now.statuses[index + 1]! - had;
    if (more > 0) statuses.push(code, more);
  }
  const hits = Math.max(0, now.hits - before.hits);
  return { hits, bytes: Math.max(0, now.bytes - before.bytes), statuses };
}

/** Hits with a status in [from, to]. */
export function hitsBetween({ statuses }: CountDelta, from: number, to: number): number {
  let hits = 0;
  for (let index = 0; index < statuses.length; index += 2) {
    const code = statuses[index]!; // as above
    if (code >= from && code <= to) hits += statuses[index + 1]!;
  }
  return hits;
}

/** What a host or a fleet counted in one second. */
export interface FleetSecond {
  readonly hits: number;
  readonly bytes: number;
  /** Hits with status 500-599. */
  readonly errors: number;
}

/** The counts of the last seconds, each in a place of its own. Memory does not grow. */
export class FleetSeconds {
  readonly #cells: Float64Array;
  readonly #length: number;
  #newest = -Infinity;

  /** Holds `length` seconds. */
  constructor(length: number) {
    this.#length = length;
    this.#cells = new Float64Array(length * 3);
  }

  get newest(): number {
    return this.#newest;
  }

  /** Adds to a second; false where that is not held any more. */
  add(second: number, delta: CountDelta): boolean {
    if (second > this.#newest) this.#moveTo(second);
    if (second <= this.#newest - this.#length) return false;
    const at = this.#at(second);
    this.#cells[at]! += delta.hits; // a second has its places
    this.#cells[at + 1]! += delta.bytes;
    this.#cells[at + 2]! += hitsBetween(delta, 500, 599);
    return true;
  }

  of(second: number): FleetSecond {
    const isHeld = second <= this.#newest && second > this.#newest - this.#length;
    if (!isHeld) return { hits: 0, bytes: 0, errors: 0 };
    const at = this.#at(second);
    const [hits = 0, bytes = 0, errors = 0] = this.#cells.subarray(at, at + 3);
    return { hits, bytes, errors };
  }

  /** The sum of [first, last]. */
  between(first: number, last: number): FleetSecond {
    const sum = { hits: 0, bytes: 0, errors: 0 };
    const from = Math.max(first, this.#newest - this.#length + 1);
    for (let second = from; second <= Math.min(last, this.#newest); second++) {
      const { hits, bytes, errors } = this.of(second);
      sum.hits += hits;
      sum.bytes += bytes;
      sum.errors += errors;
    }
    return sum;
  }

  #moveTo(second: number): void {
    const from = Math.max(this.#newest + 1, second - this.#length + 1);
    for (let at = from; at <= second; at++) this.#cells.fill(0, this.#at(at), this.#at(at) + 3);
    this.#newest = second;
  }

  #at(second: number): number {
    return 3 * (second - Math.floor(second / this.#length) * this.#length);
  }
}
