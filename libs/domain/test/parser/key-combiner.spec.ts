import { expect } from 'chai';
import fc from 'fast-check';
import { type KeyCombiner, type LineScanner, Rollup } from '../../src/index.ts';
import { COMBINED_KEYS_MAX } from '../../src/parser/key-combiner.ts';
import {
  GROUP_DOUBLES,
  GROUP_END,
  GROUP_ERRORS,
  GROUP_HASH,
  GROUP_HITS,
  GROUP_INTS,
  GROUP_START,
  GROUP_TOTAL,
} from '../../src/parser/key-groups.ts';
import {
  AGENT,
  HOST,
  METHOD,
  PROTOCOL,
  REFERRER,
  SECTION,
  URL,
} from '../../src/parser/record-batch.ts';
import { hashBytes } from '../../src/bytes/hash.ts';
import { DDSketch } from '../../src/tables/dd-sketch.ts';
import { StatusTable } from '../../src/tables/status-table.ts';
import { kernelScanner, plainScanner } from '../scanners.ts';
import { latin1, latin1Block } from '../text-block.ts';
import { type Access, access, accessLine, NOON } from '../traffic/access-lines.ts';

const SEED = 11;
const KEYS = [HOST, METHOD, SECTION, URL, REFERRER, AGENT, PROTOCOL] as const;
const SCANNERS: readonly (readonly [string, (seed: number) => LineScanner])[] = [
  ['kernel', kernelScanner],
  ['plain scanner', plainScanner],
];

