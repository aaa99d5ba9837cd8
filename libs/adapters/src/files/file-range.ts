import { closeSync, openSync, readSync } from 'node:fs';

import { ByteBlock } from '@hitwatch/domain';

import { readFailure } from './read-failure.ts';

const BLOCK_BYTES = 256 * 1024;
const LF = 10;

/** A stretch of a file, for the records that begin in it. */
export interface FileRange {
  readonly path: string;
  readonly start: number;
  /** Infinity for all that is there. */
  readonly end: number;
}

/**
 * Reads the records that begin in [start, end) of a file: from behind the first LF at or after
 * start - 1 to the LF that ends the last of them, which may lie far behind `end`. So ranges that
 * touch give each record once. Blocks stand in the given `memory`, one after the other. It blocks:
 * a worker has nothing else to do.
 * Throws an `EnvironmentFailure` when the file cannot be read.
 */
export function readRange(
  { path, start, end }: FileRange,
  onBlock: (block: ByteBlock, offset: number) => void,
  memory: Uint8Array = new Uint8Array(BLOCK_BYTES),
): void {
  try {
    const fd = openSync(path, 'r');
    try {
      readRecords(fd, start, end, onBlock, memory);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}

function readRecords(
  fd: number,
  start: number,
  end: number,
  onBlock: (block: ByteBlock, offset: number) => void,
  memory: Uint8Array,
): void {
  const whole = new ByteBlock(memory);
  let inside = start === 0;
  for (let offset = Math.max(0, start - 1); ;) {
    const length = readSync(fd, memory, 0, memory.length, offset);
    if (length === 0) return;
    const octets = whole.octets.subarray(0, length);
    let from = 0;
    if (!inside) {
      from = octets.indexOf(LF) + 1;
      inside = from > 0;
      if (offset + (inside ? from : length) >= end) return;
    }
    // The record that holds the byte before `end` is the last one.
    const last = Math.max(0, end - 1 - offset);
    const ending = last < length ? octets.indexOf(LF, last) + 1 : 0;
    const to = ending > 0 ? ending : length;
    if (inside && to > from) {
      const all = from === 0 && to === memory.length;
      onBlock(all ? whole : new ByteBlock(octets.subarray(from, to)), offset + from);
    }
    if (ending > 0) return;
    offset += length;
  }
}
