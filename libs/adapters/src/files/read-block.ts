import { ByteBlock } from '@hitwatch/domain';
import type { BlockEvent } from '@hitwatch/ports';

import type { Generation } from './generation.ts';

/** What comes next in a generation, in the room of `buffer`; undefined when nothing is there. */
export function readBlock({ log, stream }: Generation, buffer: Uint8Array): BlockEvent | undefined {
  const offset = log.position;
  const length = log.read(buffer);
  if (length === 0) return undefined;
  return { kind: 'block', stream, offset, block: new ByteBlock(buffer.subarray(0, length)) };
}
