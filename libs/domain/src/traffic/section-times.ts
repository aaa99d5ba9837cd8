import { encodeText } from '../bytes/text.ts';
import { ByteBlock } from '../bytes/byte-block.ts';
import {
  type BatchGroups,
  GROUP_END,
  GROUP_HASH,
  GROUP_INTS,
  GROUP_START,
  type KeyGroups,
} from '../parser/key-groups.ts';
import {
  EXTRAS,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  RESPONSE_MICROS,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import { DDSketch, type DDSketchState, type Quantiles } from '../tables/dd-sketch.ts';
import { KeyIndex } from '../tables/key-index.ts';
import { LENGTH, SPAN } from '../tables/key-pool.ts';
import { NONE } from '../tables/no-key.ts';
import type { KeyIndexState } from '../tables/key-table-state.ts';

/** Sections that have quantiles: the first that were met. A sketch takes some kilobytes. */
export const SECTIONS_MAX = 512;
const SECTION_BYTES_MAX = 512;

export interface SectionTimesState extends KeyIndexState {
  readonly sketches: readonly DDSketchState[];
}

/** Response times by section, in microseconds. */
export class SectionTimes {
  readonly #index: KeyIndex;
  readonly #sketches: DDSketch[] = [];
  /** Of the groups of the batch that is being added. */
  readonly #ofGroup: (DDSketch | undefined)[] = [];

  /** `seed` is that of the index only: times with different seeds merge as well. */
  constructor(seed: number) {
    this.#index = new KeyIndex(seed);
  }

  add(block: ByteBlock, start: number, end: number, micros: number): void {
    this.#sketchOf(block, start, end)?.add(micros);
  }

  /** Adds the time of each line that has one, to the section as it stands in the line. */
  addBatch(batch: RecordBatch, sections: BatchGroups): void {
    this.#findSketches(batch.block, sections);
    const { ints, doubles, size } = batch;
    for (let line = 0; line < size; line++) {
      const at = line * RECORD_INTS;
      if (ints[at + REASON] !== PARSED || ints[at + EXTRAS] !== 1) continue;
      const micros = doubles[line * RECORD_DOUBLES + RESPONSE_MICROS]!; // the batch has its places
      if (micros >= 0) this.#ofGroup[sections.ofLine[line]!]?.add(micros);
    }
  }

  /** The quantiles of a section, undefined for one that has none. */
  quantiles(section: string): Quantiles | undefined {
    const key = new ByteBlock(encodeText(section));
    const id = this.#index.find(key, 0, key.length);
    return id < 0 ? undefined : this.#sketches[id]?.quantiles();
  }

  mergeState({ keys, spans, sketches }: SectionTimesState): void {
    const block = new ByteBlock(keys);
    sketches.forEach((sketch, at) => {
      const start = spans[SPAN * at]!; // as many as there are sketches
      this.#sketchOf(block, start, start + spans[SPAN * at + LENGTH]!)?.mergeState(sketch);
    });
  }

  /** A copy, to be merged elsewhere. */
  state(): SectionTimesState {
    const sketches = this.#sketches.slice(0, this.#index.size).map((sketch) => sketch.state());
    return { ...this.#index.state(), sketches };
  }

  clear(): void {
    this.#index.clear();
    for (const sketch of this.#sketches) sketch.clear();
  }

  #findSketches(block: ByteBlock, { ints, size }: KeyGroups): void {
    for (let group = 0, at = 0; group < size; group++, at += GROUP_INTS) {
      const start = ints[at + GROUP_START]!; // a group has its places
      const end = ints[at + GROUP_END]!;
      this.#ofGroup[group] =
        end === start
          ? this.#sketchOf(NONE, 0, NONE.length)
          : this.#sketchOf(block, start, end, ints[at + GROUP_HASH]);
    }
  }

  #sketchOf(block: ByteBlock, start: number, end: number, hash?: number): DDSketch | undefined {
    if (end - start > SECTION_BYTES_MAX) return undefined;
    let id = this.#index.find(block, start, end, hash);
    if (id < 0) {
      if (this.#index.size === SECTIONS_MAX) return undefined;
      id = this.#index.append(block, start, end);
      // One of before a `clear` is empty and is used again.
      this.#sketches[id] ??= new DDSketch();
    }
    return this.#sketches[id];
  }
}
