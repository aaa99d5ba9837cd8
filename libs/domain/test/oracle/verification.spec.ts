import { expect } from 'chai';
import fc from 'fast-check';
import type { LineScanner, TrafficSnapshot } from '../../src/index.ts';
import {
  BYTES,
  PROTOCOL,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  SECOND,
  SECTION,
  STATUS,
} from '../../src/parser/record-batch.ts';
import { anyBytes, damagedLines, generatedLines, REAL_LINES } from '../parser/log-lines.ts';
import { accessLine } from '../traffic/access-lines.ts';
import { countFast, verify } from './recounting.ts';

// Whether a quote in front of the only line of a log is a wrapper, the finder of formats tells from
// the lines behind it that it is shown: with other blocks it may tell otherwise.
const anyLine = fc
  .oneof(generatedLines, damagedLines, anyBytes, fc.constantFrom('', '\0\0', '\r'))
  .filter((line) => !line.split('\n').some((record) => record.startsWith('"')));
const logs = fc
  .tuple(fc.array(anyLine, { maxLength: 40 }), fc.constantFrom('', '\n', '\r\n'))
  .map(([lines, end]) => lines.join('\n') + end);

/** Breaks one line of what a scanner finds, the first that fits. */
function spoiling(spoil: (batch: RecordBatch, line: number) => void) {
  return (scanner: LineScanner): LineScanner => {
    let isDone = false;
    return {
      batch: scanner.batch,
      looks: scanner.looks,
      scan: (block, start, end) => {
        const next = scanner.scan(block, start, end);
        if (!isDone && scanner.batch.size > 3) {
          isDone = true;
          spoil(scanner.batch, 2);
        }
        return next;
      },
    };
  };
}

const LOG = Array.from({ length: 500 }, (_, at) =>
  accessLine({
    second: 1_700_000_000 + (at % 50),
    request: `GET /s${at % 7}/p${at % 90} HTTP/1.1`,
  }),
).join('\n');

