import { ByteBlock } from '../bytes/byte-block.ts';
import { decodeText } from '../bytes/text.ts';
import { KeyIndex } from '../tables/key-index.ts';
import type { KeyIndexState } from '../tables/key-table-state.ts';

/** Bytes of a key that are told apart; longer ones are cut and fall together. */
export const KEY_BYTES_MAX = 256;
/** Groups that are looked at for one that can go: an attacker's keys must not cost a pass each. */
const LOOKS_MAX = 8;

/** Keys as plain values. */
export type GroupKeys = KeyIndexState;

/**
 * The groups of a rule by the bytes of their keys, as many as it may have. When there are no more,
 * a new one takes the place of one that can go, which a hand looks for that goes round (as in the
 * clock algorithm of paging).
 */
export class RuleGroups {
  readonly #index: KeyIndex;
  readonly #groupsMax: number;
  #hand = 0;

  constructor(seed: number, groupsMax: number) {
    this.#index = new KeyIndex(seed);
    this.#groupsMax = groupsMax;
  }

  get size(): number {
    return this.#index.size;
  }

  /**
   * The number of the group with the key [start, end), or -1 where there is no room for it.
   * `enter` is told of a number that has become that of another group.
   */
  idOf(
    block: ByteBlock,
    start: number,
    keyEnd: number,
    canGo: (id: number) => boolean,
    enter: (id: number) => void,
  ): number {
    const end = Math.min(keyEnd, start + KEY_BYTES_MAX);
    const found = this.#index.find(block, start, end);
    if (found >= 0) return found;
    if (this.size < this.#groupsMax) {
      const id = this.#index.append(block, start, end);
      enter(id);
      return id;
    }
    const id = this.#idle(canGo);
    if (id < 0) return id;
    this.#index.replace(id, block, start, end);
    enter(id);
    return id;
  }

  /** The key as text, for a person; hostile. */
  textOf(id: number): string {
    return decodeText(
      this.#index.block.octets.subarray(this.#index.start(id), this.#index.end(id)),
    );
  }

  /** Shows the key of a group to what takes keys of other blocks. */
  visit(id: number, take: (block: ByteBlock, start: number, end: number) => number): number {
    return take(this.#index.block, this.#index.start(id), this.#index.end(id));
  }

  /** Orders two groups by the bytes of their keys. */
  compare(a: number, b: number): number {
    return this.#index.compare(a, b);
  }

  state(): GroupKeys {
    return this.#index.state();
  }

  #idle(canGo: (id: number) => boolean): number {
    for (let looks = 0; looks < LOOKS_MAX; looks++) {
      const id = this.#hand;
      this.#hand = (id + 1) % this.size;
      if (canGo(id)) return id;
    }
    return -1;
  }
}
