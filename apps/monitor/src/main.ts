#!/usr/bin/env node
import { EnvironmentFailure, sanitize, UsageFailure } from '@hitwatch/adapters';

import type { Monitor } from './monitor.ts';
import { runProgram } from './program.ts';

/** A channel or a disk that hangs must not keep the program from ending. */
const STOP_MS_MAX = 1800;

let monitor: Monitor | undefined;
let stopping = false;

/** Idempotent: under Nx one Ctrl+C arrives as several signals. */
function stop(): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), STOP_MS_MAX).unref();
  if (monitor === undefined) process.exit(0);
  monitor.stop('user');
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A stack begins with the message, which may hold a hostile file name. */
function complainStack({ stack = '' }: Error): void {
  complain(stack.split('\n').map(sanitize).join('\n'));
}

/** One line that says what is wrong and what to do; the exit code of the contract. */
function fail(error: unknown, debug: boolean): number {
  if (error instanceof UsageFailure || error instanceof EnvironmentFailure) {
    complain(`hitwatch: ${sanitize(error.message)}: ${sanitize(error.remedy)}`);
    if (debug) complainStack(error);
    return error instanceof UsageFailure ? 2 : 1;
  }
  const message = error instanceof Error ? error.message : String(error);
  complain(
    `hitwatch: internal error: ${sanitize(message)}: please report it, with --debug's output`,
  );
  if (debug && error instanceof Error) complainStack(error);
  return 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// A reader of standard error that has gone is no reason to die.
process.stderr.on('error', () => undefined);

const args = process.argv.slice(2);
let code = 0;
try {
  await runProgram(args, process, {
    complain,
    onMonitor: (started) => (monitor = started),
    version: process.env['HITWATCH_VERSION'] ?? '0.0.0-dev',
  });
} catch (error) {
  code = fail(error, args.includes('--debug'));
}
// Standard input may still be open, and nothing is left to wait for.
process.exit(code);
