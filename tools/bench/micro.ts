// Where the time of a line goes: the pieces of the hot path alone, on one log in memory.
import { closeSync, openSync, readSync } from 'node:fs';

import {
  ByteBlock,
  ClfParser,
  Intake,
  Kernel,
  KernelScanner,
  type LineScanner,
  PlainScanner,
  RecordBatch,
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

let lines = 0;
function scanMs(scanner: LineScanner): number {
  return fastestMs(() => {
    lines = 0;
    for (let at = 0; at < length; lines += scanner.batch.size) at = scanner.scan(log, at, length);
  });
}

const rollup = new Rollup({ seed: 1 });
function wholeMs(scanner: LineScanner): number {
  return fastestMs(() => {
    rollup.clear();
    const intake = new Intake(scanner, rollup);
    intake.push(log, 0);
    intake.finish();
  });
}

const plain = new PlainScanner(new ClfParser(), new RecordBatch(1));
const kernel = new KernelScanner(new Kernel(1), new ClfParser());
const plainScanMs = scanMs(plain);
const kernelScanMs = scanMs(kernel);
const plainMs = wholeMs(plain);
const kernelMs = wholeMs(kernel);
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
    plainScanNs: perLine(plainScanMs),
    kernelScanNs: perLine(kernelScanMs),
    countNs: perLine(kernelMs - kernelScanMs),
    plainNs: perLine(plainMs),
    kernelNs: perLine(kernelMs),
    megabytesPerSecond: Math.round(length / 1000 / kernelMs),
    mergeMs: Number(mergeMs.toFixed(2)),
    snapshotMs: Number(snapshotMs.toFixed(2)),
  })}\n`,
);
