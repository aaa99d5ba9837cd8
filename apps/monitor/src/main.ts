#!/usr/bin/env node
import type { Stoppable } from './program.ts';
import { print, quickAnswer } from './quick-answer.ts';
import { startWorkerAhead } from './report/worker-ahead.ts';

/** A channel or a disk that hangs must not keep the program from ending. */
const STOP_MS_MAX = 1800;

let monitor: Stoppable | undefined;
let readAgain: (() => void) | undefined;
let stopping = false;
/** Gives the terminal back where a screen is shown. */
let restore: () => void = () => undefined;

/** Idempotent: under Nx one Ctrl+C arrives as several signals. */
function stop(): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), STOP_MS_MAX).unref();
  if (monitor === undefined) process.exit(0);
  monitor.stop('user');
}

/** As services know it: read the configuration again. Without one, the terminal has gone. */
function hangUp(): void {
  if (readAgain === undefined || stopping) stop();
  else readAgain();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
process.on('SIGHUP', hangUp);
// A reader of standard error that has gone is no reason to die.
process.stderr.on('error', () => undefined);

function crash(error: unknown): void {
  restore();
  process.exit(failWith(error));
}

const args = process.argv.slice(2);
const version = process.env['HITWATCH_VERSION'] ?? '0.0.0-dev';
const answer = quickAnswer(args, version);
if (answer !== undefined && (await print(answer))) process.exit(0);

const workerAhead = startWorkerAhead(args);
// Loaded only now: help need not wait for all that a report needs.
const { complain, fail, runProgram } = await import('./program.ts');
const failWith = (error: unknown) => fail(error, args.includes('--debug'));
let code: number;
try {
  code = await runProgram(args, process, {
    complain,
    onMonitor: (started, again) => {
      monitor = started;
      readAgain = again;
    },
    onQuit: stop,
    onScreen: (given) => {
      restore = given;
      process.on('exit', restore);
      // Node would say it on the screen that is about to be left.
      process.on('uncaughtException', crash);
    },
    version,
    workerAhead,
  });
} catch (error) {
  restore();
  code = failWith(error);
}
// Standard input may still be open, and nothing is left to wait for.
process.exit(code);
