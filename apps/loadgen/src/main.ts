#!/usr/bin/env node
import { EnvironmentFailure, sanitize, SystemClock, UsageFailure } from '@hitwatch/adapters';

import { runProgram } from './program.ts';

/** A reader that takes nothing, or a disk that hangs, must not keep the program from ending. */
const STOP_MS_MAX = 1500;

const controller = new AbortController();

/** Idempotent: under Nx one Ctrl+C arrives as several signals. */
function stop(): void {
  if (controller.signal.aborted) return;
  setTimeout(() => process.exit(0), STOP_MS_MAX).unref();
  controller.abort();
}

function complain(line: string): void {
  process.stderr.write(`${sanitize(line)}\n`);
}

/**
 * One line that says what is wrong and what to do. What is no failure of these is a bug and
 * crashes.
 */
function exitCode(error: unknown): number {
  if (!(error instanceof UsageFailure || error instanceof EnvironmentFailure)) throw error;
  complain(`loadgen: ${error.message}: ${error.remedy}`);
  return error instanceof UsageFailure ? 2 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// A reader of standard error that has gone is no reason to die.
process.stderr.on('error', () => undefined);

let code = 0;
try {
  await runProgram(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    clock: new SystemClock(),
    stop: controller,
    complain,
    version: process.env['HITWATCH_VERSION'] ?? '0.0.0-dev',
  });
} catch (error) {
  code = exitCode(error);
}
// Standard input may still be open, and nothing is left to wait for.
process.exit(code);
