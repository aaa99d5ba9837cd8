import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { ClfParser } from '@hitwatch/domain';
import { expect } from 'chai';
import fc from 'fast-check';
import sinon from 'sinon';
import { findWindowStart, NodeFileSystem, OpenLog } from '../../src/index.ts';
import {
  clfLine,
  generateLog,
  type GeneratedLog,
  newestSecond,
  START_SECOND,
  tidyShapes,
  untidyShapes,
} from './generated-log.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** What one read of the search takes in. */
const PROBE_BYTES = 64 * 1024;

describe('findWindowStart', () => {
  let folder: TemporaryFolder;

  before(() => {
    folder = new TemporaryFolder();
  });

  after(() => {
    folder.remove();
  });

  /** `hole` is the size of a hole in front of the text. */
  function search(text: string, windowSeconds: number, hole = 0) {
    const path = folder.join('access.log');
    writeFileSync(path, '');
    truncateSync(path, hole);
    appendFileSync(path, text);
    const log = OpenLog.open(new NodeFileSystem(), path);
    const readAt = sinon.spy(log, 'readAt');
    try {
      const start = findWindowStart(log, new ClfParser(), windowSeconds);
      return { start, reads: readAt.callCount };
    } finally {
      log.close();
    }
  }

  const windows = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(120, 3600, 1e9));
  const unfinished = fc.constantFrom('', '', '192.0.2.1 - - [02/Jan/20');

  it('finds the first line of the window in any tidy log, with few reads', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(tidyShapes, windows, unfinished, (shapes, windowSeconds, rest) => {
        const log = generateLog(shapes, undefined, rest);
        const { start, reads } = search(log.text, windowSeconds);
        expect(start).to.equal(firstWithin(log, windowSeconds) ?? 0);
        const probes = Math.max(1, log.text.length / PROBE_BYTES);
        expect(reads).to.be.at.most(3 + Math.ceil(Math.log2(probes)));
      }),
      { numRuns: 120 },
    );
  });

  it('leaves no line of the window out, whatever stands between', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(untidyShapes, windows, unfinished, (shapes, windowSeconds, rest) => {
        const log = generateLog(shapes, undefined, rest);
        const first = firstWithin(log, windowSeconds);
        const { start } = search(log.text, windowSeconds);
        expect(start).to.be.at.most(first ?? 0);
        expect(isLineStart(log, start)).to.equal(true);
      }),
      { numRuns: 120 },
    );
  });

  it('leaves out no line by more than it is late', function () {
    this.timeout(60_000);
    const LATE_MAX = 5;
    fc.assert(
      fc.property(tidyShapes, windows, fc.nat(), (shapes, windowSeconds, salt) => {
        const log = generateLog(shapes, (line) => ((line + salt) * 7919) % (LATE_MAX + 1));
        const oldest = (newestSecond(log) ?? 0) - windowSeconds;
        const { start } = search(log.text, windowSeconds);
        const left = log.lines.filter(({ offset }) => offset < start);
        for (const { second } of left) expect(second).to.be.at.most(oldest + LATE_MAX);
      }),
      { numRuns: 60 },
    );
  });

  it('finds it in a log of a hundred megabytes with some ten reads', function () {
    this.timeout(60_000);
    const lines = Array.from({ length: 50_000 }, () => {
      return { secondsLater: 1, padding: 2000, parsable: true };
    });
    const log = generateLog(lines);
    const { start, reads } = search(log.text, 120);
    expect(start).to.equal(log.lines.at(-120)?.offset);
    expect(reads).to.be.at.most(13);
  });

  // Regression: a hole was searched to its end, which took twenty seconds for ten gigabytes.
  it('finds it behind a hole of gigabytes without reading the hole', () => {
    const hole = 4_000_000_000;
    const log = generateLog(
      Array.from({ length: 2000 }, () => ({ secondsLater: 1, padding: 0, parsable: true })),
    );
    const { start, reads } = search(`\n${log.text}`, 120, hole);
    expect(start).to.equal(hole + 1 + (log.lines.at(-120)?.offset ?? NaN));
    expect(reads).to.be.below(1500);
  });

  const old = clfLine(START_SECOND);
  const young = clfLine(START_SECOND + 1000);
  const garbage = 'garbage\n';
  const MEGABYTE = 1_000_000;
  const many = (line: string, bytes: number) => line.repeat(Math.ceil(bytes / line.length));

  const cases: readonly (readonly [what: string, text: string, start: number])[] = [
    ['an empty log', '', 0],
    ['one line', young, 0],
    ['a line that is not finished', young.trimEnd(), 0],
    ['an empty line', '\n', 0],
    ['an old line and a young one', old + young, old.length],
    ['the same with CR LF', (old + young).replaceAll('\n', '\r\n'), old.length + 1],
    ['equal times', many(young, MEGABYTE), 0],
    ['nothing that can be parsed', many(garbage, MEGABYTE), 0],
    ['NUL bytes', '\0'.repeat(MEGABYTE), 0],
    ['a line longer than any probe', `${clfLine(START_SECOND, MEGABYTE)}${young}`, 0],
  ];
  for (const [what, text, start] of cases) {
    it(`begins at ${start} in ${what}`, () => {
      expect(search(text, 120).start).to.equal(start);
    });
  }

  it('passes over as much garbage as there is between old lines and young ones', () => {
    for (const bytes of [1000, PROBE_BYTES, 3 * PROBE_BYTES, MEGABYTE]) {
      for (const oldBytes of [100, MEGABYTE]) {
        const before = many(old, oldBytes);
        const between = many(garbage, bytes);
        const { start } = search(before + between + many(young, 1000), 120);
        expect(start, `${oldBytes} of old lines, ${bytes} of garbage`).to.be.within(
          before.length,
          before.length + between.length,
        );
      }
    }
  });

  it('does not pass over a long line of the window', () => {
    for (const bytes of [PROBE_BYTES - 100, PROBE_BYTES, 2 * PROBE_BYTES, 5 * PROBE_BYTES]) {
      const before = many(old, MEGABYTE);
      const long = clfLine(START_SECOND + 990, bytes);
      const { start } = search(before + long + many(young, 100_000), 120);
      expect(start, `a line of ${bytes} bytes`).to.equal(before.length);
    }
  });
});

/** Offset of the first line that is younger than the window is long. */
function firstWithin(log: GeneratedLog, windowSeconds: number): number | undefined {
  const newest = newestSecond(log);
  if (newest === undefined) return undefined;
  return log.lines.find(({ second }) => (second ?? 0) > newest - windowSeconds)?.offset;
}

function isLineStart({ lines }: GeneratedLog, offset: number): boolean {
  return offset === 0 || lines.some((line) => line.offset === offset || line.end === offset);
}
