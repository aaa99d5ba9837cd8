import { expect } from 'chai';
import { hashBytes } from '../../src/bytes/hash.ts';
import { type LineScanner, PARSED } from '../../src/index.ts';
import {
  GROUP_DOUBLES,
  GROUP_END,
  GROUP_ERRORS,
  GROUP_FIRST,
  GROUP_HASH,
  GROUP_HITS,
  GROUP_INTS,
  GROUP_START,
  GROUP_TOTAL,
} from '../../src/parser/key-groups.ts';
import { REASON, RECORD_INTS } from '../../src/parser/record-batch.ts';
import { latin1 } from '../text-block.ts';

/** The groups of a batch by one of its keys, as text and numbers. */
export function groupReadings({ batch }: LineScanner, key: number) {
  const { ints, doubles, ofLine, size } = batch.groupsOf(key);
  const numbers = Array.from({ length: batch.size }, (_, line) =>
    batch.ints[line * RECORD_INTS + REASON] === PARSED ? ofLine[line] : undefined,
  );
  return Array.from({ length: size }, (_, group) => {
    const at = group * GROUP_INTS;
    const start = ints[at + GROUP_START] ?? -1;
    const end = ints[at + GROUP_END] ?? -1;
    expect(ints[at + GROUP_HASH]).to.equal(hashBytes(batch.block, start, end, batch.seed));
    return {
      key: latin1(batch.block.octets, start, end),
      first: ints[at + GROUP_FIRST],
      hits: ints[at + GROUP_HITS],
      bytes: doubles[group * GROUP_DOUBLES + GROUP_TOTAL],
      errors: ints[at + GROUP_ERRORS],
      lines: numbers.filter((number) => number === group).length,
    };
  });
}