/** Lines that both scanners take, with many values that are equal and some that begin alike. */
const ordinary: fc.Arbitrary<Access> = fc.record({
  host: fc.nat(9).map((at) => `10.0.0.${at}`),
  request: fc
    .tuple(fc.nat(3), fc.nat(3), fc.constantFrom('', '?q=1', '/', '/x/y'))
    .map(([section, page, rest]) => `GET /s${section}/p${page}${rest} HTTP/1.1`),
  status: fc.constantFrom('200', '499', '500', '599', '600', '100', '999'),
  bytes: fc.constantFrom('-', '0', '1', '63', '64', '127', '128', '4294967296', '999999999999999'),
  referrer: fc.constantFrom('-', '', 'http://r.example/', `http://r.example/${'long/'.repeat(9)}`),
  agent: fc.constantFrom('-', 'curl', 'curl/8', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101'),
});

function combined(scanner: LineScanner, lines: readonly string[]): KeyCombiner {
  const block = latin1Block(`${lines.join('\n')}\n`);
  for (let at = 0; at < block.length;) {
    at = scanner.scan(block, at, block.length);
    expect(scanner.batch.combiner.add(scanner.batch, 0)).to.equal(scanner.batch.size);
  }
  return scanner.batch.combiner;
}

type Reading = readonly [key: string, hits: number, bytes: number, errors: number];

function groupsOf(combiner: KeyCombiner, key: (typeof KEYS)[number]): Reading[] {
  const { ints, doubles, size } = combiner.groupsOf(key);
  const block = combiner.blockOf(key);
  return Array.from({ length: size }, (_, group): Reading => {
    const at = group * GROUP_INTS;
    const start = ints[at + GROUP_START] ?? -1;
    const end = ints[at + GROUP_END] ?? -1;
    expect(ints[at + GROUP_HASH]).to.equal(hashBytes(block, start, end, SEED));
    return [
      latin1(block.octets, start, end),
      ints[at + GROUP_HITS] ?? NaN,
      doubles[group * GROUP_DOUBLES + GROUP_TOTAL] ?? NaN,
      ints[at + GROUP_ERRORS] ?? NaN,
    ];
  });
}

/** What a line has of each kind, by a way of its own. */
function keysOf({ host = '', request = '', referrer = '', agent = '' }: Access): string[] {
  const [method = '', target = '', protocol = ''] = request.split(' ');
  const url = target.split('?')[0] ?? '';
  return [host, method, `/${url.split('/')[1] ?? ''}`, url, referrer, agent, protocol];
}

for (const [name, newScanner] of SCANNERS) {
  describe(`the combiner of the ${name}`, () => {
    it('has one group for each key of many batches, and the numbers of all lines', () => {
      const scanner = newScanner(SEED);
      const batches = fc.array(fc.array(ordinary, { maxLength: 30 }), { maxLength: 4 });
      const property = fc.property(batches, (all) => {
        scanner.batch.combiner.clear();
        for (const lines of all) combined(scanner, ['no access line', ...lines.map(accessLine)]);
        const { combiner } = scanner.batch;
        const status = new StatusTable();
        const sizes = new DDSketch();
        const expected = KEYS.map(() => new Map<string, Reading>());
        for (const line of all.flat()) {
          const bytes = line.bytes === '-' ? 0 : Number(line.bytes);
          const error = line.status?.startsWith('5') === true ? 1 : 0;
          status.add(Number(line.status), bytes);
          sizes.add(bytes);
          keysOf(line).forEach((key, column) => {
            const [, hits, sum, errors] = expected[column]?.get(key) ?? [key, 0, 0, 0];
            expected[column]?.set(key, [key, hits + 1, sum + bytes, errors + error]);
          });
        }
        KEYS.forEach((key, column) => {
          const groups = [...(expected[column]?.values() ?? [])];
          expect(groupsOf(combiner, key)).to.deep.equal(groups);
        });
        expect(combiner.isEmpty).to.equal(all.flat().length === 0);
        const numbers = combiner.numbers();
        expect(numbers.status).to.deep.equal(status.state());
        expect({ ...numbers.sizes }).to.deep.equal(sizes.state());
      });
      fc.assert(property, { numRuns: 150 });
    });

    it('stops before the first line that has no room, and has room again when it is empty', () => {
      const scanner = newScanner(SEED);
      const { batch } = scanner;
      const lines = Array.from({ length: COMBINED_KEYS_MAX + 10 }, (_, at) =>
        accessLine({ agent: `agent ${at}` }),
      );
      const block = latin1Block(`${lines.join('\n')}\n`);
      let taken = 0;
      let stopped: number | undefined;
      for (let at = 0; at < block.length;) {
        at = scanner.scan(block, at, block.length);
        let line = batch.combiner.add(batch, 0);
        if (line < batch.size) {
          stopped = taken + line;
          expect(groupsOf(batch.combiner, AGENT)).to.have.length(COMBINED_KEYS_MAX);
          expect(groupsOf(batch.combiner, HOST)).to.deep.equal([
            ['10.0.0.1', COMBINED_KEYS_MAX, 5 * COMBINED_KEYS_MAX, 0],
          ]);
          batch.combiner.clear();
          expect(batch.combiner.isEmpty).to.be.true;
          line = batch.combiner.add(batch, line);
        }
        expect(line).to.equal(batch.size);
        taken += batch.size;
      }
      expect(stopped).to.equal(COMBINED_KEYS_MAX);
      expect(groupsOf(batch.combiner, HOST)).to.deep.equal([['10.0.0.1', 10, 50, 0]]);
    });
  });
}

/** A rollup of a text, told of whole parts: by batches, or what is combined of them. */
function rollupOf(scanner: LineScanner, text: string, combine: boolean): Rollup {
  const rollup = new Rollup({ seed: SEED });
  const block = latin1Block(text);
  for (let at = 0; at < block.length;) {
    at = scanner.scan(block, at, block.length);
    const { batch } = scanner;
    const hits = batch.size - batch.unparsed;
    if (combine) rollup.combine(batch, hits);
    else rollup.add(batch, hits);
  }
  rollup.settle();
  return rollup;
}

describe('a rollup that combines', () => {
  const anyLine = fc.oneof(
    ordinary.map(accessLine),
    access.map(accessLine),
    fc.constantFrom('', 'no access line', accessLine({ request: '\\x16\\x03' })),
    fc.nat(99).map((ms) => `${accessLine()} 0.0${ms}`),
  );

  it('says what one says that is told of each batch', () => {
    const property = fc.property(
      fc.array(anyLine, { maxLength: 60 }),
      fc.boolean(),
      (lines, own) => {
        const text = `${lines.join('\n')}\n`;
        const newScanner = own ? kernelScanner : plainScanner;
        const told = rollupOf(newScanner(SEED), text, false).snapshot(0);
        expect(rollupOf(newScanner(SEED), text, true).snapshot(0)).to.deep.equal(told);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('says the same with the kernel and without it, also where tables overflow', () => {
    const lines = Array.from({ length: 30_000 }, (_, at) => {
      const many = (at * 7919) % 26_000;
      return accessLine({
        second: NOON + (at % 7200),
        host: `10.${many >> 8}.${many & 255}.1`,
        request: `GET /s${many % 20_000}/${many} HTTP/1.1`,
        referrer: `http://r.example/${'x'.repeat(many % 300)}/${at % 20_000}`,
        agent: `agent ${(at * 31) % 9000}`,
        bytes: String(at),
      });
    });
    const text = `${lines.join('\n')}\n`;
    const [one, other] = [kernelScanner, plainScanner].map((newScanner) =>
      rollupOf(newScanner(SEED), text, true).snapshot(0),
    );
    expect(one?.tables.agents.distinct).to.be.null;
    expect(one?.tables.sections.distinct).to.be.null;
    expect(one).to.deep.equal(other);
    expect(one?.hits).to.equal(30_000);
  });

  it('takes a key that is as long as all the room there is', () => {
    const lines = [1, 262_000, 5, 261_900, 250_000, 2].map((length) =>
      accessLine({ request: `GET /${'p'.repeat(length)} HTTP/1.1` }),
    );
    const text = `${lines.join('\n')}\n`;
    for (const newScanner of [kernelScanner, plainScanner]) {
      const told = rollupOf(newScanner(SEED), text, false).snapshot(0);
      expect(rollupOf(newScanner(SEED), text, true).snapshot(0)).to.deep.equal(told);
    }
  });
});
