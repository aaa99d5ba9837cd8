// How much `watch` takes: of a core while lines come, and of time until it is there.
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';

import { median, runOnce, start } from './measure.mjs';
import { HITWATCH } from './programs.mjs';

const LOADGEN = 'apps/loadgen/dist/main.js';
const node = process.execPath;

/** Seconds of processor that a process has used, from Linux's /proc; NaN elsewhere. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN;
  }
}

/** Follows a log to which so many lines a second are appended; what it counted and what it cost. */
export async function followAt(linesPerSecond, seconds) {
  const log = join(tmpdir(), `hitwatch-bench-watch-${linesPerSecond}.log`);
  rmSync(log, { force: true });
  const watch = start([
    ...[node, HITWATCH, log, '--output', 'ndjson', '--alert-log', 'none', '--every', '1s'],
    ...['--top', '10', '--from', 'start'],
  ]);
  // What starting costs is another figure.
  await new Promise((resolve) => watch.child.stdout.once('data', resolve));
  const before = cpuSeconds(watch.child.pid);
  const begun = Date.now();
  const load = start([
    ...[node, LOADGEN, '--rate', String(linesPerSecond), '--for', `${seconds}s`, '--out', log],
    '--summary',
  ]);
  const { errors } = await load.ended;
  const elapsed = (Date.now() - begun) / 1000;
  const cpu = cpuSeconds(watch.child.pid) - before;
  const behindSince = Date.now();
  const written = Number(/([\d,]+) lines/.exec(errors)?.[1]?.replaceAll(',', ''));
  // What is left to read when the writer has ended is how far it was behind.
  await until(() => Date.now() - behindSince > 1500);
  watch.child.kill('SIGINT');
  const { output } = await watch.ended;
  const stop = JSON.parse(output.trim().split('\n').at(-1));
  rmSync(log, { force: true });
  return {
    linesPerSecond: Math.round(written / elapsed),
    written,
    counted: stop.lines.read,
    coreShare: cpu / elapsed,
  };
}

/** Milliseconds from the start of a program until its first interval, median of some runs. */
export async function firstReportMs(log, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const begun = process.hrtime.bigint();
    const watch = start([node, HITWATCH, log, '--output', 'ndjson', '--alert-log', 'none']);
    const reported = new Promise((resolve) => {
      let seen = '';
      watch.child.stdout.on('data', (chunk) => {
        seen += chunk;
        if (seen.includes('"interval"')) resolve();
      });
    });
    await Promise.race([reported, watch.ended]);
    times.push(Number(process.hrtime.bigint() - begun) / 1e6);
    watch.child.kill('SIGINT');
    await watch.ended;
  }
  return median(times);
}

/** How long `--help` takes, as a multiple of a node that does nothing. */
export function helpRatio(rounds) {
  const ratios = [];
  for (let round = 0; round < rounds; round++) {
    const help = runOnce([node, HITWATCH, '--help']).wall;
    ratios.push(help / runOnce([node, '-e', '0']).wall);
  }
  return median(ratios);
}

function until(condition) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!condition()) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });
}
