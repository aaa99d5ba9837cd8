import { FLEET_LIMITS } from './fleet-limits.ts';
import type { SourceOffset } from './rollup-message.ts';

/** Where an agent goes on reading a source after a crash. */
export interface SourcePosition extends SourceOffset {
  /** Where to read from to count again what is not in closed seconds; at most `offset`. */
  readonly oldest: number;
}

/**
 * How far each source was read, and where the first line of each of the last seconds stands in it:
 * what has to be read again when memory is gone begins there.
 */
export class SourceOffsets {
  readonly #read = new Map<string, number>();
  /** How far each had been read for the message that this run goes on from. */
  readonly #published: ReadonlyMap<string, number>;
  readonly #firsts = new Map<number, Map<string, number>>();
  /** Bytes of sources that are read to their end and forgotten. */
  #forgotten: number;

  /** `revision` is the position that goes with the offsets of a message. */
  constructor(published: readonly SourceOffset[], revision: number) {
    this.#published = new Map(published.map(({ source, offset }) => [source, offset]));
    const sum = published.reduce((bytes, { offset }) => bytes + offset, 0);
    this.#forgotten = revision - sum;
    for (const { source } of published) this.#read.set(source, 0);
  }

  /** Whether something that was published has not been read again. */
  get isBehind(): boolean {
    for (const [source, offset] of this.#published) {
      if ((this.#read.get(source) ?? Infinity) < offset) return true;
    }
    return false;
  }

  /** Bytes read. */
  get revision(): number {
    let sum = this.#forgotten;
    for (const offset of this.#read.values()) sum += offset;
    return sum;
  }

  wasPublished(source: string, offset: number): boolean {
    return offset < (this.#published.get(source) ?? 0);
  }

  saw(source: string, second: number, offset: number): void {
    let firsts = this.#firsts.get(second);
    if (firsts === undefined) this.#firsts.set(second, (firsts = new Map<string, number>()));
    if (!(firsts.get(source)! <= offset)) firsts.set(source, offset); // no number: not less
  }

  readTo(source: string, offset: number): void {
    const before = this.#read.get(source);
    if (before === undefined && this.#read.size >= FLEET_LIMITS.sourcesMax) this.#forgetOldest();
    if (!(before !== undefined && before >= offset)) this.#read.set(source, offset);
  }

  /** A source is read to its end, and its last seconds are in messages that were acknowledged. */
  forget(source: string): void {
    const published = this.#published.get(source) ?? 0;
    this.#forgotten += Math.max(this.#read.get(source) ?? 0, published);
    this.#read.delete(source);
    for (const firsts of this.#firsts.values()) firsts.delete(source);
  }

  offsets(): SourceOffset[] {
    return Array.from(this.#read, ([source, offset]) => ({ source, offset }));
  }

  /** Forgets where seconds begin that nobody will ask for. */
  prune(before: number): void {
    for (const second of this.#firsts.keys()) if (second < before) this.#firsts.delete(second);
  }

  positions(offsets: readonly SourceOffset[]): SourcePosition[] {
    return offsets.map(({ source, offset }) => {
      let oldest = offset;
      for (const firsts of this.#firsts.values()) {
        oldest = Math.min(oldest, firsts.get(source) ?? oldest);
      }
      return { source, offset, oldest };
    });
  }

  #forgetOldest(): void {
    for (const source of this.#read.keys()) {
      this.forget(source);
      return;
    }
  }
}