describe('a report and its recount', () => {
  it('agree on any log, whatever its lines are and however it is cut', () => {
    const bytes = fc.integer({ min: 1, max: 3000 });
    const tops = fc.constantFrom(0, 1, 10);
    const property = fc.property(logs, bytes, bytes, tops, (log, blockBytes, pieceBytes, top) => {
      const found = verify(countFast(log, { top, blockBytes }), { pieceBytes });
      expect(found.differences).to.deep.equal([]);
      expect(found.agrees).to.be.true;
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('agree on a host that was asked for no path: it was a host only beside lines with one', () => {
    const hosts = ['a.example', 'b.example'];
    const log = hosts.map((vhost) => accessLine({ vhost, request: 'OPTIONS * HTTP/1.1' }));
    for (const request of ['-', 'GET / HTTP/1.1', 'GET http://x/ HTTP/1.1']) {
      const counted = countFast([...log, accessLine({ vhost: 'a.example', request })].join('\n'));
      const hits = counted.traffic.tables.vhosts.rows.map((row) => [row.key, row.hits]);
      expect(hits).to.deep.equal([
        ['a.example', 2],
        ['b.example', 1],
      ]);
      expect(verify(counted).differences).to.deep.equal([]);
    }
  });

  it('agree on real lines, which a second parser reads', () => {
    const found = verify(countFast(REAL_LINES.join('\n')));
    expect(found.differences).to.deep.equal([]);
    const { independent, recounted } = found.lines;
    expect(recounted).to.equal(REAL_LINES.length);
    expect(independent).to.be.above(recounted * 0.9);
    expect(found.checks.map(({ what }) => what)).to.include.members([
      'lines',
      'sums',
      'seconds',
      'visitors',
      'response_bytes',
      'tables.sections',
      'tables.schemes',
    ]);
  });

  const faults: readonly (readonly [string, (batch: RecordBatch, line: number) => void, string])[] =
    [
      ['loses a line', (batch) => batch.size--, 'lines.read'],
      [
        'takes a hit for no line of the format',
        (batch, line) => {
          batch.ints[line * RECORD_INTS + REASON] = 10;
          batch.unparsed++;
        },
        'lines.counted',
      ],
      [
        'adds a byte to a size',
        ({ doubles }, line) => (doubles[line * RECORD_DOUBLES + BYTES] = 6),
        'bytes',
      ],
      [
        'reads a status wrongly',
        ({ ints }, line) => (ints[line * RECORD_INTS + STATUS] = 502),
        'errors',
      ],
      [
        'is years off',
        ({ doubles }, line) => (doubles[line * RECORD_DOUBLES + SECOND] = 1_800_000_000),
        'time.last',
      ],
      [
        'ends a section too early',
        ({ ints }, line) =>
          (ints[line * RECORD_INTS + SECTION + 1] = (ints[line * RECORD_INTS + SECTION] ?? 0) + 1),
        'tables.sections.rows',
      ],
      [
        'has no protocol',
        ({ ints }, line) =>
          ints.fill(line, line * RECORD_INTS + PROTOCOL, line * RECORD_INTS + PROTOCOL + 4),
        'tables.protocols.rows',
      ],
    ];
  for (const [fault, spoil, what] of faults) {
    it(`disagree when the scanner ${fault}, once`, () => {
      expect(verify(countFast(LOG)).agrees).to.be.true;
      const found = verify(countFast(LOG, { spoil: spoiling(spoil) }));
      expect(found.agrees).to.be.false;
      expect(found.differences.map((difference) => difference.what)).to.include(what);
      expect(found.differences).to.have.length.within(1, 20);
      expect(found.differing).to.be.at.least(found.differences.length);
    });
  }

  const spoilt: readonly (readonly [string, (traffic: TrafficSnapshot) => object, string])[] = [
    [
      'peak',
      ({ peak }) => ({ peak: { hits: (peak?.hits ?? 0) - 1, second: 0 } }),
      'rate.peak.hits',
    ],
    ['visitors', () => ({ visitors: { estimate: 99, error: 0 } }), 'visitors.estimate'],
    ['sizes', ({ sizes }) => ({ sizes: { ...sizes, p95: 1e6 } }), 'response_bytes.p95'],
    ['times', ({ sizes }) => ({ responseTimes: sizes }), 'response_seconds'],
  ];
  for (const [name, spoil, what] of spoilt) {
    it(`disagree when the ${name} are wrong`, () => {
      const counted = countFast(LOG);
      const traffic = { ...counted.traffic, ...spoil(counted.traffic) };
      const { differences, agrees } = verify({ ...counted, traffic });
      expect(agrees).to.be.false;
      expect(differences.map((difference) => difference.what)).to.include(what);
    });
  }

  describe('of more agents than the report keeps', () => {
    const lines = Array.from({ length: 12_000 }, (_, at) =>
      accessLine({ agent: at % 10 === 0 ? `often/${at % 120}` : `once/${at}` }),
    );
    const counted = countFast(lines.join('\n'), { top: 10 });

    it('agree within the error that each row states', () => {
      const found = verify(counted);
      expect(found.differences).to.deep.equal([]);
      expect(found.checks).to.deep.include({
        what: 'tables.agents',
        how: 'within_error',
        agrees: true,
      });
    });

    for (const by of [-1, 1]) {
      it(`disagree when a row is ${by} outside of it`, () => {
        const { tables } = counted.traffic;
        const [first, ...rows] = tables.agents.rows;
        if (first === undefined) throw new Error('there are rows');
        const hits =
          first.hits + by * (tables.agents.error + 1) + (by > 0 ? 0 : -tables.agents.error);
        const agents = { ...tables.agents, rows: [{ ...first, hits }, ...rows] };
        const traffic = { ...counted.traffic, tables: { ...tables, agents } };
        const { differences } = verify({ ...counted, traffic });
        expect(differences.map(({ what }) => what)).to.include(`tables.agents ${first.key} hits`);
      });
    }

    it('disagree when a row that has its place there is missing', () => {
      const { tables } = counted.traffic;
      const agents = { ...tables.agents, rows: tables.agents.rows.slice(1) };
      const traffic = { ...counted.traffic, tables: { ...tables, agents } };
      expect(verify({ ...counted, traffic }).agrees).to.be.false;
    });

    it('compare sums alone where there are more keys than a recount keeps', () => {
      const found = verify(counted, { limits: { keysMax: 1000, textBytesMax: 1e6 } });
      expect(found.agrees).to.be.true;
      const how = Object.fromEntries(found.checks.map((check) => [check.what, check.how]));
      expect(how).to.include({ 'tables.agents': 'sums_only', 'tables.methods': 'exactly' });
    });
  });
});
