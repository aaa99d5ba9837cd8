import { expect } from 'chai';
import { type LineScanner, PARSED } from '../../src/index.ts';
import { hashBytes } from '../../src/bytes/hash.ts';
import * as batch from '../../src/parser/record-batch.ts';
import { latin1, latin1Block } from '../text-block.ts';

const KEYS = ['HOST', 'METHOD', 'SECTION', 'URL', 'REFERRER', 'AGENT', 'PROTOCOL'] as const;
const EXTRA_KEYS = ['CACHE', 'TLS', 'SCHEME'] as const;

/** What a batch says of each line, as text and numbers, so that batches can be compared. */
export function readings(stream: string, scanner: LineScanner) {
  const block = latin1Block(stream);
  const lines: object[] = [];
  for (let at = 0; at < block.length;) {
    const next = scanner.scan(block, at, block.length);
    expect(next).to.be.above(at);
    expect(scanner.batch.size).to.be.within(1, batch.BATCH_LINES);
    for (let line = 0; line < scanner.batch.size; line++) lines.push(reading(scanner, line));
    at = next;
  }
  return lines;
}

function reading(
  { batch: { ints, doubles, block, ...rest }, batch: all }: LineScanner,
  line: number,
) {
  const at = line * batch.RECORD_INTS;
  const offset = all.lineOffset(line);
  const reason = ints[at + batch.REASON];
  if (reason !== PARSED) return { offset, reason };
  const text = (place: number) => latin1(block.octets, ints[at + place], ints[at + place + 1]);
  for (const key of KEYS) {
    const place = batch[key];
    const [start = 0, end = 0, hash] = ints.subarray(at + place, at + place + 3);
    expect(hash, key).to.equal(hashBytes(block, start, end, rest.seed));
    const first = ints[at + place + batch.FIRST] ?? -1;
    expect(first).to.be.within(0, line);
    const there = first * batch.RECORD_INTS;
    const other = ints.subarray(there + place, there + place + 2);
    expect(latin1(block.octets, other[0], other[1]), key).to.equal(text(place));
    expect(ints[there + batch.REASON]).to.equal(PARSED);
  }
  return {
    offset,
    reason,
    second: doubles[line * batch.RECORD_DOUBLES + batch.SECOND],
    bytes: doubles[line * batch.RECORD_DOUBLES + batch.BYTES],
    status: ints[at + batch.STATUS],
    kind: ints[at + batch.TARGET_KIND],
    vhost: text(batch.VHOST),
    ...Object.fromEntries(KEYS.map((key) => [key, text(batch[key])])),
    ...(ints[at + batch.EXTRAS] === 1 ? extrasOf(doubles, line, text) : {}),
  };
}

/** Nothing where all are absent: then it does not matter that the line may have some. */
function extrasOf(doubles: Float64Array, line: number, text: (place: number) => string) {
  const at = line * batch.RECORD_DOUBLES + batch.RESPONSE_MICROS;
  const numbers = [...doubles.subarray(at, at + 3)];
  const texts = EXTRA_KEYS.map((key) => text(batch[key]));
  const isAbsent = numbers.every((number) => number < 0) && texts.every((one) => one === '');
  return isAbsent ? {} : { extras: { numbers, texts } };
}
