import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

import { ByteBlock } from '@hitwatch/domain';
import type { LogSource, LogStream, SourceEvent } from '@hitwatch/ports';

import { isNamedPipe, openNamedPipe } from '../streams/named-pipe.ts';
import { readFailure } from './read-failure.ts';

const BLOCK_BYTES = 512 * 1024;

/** Reads whole files, one after the other, each once. `-` is the given standard input. */
export class FileReader implements LogSource {
  readonly #paths: readonly string[];
  readonly #stdin: Readable;
  #index = -1;
  #stream: LogStream = { id: -1, path: '' };
  #readable: Readable | undefined;
  #chunks: AsyncIterator<Buffer> | undefined;
  #offset = 0;

  constructor(paths: readonly string[], stdin: Readable) {
    this.#paths = paths;
    this.#stdin = stdin;
  }

  /** Rejects with an `EnvironmentFailure` for a file that cannot be read. */
  async next(): Promise<SourceEvent> {
    const chunks = this.#chunks ?? this.#openNext();
    if (chunks === undefined) return { kind: 'end' };
    let result: IteratorResult<Buffer>;
    try {
      result = await chunks.next();
    } catch (error) {
      throw readFailure(this.#stream.path, error);
    }
    const stream = this.#stream;
    if (result.done === true) {
      this.#chunks = undefined;
      return { kind: 'finished', stream };
    }
    const offset = this.#offset;
    this.#offset += result.value.length;
    return { kind: 'block', stream, offset, block: new ByteBlock(result.value) };
  }

  marks(): readonly [] {
    return [];
  }

  wake(): void {
    // It never waits longer than one read.
  }

  async close(): Promise<void> {
    const readable = this.#readable;
    if (readable === undefined) return;
    readable.destroy();
    // Standard input is not waited for: a read of it may last until somebody types.
    if (readable === this.#stdin || readable.closed) return;
    await new Promise((resolve) => readable.once('close', resolve));
  }

  #openNext(): AsyncIterator<Buffer> | undefined {
    const path = this.#paths[++this.#index];
    if (path === undefined) return undefined;
    this.#stream = { id: this.#index, path };
    this.#offset = 0;
    this.#readable = this.#open(path);
    // None of the streams has an encoding, so its chunks are Buffers.
    this.#chunks = this.#readable[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    return this.#chunks;
  }

  #open(path: string): Readable {
    if (path === '-') return this.#stdin;
    if (isNamedPipe(path)) return openNamedPipe(path);
    return createReadStream(path, { highWaterMark: BLOCK_BYTES });
  }
}
