// What the dashboard takes: until its first frame, of a core and of memory while lines come, and
// how long a key waits in a burst. In a real pseudo-terminal, which `script` of util-linux makes.
// node tools/bench/dashboard.mjs, after npm run build.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { median } from './measure.mjs';
import { HITWATCH } from './programs.mjs';

const LOADGEN = resolve('apps/loadgen/dist/main.js');
const MAIN = resolve(HITWATCH);
const FRAME_END = '\x1b[?2026l';
/** What the help has and nothing else on the screen. */
const HELP = 'look closer';

const folder = mkdtempSync(join(tmpdir(), 'hitwatch-bench-dashboard-'));

/** The program on a log, in a terminal of 120x40. */
class Dashboard {
  #seen = '';
  #listener = () => undefined;

  constructor(log) {
    this.begun = process.hrtime.bigint();
    const run = `stty cols 120 rows 40; echo $$ > pid; exec '${process.execPath}' '${MAIN}' '${log}'`;
    this.child = spawn('script', ['-qfec', `${run} --alert-log none --from end`, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.child.stdout.on('data', (chunk) => {
      this.#seen = (this.#seen + chunk).slice(-200_000);
      this.#listener();
    });
  }

  get pid() {
    return Number(readFileSync(join(folder, 'pid'), 'utf8'));
  }

  press(key) {
    this.#seen = '';
    this.child.stdin.write(key);
  }

  /** Milliseconds until what is written has `text`. */
  shows(text) {
    const begun = process.hrtime.bigint();
    return new Promise((done) => {
      this.#listener = () => {
        if (this.#seen.includes(text)) done(Number(process.hrtime.bigint() - begun) / 1e6);
      };
      this.#listener();
    });
  }

  async quit() {
    this.press('q');
    await new Promise((done) => this.child.once('exit', done));
  }
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peakMb(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000;
}

async function firstFrameMs(log) {
  const dashboard = new Dashboard(log);
  await dashboard.shows(FRAME_END);
  const ms = Number(process.hrtime.bigint() - dashboard.begun) / 1e6;
  await dashboard.quit();
  return ms;
}

/** Appends lines while `during` goes on. */
async function under(rate, log, during) {
  const args = [LOADGEN, '--rate', String(rate), '--for', '60s', '--out', log];
  const load = spawn(process.execPath, args, { stdio: 'ignore' });
  await pause(2000);
  const result = await during();
  load.kill('SIGINT');
  await new Promise((done) => load.once('exit', done));
  return result;
}

async function steady(log, seconds) {
  const dashboard = new Dashboard(log);
  await dashboard.shows(FRAME_END);
  return under(1000, log, async () => {
    const { pid } = dashboard;
    const before = cpuSeconds(pid);
    const begun = Date.now();
    await pause(seconds * 1000);
    const share = (cpuSeconds(pid) - before) / ((Date.now() - begun) / 1000);
    const peak = peakMb(pid);
    await dashboard.quit();
    return { share, peak };
  });
}

/** Opens the help and closes it, again and again. */
async function keysInBurst(log, times) {
  const dashboard = new Dashboard(log);
  await dashboard.shows(FRAME_END);
  return under(500_000, log, async () => {
    const waits = [];
    for (let time = 0; time < times; time++) {
      await pause(150 + 37 * (time % 7)); // not in step with what is drawn by itself
      dashboard.press('?');
      waits.push(await dashboard.shows(HELP));
      await pause(150);
      dashboard.press('?');
    }
    const peak = peakMb(dashboard.pid);
    await dashboard.quit();
    return { waits: waits.sort((a, b) => a - b), peak };
  });
}

try {
  const log = join(folder, 'access.log');
  writeFileSync(log, '');
  const frames = [];
  for (let round = 0; round < 7; round++) frames.push(await firstFrameMs(log));
  const nothing = Array.from({ length: 7 }, () => {
    const begun = process.hrtime.bigint();
    spawnSync(process.execPath, ['-e', '0']);
    return Number(process.hrtime.bigint() - begun) / 1e6;
  });
  const ratio = (median(frames) / median(nothing)).toFixed(1);
  console.log(`first frame ${median(frames).toFixed(0)} ms, ${ratio} times \`node -e 0\``);
  const { share, peak } = await steady(log, 30);
  const core = `${(100 * share).toFixed(2)} % of a core`;
  console.log(`1,000 lines/s: ${core}, at most ${peak.toFixed(0)} MB`);
  writeFileSync(log, '');
  const burst = await keysInBurst(log, 40);
  const at = (part) => burst.waits[Math.floor(part * (burst.waits.length - 1))].toFixed(0);
  const waits = `a key waits ${at(0.5)} ms, ${at(0.95)} ms at p95, ${at(1)} ms at most`;
  console.log(`500,000 lines/s: ${waits}; at most ${burst.peak.toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
