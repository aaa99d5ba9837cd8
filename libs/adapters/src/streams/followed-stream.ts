import type { Readable } from 'node:stream';

import { ByteBlock } from '@hitwatch/domain';
import type { LogStream, SourceEvent } from '@hitwatch/ports';

import { EnvironmentFailure } from '../command-line/failure.ts';
import type { Followed } from '../files/followed.ts';

/** Follows a stream such as standard input until its writer ends it. */
export class FollowedStream implements Followed {
  /** It calls. */
  readonly pollMs = Infinity;
  readonly #readable: Readable;
  readonly #stream: LogStream;
  #offset = 0;
  #ended = false;
  #finishedTold = false;
  #error: Error | undefined;

  /** `onReady` is called when a poll would find something, so that whoever sleeps can look. */
  constructor(readable: Readable, stream: LogStream, onReady: () => void) {
    this.#readable = readable;
    this.#stream = stream;
    readable.on('readable', onReady);
    readable.on('end', () => {
      this.#ended = true;
      onReady();
    });
    readable.on('error', (error) => {
      this.#error = error;
      onReady();
    });
  }

  poll(): SourceEvent | undefined {
    if (this.#error !== undefined) {
      const what = `${this.#stream.path}: cannot be read: ${this.#error.message}`;
      const cause = { cause: this.#error };
      throw new EnvironmentFailure('EIO', what, 'check what writes to it', cause);
    }
    // A stream that was opened without an encoding gives Buffers.
    const chunk = this.#readable.read() as Buffer | null;
    if (chunk !== null) {
      const offset = this.#offset;
      this.#offset += chunk.length;
      const block = new ByteBlock(chunk);
      return { kind: 'block', stream: this.#stream, offset, block };
    }
    if (!this.#ended) return undefined;
    if (this.#finishedTold) return { kind: 'end' };
    this.#finishedTold = true;
    return { kind: 'finished', stream: this.#stream };
  }

  marks(): readonly [] {
    return [];
  }

  close(): void {
    this.#readable.destroy();
  }
}
