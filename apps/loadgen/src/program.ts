import { stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';

import {
  FileReader,
  grouped,
  Output,
  RotatingFile,
  shortBytes,
  shortDuration,
  TimerSleeper,
  UsageFailure,
} from '@hitwatch/adapters';
import type { ByteBlock, Clock } from '@hitwatch/domain';
import {
  arrivals,
  InventedLoad,
  type LineOutput,
  type Load,
  Pacer,
  ReplayedLoad,
  runLoad,
} from '@hitwatch/generator';

import { HELP } from './help.ts';
import { type LoadOptions, readOptions, type ReplaySettings } from './options.ts';
import { StandardOutput } from './standard-output.ts';

/** In virtual time a file is rotated between two of these. */
const ROTATION_SLICE_MS = 1000;

export interface Surroundings {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly clock: Clock;
  /** Ends the run after the lines that are being written. */
  readonly stop: AbortController;
  /** Writes one line to standard error. */
  readonly complain: (line: string) => void;
  readonly version: string;
}

/**
 * Runs the command line. Rejects with `UsageFailure` or `EnvironmentFailure` for what a user can
 * mend.
 */
export async function runProgram(args: readonly string[], around: Surroundings): Promise<void> {
  const options = readOptions(args);
  if (options.command === 'load') {
    await generate(options, around);
    return;
  }
  const output = new Output(around.stdout);
  output.write(options.command === 'help' ? HELP : `loadgen ${around.version}\n`);
  await output.flush();
}

async function generate(options: LoadOptions, around: Surroundings): Promise<void> {
  const { clock, stop, complain } = around;
  const begunMs = clock.nowMs();
  const startMs = options.startMs ?? begunMs - (isVirtual(options) ? (options.forMs ?? 0) : 0);
  const load = openLoad(options, startMs, around);
  const pacer = new Pacer(load, {
    pacing: options.pacing,
    untilMs: options.forMs === undefined ? undefined : startMs + options.forMs,
    linesMax: options.linesMax,
    bytesMax: options.bytesMax,
    sliceMs: isVirtual(options) && options.rotation?.everyMs ? ROTATION_SLICE_MS : undefined,
  });
  // A log that cannot be read is told before a file is made for it.
  await pacer.prepare();
  const virtualClock = { nowMs: () => (Number.isNaN(pacer.takenMs) ? startMs : pacer.takenMs) };
  const rotationClock = isVirtual(options) ? virtualClock : clock;
  const file = options.out === '-' ? undefined : await openFile(options, rotationClock);
  const output: LineOutput = file ?? standardOutput(around);
  const sleeper = new TimerSleeper(clock);
  stop.signal.addEventListener('abort', () => {
    sleeper.wake();
  });
  await runLoad({ pacer, output, clock, sleeper, stop: stop.signal });
  await file?.close();
  if (load instanceof ReplayedLoad && pacer.lines > 0) tellOddities(load, options, complain);
  if (options.summary) {
    const ms = Math.max(1, clock.nowMs() - begunMs);
    const perSecond = grouped(Math.round((pacer.lines * 1000) / ms));
    const total = `${grouped(pacer.lines)} lines, ${shortBytes(pacer.bytes)}`;
    complain(`loadgen: ${total} in ${shortDuration(ms)}, ${perSecond} lines/s`);
  }
}

function isVirtual({ pacing }: LoadOptions): boolean {
  return pacing === 'virtual';
}

function openLoad(options: LoadOptions, startMs: number, around: Surroundings): Load {
  const { replay, traffic } = options;
  const schedule = options.arrivals && arrivals(startMs, traffic.seed, options.arrivals);
  if (replay !== undefined) {
    return new ReplayedLoad(blocksOf(replay, around), { ...replay, startMs, schedule });
  }
  if (schedule === undefined) throw new Error('invented traffic has no pace of its own');
  return new InventedLoad(traffic, schedule);
}

function blocksOf({ path }: ReplaySettings, { stdin, stop }: Surroundings) {
  const reader = new FileReader([path], stdin);
  stop.signal.addEventListener('abort', () => {
    void reader.close();
  });
  return async (): Promise<ByteBlock | undefined> => {
    try {
      for (;;) {
        const event = await reader.next();
        if (event.kind === 'block') return event.block;
        if (event.kind === 'end') return undefined;
      }
    } catch (error) {
      // Closing ends a read that waits with an error.
      if (stop.signal.aborted) return undefined;
      throw error;
    }
  };
}

async function openFile(
  { out, rotation, replay }: LoadOptions,
  clock: Clock,
): Promise<RotatingFile> {
  if (replay !== undefined && (await isSameFile(replay.path, out))) {
    throw new UsageFailure(
      `${out} is the log that is replayed and would never end`,
      'choose another --out',
    );
  }
  return await RotatingFile.open(out, clock, rotation);
}

async function isSameFile(path: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([path, other].map((name) => stat(name).catch(() => undefined)));
  return a !== undefined && a.dev === b?.dev && a.ino === b.ino;
}

function standardOutput({ stdout, stop }: Surroundings): LineOutput {
  const output = new Output(stdout, () => {
    stop.abort();
  });
  return new StandardOutput(stdout, output);
}

function tellOddities(
  load: ReplayedLoad,
  { replay, arrivals }: LoadOptions,
  complain: Surroundings['complain'],
): void {
  const path = replay?.path === '-' ? 'standard input' : (replay?.path ?? '');
  if (!load.timed && arrivals === undefined) {
    complain(`loadgen: notice: ${path}: no line has a time, so none was waited for: add --rate`);
  }
  if (load.tooLongLines > 0) {
    complain(`loadgen: notice: ${path}: lines too long to be replayed: ${load.tooLongLines}`);
  }
}
