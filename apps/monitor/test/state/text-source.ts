import { ByteBlock } from '@hitwatch/domain';
import type { LogSource, LogStream, SourceEvent, StreamMark } from '@hitwatch/ports';
import type { ManualClock } from '@hitwatch/testing';

/** As when the process is killed. */
export class Killed extends Error {}

export interface TextSourceOptions {
  readonly bytes: Uint8Array;
  /** Where the run before stopped. */
  readonly from: number;
  /** Sizes of blocks, by turns. */
  readonly blocks: readonly number[];
  /** How much time passes with each block. */
  readonly blockMs: number;
  /** The number of blocks after which the process is killed. */
  readonly killAfter?: number | undefined;
  /** Called when nothing has come for so long that nothing will. */
  readonly onSilence: () => void;
}

const PATH = 'access.log';
const SILENCE_MS = 30_000;

/** A file that is all there, read block by block; a run can go on in it. */
export class TextSource implements LogSource {
  readonly #options: TextSourceOptions;
  readonly #clock: ManualClock;
  readonly #stream: LogStream = { id: 0, path: PATH };
  #position: number;
  #blocks = 0;
  #silentMs = 0;

  constructor(clock: ManualClock, options: TextSourceOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#position = options.from;
  }

  async next(deadlineMs: number): Promise<SourceEvent | undefined> {
    await new Promise(setImmediate);
    const { bytes, blocks, blockMs, killAfter, onSilence } = this.#options;
    if (killAfter !== undefined && this.#blocks >= killAfter) throw new Killed();
    const offset = this.#position;
    const octets = bytes.slice(offset, offset + (blocks[this.#blocks % blocks.length] ?? 1));
    if (octets.length === 0) {
      this.#silentMs += Math.max(0, deadlineMs - this.#clock.nowMs());
      this.#clock.advanceTo(deadlineMs);
      if (this.#silentMs > SILENCE_MS) onSilence();
      return undefined;
    }
    this.#blocks++;
    this.#position += octets.length;
    this.#clock.advance(blockMs);
    return { kind: 'block', stream: this.#stream, offset, block: new ByteBlock(octets) };
  }

  marks(): readonly StreamMark[] {
    const identity = { path: PATH, dev: 1, ino: 1, fingerprint: new Uint8Array(0) };
    return [{ stream: this.#stream, mark: { ...identity, offset: this.#position } }];
  }

  wake(): void {
    // The monitor looks by itself.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
