// Where the time of a line goes: the pieces of the hot path alone, on one log in memory.
import { closeSync, openSync, readSync } from 'node:fs';

import {
  AccessRecord,
  ByteBlock,
  ClfParser,
  Intake,
  type LineSink,
  LineSplitter,
  Rollup,
} from '@hitwatch/domain';

const BYTES = 64 * 1024 * 1024;
const ROUNDS = 7;

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: micro.ts LOG');
const block = new ByteBlock(new Uint8Array(BYTES));
const fd = openSync(path, 'r');
const length = readSync(fd, block.octets, 0, BYTES, 0);
closeSync(fd);
const log = new ByteBlock(block.octets.subarray(0, length));

/** The fastest of some rounds: what disturbs a run only ever makes it slower. */
function fastestMs(work: () => void): number {
  let fastest = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = process.hrtime.bigint();
    work();
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - begun) / 1e6);
  }
  return fastest;
}

function splitInto(sink: LineSink): void {
  const splitter = new LineSplitter();
  splitter.push(log, 0, sink);
  splitter.finish(sink);
}

let lines = 0;
const count = () => {
  lines++;
};
const splitMs = fastestMs(() => {
  lines = 0;
  splitInto({ line: count, tooLong: count });
});
const record = new AccessRecord();
const parser = new ClfParser();
const parseMs = fastestMs(() => {
  splitInto({
    line: (of, start, end) => parser.parse(of, start, end, record),
    tooLong: () => undefined,
  });
});
const rollup = new Rollup({ seed: 1 });
const wholeMs = fastestMs(() => {
  rollup.clear();
  const intake = new Intake(new ClfParser(), rollup);
  intake.push(log, 0);
  intake.finish();
});
const state = rollup.state();
const total = new Rollup({ seed: 2 });
const mergeMs = fastestMs(() => {
  total.mergeState(state);
});
const snapshotMs = fastestMs(() => rollup.snapshot(10));

const perLine = (ms: number) => Math.round((ms * 1e6) / lines);
process.stdout.write(
  `${JSON.stringify({
    lines,
    bytesPerLine: Math.round(length / lines),
    splitNs: perLine(splitMs),
    parseNs: perLine(parseMs - splitMs),
    countNs: perLine(wholeMs - parseMs),
    wholeNs: perLine(wholeMs),
    megabytesPerSecond: Math.round(length / 1000 / wholeMs),
    mergeMs: Number(mergeMs.toFixed(2)),
    snapshotMs: Number(snapshotMs.toFixed(2)),
  })}\n`,
);
