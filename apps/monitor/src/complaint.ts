import { EnvironmentFailure, sanitize, UsageFailure } from '@hitwatch/adapters';

/** Writes one line to standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A stack begins with the message, which may hold a hostile file name. */
function complainStack({ stack = '' }: Error): void {
  complain(stack.split('\n').map(sanitize).join('\n'));
}

/** One line that says what is wrong and what to do; the exit code of the contract. */
export function fail(error: unknown, debug: boolean): number {
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
