import { existsSync, readFileSync } from 'node:fs';

import { decodeState } from '@hitwatch/adapters';
import { Rollup } from '@hitwatch/domain';

import { type AlertObject, ofType, parseWatch } from '../documents.ts';
import { naiveAlerts } from '../live/naive-alerts.ts';
import type { RunningProgram } from '../running-program.ts';
import type { Scratch } from '../scratch.ts';
import { LogRotate, type RotateMode } from './log-rotate.ts';
import { NumberedLog } from './numbered-log.ts';

const RULE = { threshold: 12, windowSeconds: 4 };
const TICK_MS = 10;
/** All numbers are held by the table of targets, each with its own count. */
const LINES_MAX = 16_000;

export interface CrashPlan {
  readonly mode: RotateMode | undefined;
  readonly kills: number;
  /** Lines of one tick of ten milliseconds. */
  readonly linesATick: number;
  /** Of the random moments. */
  readonly seed: number;
}

export interface CrashResult {
  readonly written: number;
  readonly kills: number;
  readonly rotations: number;
  /** How often there was a state on the disk when the monitor was killed. */
  readonly states: number;
  /** `read` of the last run's sums since the state began. */
  readonly read: number;
  /** Numbers that were not counted once: `number: hits`. */
  readonly wrong: readonly string[];
  /** As `state second hits`. */
  readonly alerts: readonly string[];
  readonly expected: readonly string[];
}

/**
 * A writer appends numbered lines and logrotate rotates them, while the monitor is killed at random
 * moments and started again.
 */
export async function crashRun(scratch: Scratch, plan: CrashPlan): Promise<CrashResult> {
  const random = randomOf(plan.seed);
  const log = new NumberedLog(scratch.path('access.log'), random);
  const rotate = plan.mode && new LogRotate(scratch, log.path, plan.mode);
  let rotations = 0;
  let states = 0;
  let nextRotation = between(random, 300, 600);

  /** Writes until there are so many lines, and rotates now and then. */
  const writeTo = async (lines: number): Promise<void> => {
    while (log.lines < Math.min(lines, LINES_MAX)) {
      log.append(plan.linesATick);
      if (rotate !== undefined && log.lines >= nextRotation) {
        nextRotation = log.lines + between(random, 20, 60) * plan.linesATick;
        rotations++;
        // What is written between the copy and the truncation is lost to everybody.
        log.complete();
        const rotated = rotate.rotate();
        if (plan.mode === 'rename') {
          while (random() < 0.7) {
            await ticks(1);
            log.append(plan.linesATick);
          }
        }
        await rotated;
        if (plan.mode === 'rename') log.reopen();
      }
      await ticks(1);
    }
  };

  for (let kill = 0; kill < plan.kills; kill++) {
    const monitor = start(scratch);
    // From before it has begun until long after.
    await writeTo(log.lines + between(random, 5, 90) * plan.linesATick);
    monitor.kill('SIGKILL');
    await monitor.exited;
    if (checkState(scratch)) states++;
    // Something happens while it is down, too.
    await writeTo(log.lines + between(random, 0, 5) * plan.linesATick);
  }
  const last = start(scratch);
  await writeTo(log.lines + 60 * plan.linesATick);
  log.close();
  const read = await readTotal(last, log.lines);
  return {
    written: log.lines,
    kills: plan.kills,
    rotations,
    states,
    read,
    wrong: wrongNumbers(scratch, log.lines),
    alerts: alertsOf(scratch),
    expected: naiveAlerts(log.seconds, RULE).map(
      ({ state, second, hits }) => `${state} ${String(second)} ${String(hits)}`,
    ),
  };
}

function start(scratch: Scratch): RunningProgram {
  return scratch.hitwatch([
    ...['access.log', '--state', 'kept', '--from', 'start', '--output', 'ndjson'],
    ...['--every', '500ms', '--alert-log', 'alerts.ndjson'],
    ...['--threshold', String(RULE.threshold), '--duration', String(RULE.windowSeconds)],
  ]);
}

/** Throws when the state on the disk is not whole; false when there is none yet. */
function checkState(scratch: Scratch): boolean {
  const path = scratch.path('kept/state');
  if (!existsSync(path)) return false;
  decodeState(readFileSync(path));
  return true;
}

/** Waits for the last line and for what silence decides, and ends the monitor as a user would. */
async function readTotal(monitor: RunningProgram, lines: number): Promise<number> {
  await monitor.until(`${String(lines)} lines`, () => {
    const interval = ofType(monitor.objects, 'interval').at(-1);
    const isDone = interval !== undefined && interval.total.lines.read >= lines;
    return isDone && interval.window.hits === 0 ? true : undefined;
  });
  monitor.kill('SIGTERM');
  const { stdout } = await monitor.finish();
  const [stop] = ofType(parseWatch(stdout), 'stop');
  return stop?.total.lines.read ?? NaN;
}

function wrongNumbers(scratch: Scratch, lines: number): readonly string[] {
  const state = decodeState(readFileSync(scratch.path('kept/state')));
  const rollup = new Rollup({ seed: state.seed });
  rollup.mergeState(state.total);
  rollup.mergeState(state.interval);
  const { rows } = rollup.snapshot(0).tables.urls;
  const hits = new Map(rows.map((row) => [row.key, row.hits]));
  const wrong: string[] = [];
  for (let number = 0; number < lines; number++) {
    const counted = hits.get(`/${String(number)}`) ?? 0;
    if (counted !== 1) wrong.push(`${String(number)}: ${String(counted)}`);
  }
  return wrong;
}

function alertsOf(scratch: Scratch): readonly string[] {
  const lines = readFileSync(scratch.path('alerts.ndjson'), 'utf8').split('\n');
  if (lines.pop() !== '') throw new Error('the alert log ends in a torn line');
  return lines.map((line) => {
    const { state, at, hits } = JSON.parse(line) as AlertObject; // throws for a torn one
    return `${state} ${String(Date.parse(at) / 1000)} ${String(hits)}`;
  });
}

async function ticks(count: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, count * TICK_MS));
}

function between(random: () => number, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
