import { closeSync, openSync, readSync } from 'node:fs';

import { behindMark, ByteBlock } from '@hitwatch/domain';

import { readFailure } from './read-failure.ts';

/** More than what a format is found by. */
const HEAD_BYTES = 1 << 16;

/**
 * The first 64 KiB of a file, without a byte order mark. Throws an `EnvironmentFailure` when it
 * cannot be read.
 */
export function readHead(path: string): ByteBlock {
  try {
    const fd = openSync(path, 'r');
    try {
      const octets = new Uint8Array(HEAD_BYTES);
      const length = readSync(fd, octets, 0, HEAD_BYTES, 0);
      return new ByteBlock(octets.subarray(behindMark(octets), length));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}
