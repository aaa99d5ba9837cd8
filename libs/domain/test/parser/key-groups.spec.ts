import { expect } from 'chai';
import fc from 'fast-check';
import { ByteBlock, type LineScanner, RecordBatch, SecondCounts } from '../../src/index.ts';
import { GROUP_HITS, GROUP_INTS } from '../../src/parser/key-groups.ts';
import {
  BYTES,
  RECORD_DOUBLES,
  RECORD_INTS,
  SECOND,
  STATUS,
  URL,
} from '../../src/parser/record-batch.ts';
import { DDSketch } from '../../src/tables/dd-sketch.ts';
import { StatusTable } from '../../src/tables/status-table.ts';
import { collidingKeys } from '../tables/colliding-keys.ts';
import { kernelScanner, plainScanner } from '../scanners.ts';
import { latin1Block } from '../text-block.ts';
import { type Access, accessLine, NOON } from '../traffic/access-lines.ts';
import { groupReadings } from './group-readings.ts';

const SEED = 11;
const SCANNERS: readonly (readonly [string, (seed: number) => LineScanner])[] = [
  ['kernel', kernelScanner],
  ['plain scanner', plainScanner],
];

const accesses: fc.Arbitrary<Access[]> = fc.array(
  fc.record({
    request: fc.nat(40).map((path) => `GET /${String(path)} HTTP/1.1`),
    status: fc.constantFrom('200', '404', '499', '500', '599', '600', '999'),
    bytes: fc.constantFrom('-', '0', '1', '127', '128', '65536', '4294967296', '999999999999999'),
    second: fc.constantFrom(NOON, NOON + 1, NOON - 7200, NOON + 1, NOON + 90_000),
  }),
  { maxLength: 200, size: 'max' },
);

function scanned(scanner: LineScanner, lines: readonly string[]): void {
  const block = latin1Block(`${lines.join('\n')}\n`);
  expect(scanner.scan(block, 0, block.length)).to.equal(block.length);
}

for (const [name, newScanner] of SCANNERS) {
  describe(`a batch of the ${name}`, () => {
    it('has one group for each key, in the order of their first lines', () => {
      const scanner = newScanner(SEED);
      const property = fc.property(accesses, (all) => {
        scanned(scanner, ['no access line', ...all.map(accessLine)]);
        const expected = new Map<string, ReturnType<typeof groupReadings>[number]>();
        all.forEach(({ request = '', status = '', bytes = '' }, at) => {
          const key = request.slice(4, -9);
          const known = expected.get(key);
          expected.set(key, {
            key,
            first: known?.first ?? at + 1,
            hits: (known?.hits ?? 0) + 1,
            bytes: (known?.bytes ?? 0) + (bytes === '-' ? 0 : Number(bytes)),
            errors: (known?.errors ?? 0) + (status.startsWith('5') ? 1 : 0),
            lines: (known?.lines ?? 0) + 1,
          });
        });
        expect(groupReadings(scanner, URL)).to.deep.equal([...expected.values()]);
      });
      fc.assert(property, { numRuns: 200 });
    });

    it('counts as one line after the other does', () => {
      const scanner = newScanner(SEED);
      const property = fc.property(accesses, accesses, (...parts) => {
        const one = [new StatusTable(), new DDSketch(), new SecondCounts()] as const;
        const other = [new StatusTable(), new DDSketch(), new SecondCounts()] as const;
        for (const part of parts) {
          scanned(scanner, ['no access line', ...part.map(accessLine)]);
          const { batch } = scanner;
          one[0].addBatch(batch);
          one[1].addBatch(batch, BYTES);
          one[2].addBatch(batch);
          for (let line = 1; line <= part.length; line++) {
            const bytes = batch.doubles[line * RECORD_DOUBLES + BYTES] ?? NaN;
            other[0].add(batch.ints[line * RECORD_INTS + STATUS] ?? NaN, bytes);
            other[1].add(bytes);
            other[2].add(batch.doubles[line * RECORD_DOUBLES + SECOND] ?? NaN);
          }
        }
        expect(one.map((table) => table.state())).to.deep.equal(
          other.map((table) => table.state()),
        );
      });
      fc.assert(property, { numRuns: 200 });
    });
  });
}

describe('PlainGrouper under attack', () => {
  it('searches among keys that collide only so far, and still has each hit once', () => {
    const keys = collidingKeys(SEED, 500);
    const bytes = new Uint8Array(1000 * 8);
    const batch = new RecordBatch(SEED);
    batch.begin(new ByteBlock(bytes), 0);
    for (let line = 0; line < 1000; line++) {
      bytes.set(keys[line % 500]?.octets ?? [], line * 8);
      batch.ints.set([line * 8, line * 8 + 8], line * RECORD_INTS + URL);
      batch.size++;
    }
    const groups = batch.groupsOf(URL);
    // The first ones are found again; each other is on its own, which a table does not mind.
    expect(groups.size).to.be.within(501, 1000);
    let hits = 0;
    for (let group = 0; group < groups.size; group++) {
      hits += groups.ints[group * GROUP_INTS + GROUP_HITS] ?? NaN;
    }
    expect(hits).to.equal(1000);
  });
});
