/**
 * A failing of the environment: a file that is missing, a full disk. Shown as one line
 * `hitwatch: what is wrong: what to do`; exit code 1.
 */
export class EnvironmentFailure extends Error {
  readonly code: string;
  readonly remedy: string;

  constructor(code: string, what: string, remedy: string, options?: { cause?: unknown }) {
    super(what, options);
    this.name = 'EnvironmentFailure';
    this.code = code;
    this.remedy = remedy;
  }
}

/** Wrong usage or configuration; exit code 2. */
export class UsageFailure extends Error {
  readonly remedy: string;

  constructor(what: string, remedy: string, options?: { cause?: unknown }) {
    super(what, options);
    this.name = 'UsageFailure';
    this.remedy = remedy;
  }
}

/** The code of a system error such as `ENOENT`, or undefined for any other. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
