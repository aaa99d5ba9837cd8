import { expect } from 'chai';
import { type LineScanner, PARSED } from '../../src/index.ts';
import * as batch from '../../src/parser/record-batch.ts';
import { groupReadings } from '../parser/group-readings.ts';
import { latin1, latin1Block } from '../text-block.ts';

const KEYS = ['HOST', 'METHOD', 'SECTION', 'URL', 'REFERRER', 'AGENT', 'PROTOCOL'] as const;
const EXTRA_KEYS = ['CACHE', 'TLS', 'SCHEME'] as const;

/** What batches say of each line and of each key, as text and numbers. */
export function readings(stream: string, scanner: LineScanner) {
  const block = latin1Block(stream);
  const batches: { readonly lines: object[]; readonly groups: object[] }[] = [];
  for (let at = 0; at < block.length;) {
    const next = scanner.scan(block, at, block.length);
    expect(next).to.be.above(at);
    expect(scanner.batch.size).to.be.within(1, batch.BATCH_LINES);
    const lines = Array.from({ length: scanner.batch.size }, (_, line) => reading(scanner, line));
    const keys = [...KEYS, 'VHOST', ...EXTRA_KEYS] as const;
    batches.push({ lines, groups: keys.map((key) => groupReadings(scanner, batch[key])) });
    at = next;
  }
  return batches;
}

function reading({ batch: { ints, doubles, block }, batch: all }: LineScanner, line: number) {
  const at = line * batch.RECORD_INTS;
  const offset = all.lineOffset(line);
  const reason = ints[at + batch.REASON];
  if (reason !== PARSED) return { offset, reason };
  const text = (place: number) => latin1(block.octets, ints[at + place], ints[at + place + 1]);
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
