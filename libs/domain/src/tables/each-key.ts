import { ByteBlock } from '../bytes/byte-block.ts';
import { LENGTH, SPAN } from './key-pool.ts';
import type { KeyIndexState } from './key-table-state.ts';

/** Goes through keys in their order. */
export function eachKey(
  { keys, spans }: KeyIndexState,
  visit: (block: ByteBlock, start: number, end: number, index: number) => void,
): void {
  const block = new ByteBlock(keys);
  for (let at = 0; at < spans.length; at += SPAN) {
    const start = spans[at]!; // at < length, and a span is whole
    visit(block, start, start + spans[at + LENGTH]!, at / SPAN);
  }
}
