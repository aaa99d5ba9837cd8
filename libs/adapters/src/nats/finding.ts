/** What was looked at, and what came of it: a line for a person. */
export interface Finding {
  /** `warn` works, with something that a person should know; `fail` does not. */
  readonly level: 'ok' | 'warn' | 'fail';
  /** Stable, for programs: `stream_settings`. */
  readonly code: string;
  readonly what: string;
  /** What to do; undefined where nothing is to be done. */
  readonly remedy: string | undefined;
}

export function ok(code: string, what: string): Finding {
  return { level: 'ok', code, what, remedy: undefined };
}

export function warn(code: string, what: string, remedy: string): Finding {
  return { level: 'warn', code, what, remedy };
}

export function fail(code: string, what: string, remedy: string): Finding {
  return { level: 'fail', code, what, remedy };
}
