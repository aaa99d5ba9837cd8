import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import type { Output } from '@hitwatch/adapters';
import type { LineOutput } from '@hitwatch/generator';

/** Lines for standard output, never more of them than it takes. */
export class StandardOutput implements LineOutput {
  readonly #stream: Writable;
  readonly #output: Output;

  /**
   * `output` is the guard of the same stream: it knows when the reader has gone or the disk is
   * full.
   */
  constructor(stream: Writable, output: Output) {
    this.#stream = stream;
    this.#output = output;
  }

  async write(lines: Uint8Array): Promise<void> {
    this.#stream.write(lines);
    await this.#output.flush();
    // A stream that takes everything at once would never let a signal in.
    await setImmediate();
  }
}
